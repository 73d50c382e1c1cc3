import { afterAll, beforeAll, expect, it } from 'vitest';
import { callControl, person } from '../support/person.ts';
import { freePort, type RekindleProcess, spawnRekindle, temporaryFolder } from '../support/rekindle.ts';

/** The log of a whole run, at its most talkative, is searched for everything personal that went in. */
let app: RekindleProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let url: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  const port = await freePort();
  const localPort = await freePort();
  url = `http://127.0.0.1:${localPort}`;
  app = await spawnRekindle({
    DATA_DIR: folder.path,
    PORT: String(port),
    LOCAL_PORT: String(localPort),
    LOG_LEVEL: 'trace',
    // A model that isn't there: its failure is logged as well.
    OPENAI_API_KEY: 'none',
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    OPENAI_MODEL: 'none',
  });
});
afterAll(async () => {
  await app?.kill('SIGTERM');
  await folder?.remove();
});

const PERSONAL = [
  'Zephyrine',
  'Oakenshaw',
  'zephyrine.o@',
  'thornbury',
  '5550133',
  'oakenshaw-z',
  'lamplighting',
  'her sabbatical',
  'harpsichord',
  'no longer at this desk',
  // In roles, referrals and events.
  'Marmalade',
  'Quillfeather',
  'quill.f@',
  'hedgerow.example',
  'glassblowing',
  'Snorkelling',
];

/** A role, a referral by form and by mention, and an event, each with names and words of its own. */
async function mentionsOthers(riley: ReturnType<typeof person>): Promise<void> {
  await riley.command('/role open', 'hiring');
  await riley.modal('Open role');
  await riley.submit({ Title: 'Head of Marmalade', Location: 'Marmalade Bay' });
  await riley.lastMessage('Head of Marmalade', '@rekindle');
  const morgan = person(url, 'morgan');
  await morgan.command('/refer Quintus Quillfeather quill.f@hedgerow.example knows glassblowing', 'general');
  await morgan.modal('Refer someone');
  await morgan.submit({
    'How do you know them': 'We worked together',
    'May we mention you': 'No',
    'Do they know?': 'Yes, they asked me to',
    Note: 'Great at glassblowing',
  });
  await morgan.write('<@U0REKINDLE> refer Quintus Quillfeather quill.f@hedgerow.example', 'hiring');
  await riley.command('/candidate events new', 'hiring');
  await riley.modal('New event');
  await riley.submit({ Name: 'Snorkelling Night' });
  await riley.command('/candidate events Snorkelling Night', 'hiring');
}

it('says nothing personal', async () => {
  const riley = person(url, 'riley');
  await riley.command(
    '/candidate add Zephyrine Oakenshaw zephyrine.o@thornbury.example +15125550133 linkedin.com/in/oakenshaw-z',
    'hiring',
  );
  await riley.modal('Add candidate');
  await riley.submit({ Skills: ['Add “Lamplighting”'], Note: 'Back from her sabbatical' });
  const card = await riley.lastMessage(/Zephyrine Oakenshaw[\s\S]*Draft outreach/, 'hiring');
  await riley.command('/candidate add Zephyrine Oakenshaw zephyrine.o@thornbury', 'hiring');
  await riley.modal('Add candidate');
  await riley.submit({ 'E-mail': 'zephyrine.o@' });
  await riley.close();
  for (const text of [
    '/candidate Zephyrine',
    '/candidate find lamplighting zephyrine',
    '/candidate find skil:zephyrine',
    '/pool Zephyrine',
    '/candidate zephyrine.o@thornbury.example',
  ])
    await riley.command(text, 'general');
  await riley.command('/candidate import', 'hiring');
  await riley.modal('Import candidates');
  await riley.upload({
    name: 'Zephyrine.csv',
    content:
      'Candidate Name,Primary Email Address,Note\nZephyrine Oakenshaw,zephyrine.o@thornbury.example,harpsichord\nZephyrine,not an address,x\n',
  });
  await riley.submit();
  await riley.lastMessage(/is imported: 2 rows/, '@rekindle');
  await riley.click('Draft outreach', { channel: 'hiring', ts: card.ts });
  await riley.modal('Draft outreach');
  await riley.submit({ Purpose: 'First contact', Mention: 'the harpsichord' });
  const approval = await riley.lastMessage(/Approve & send/, '@rekindle');
  // The mail server refuses first.
  await callControl(url, 'mail-behaviour', {
    next: [{ code: 550, text: 'zephyrine.o@thornbury.example is no longer at this desk' }],
  }).catch(() => {});
  await riley.click('Approve & send', { ts: approval.ts, channel: approval.channel });
  await riley.until('the send to end', async () =>
    (await riley.messages('@rekindle')).some(
      (one) => one.ts === approval.ts && !JSON.stringify(one.blocks).includes('being sent') && one.edited,
    ),
  );
  await riley.click('Export data', { channel: 'hiring', ts: card.ts });
  await riley.until('the file', async () =>
    (await riley.messages('@rekindle')).some(({ files }) => files.some(({ name }) => name.endsWith('.json'))),
  );
  await mentionsOthers(riley);
  await riley.click('Erase', { channel: 'hiring', ts: card.ts });
  await riley.modal('Erase candidate');
  await riley.submit({ 'Type their full name to confirm': 'Zephyrine Oakenshaw' });
  await riley.lastMessage(/^(Erased\.|A message to this person is being sent)/, '@rekindle');
  const log = app.output().toLowerCase();
  expect(log.length).toBeGreaterThan(1_000);
  expect(log).toContain('import ended');
  for (const text of PERSONAL) expect([text, log.includes(text.toLowerCase())]).toEqual([text, false]);
}, 60_000);
