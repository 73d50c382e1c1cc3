import { afterAll, beforeAll, expect, it } from 'vitest';
import { candidateByEmail } from '../../src/candidates/find.ts';
import { setStage } from '../../src/candidates/stage.ts';
import { openRole } from '../../src/roles/keep.ts';
import { matchStore } from '../../src/roles/match-store.ts';
import { roleStore } from '../../src/roles/store.ts';
import { world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';
import { callControl, type PersonClient, person, saying, until } from '../support/person.ts';
import { startRekindle } from '../support/rekindle.ts';

/** Referring as anybody in the company does it, over Slack's protocol: Morgan refers, Riley recruits, Harper hires. */
const database = testDatabase();
let app: Awaited<ReturnType<typeof startRekindle>>;
let riley: PersonClient;
let harper: PersonClient;
let morgan: PersonClient;

const ZELDA = 'zelda.quinn@example.com';
const PATIENCE = 30_000;

beforeAll(async () => {
  const db = database.db();
  const [host] = database.database().client.options.hosts;
  app = await startRekindle({
    MONGODB_URI: `mongodb://${encodeURIComponent(host?.socketPath ?? '')}/${db.databaseName}`,
    SLACK_BOT_TOKEN: '',
  });
  [riley, harper, morgan] = ['riley', 'harper', 'morgan'].map((name) => person(app.localUrl ?? '', name)) as [
    PersonClient,
    PersonClient,
    PersonClient,
  ];
  await riley.command('/rekindle team', 'general');
  await riley.modal('Team');
  await riley.submit({ Person: 'Harper', Role: 'Hiring manager' });
  await openRole(
    { ...(await world(db)), roles: roleStore(db) },
    {
      title: 'Compiler engineer',
      mustHave: ['C++'],
      niceToHave: [],
      seniority: null,
      location: null,
      remote: true,
      hiringManager: 'U0HARPER',
      channel: null,
      description: '',
      bonus: { amount: 1_500, currency: 'EUR', afterDays: 90 },
      target: null,
      state: 'open',
    },
    { by: 'U0RILEY', deliveryId: 'test' },
  );
}, 60_000);
afterAll(() => app?.remove());

/** As the recruiter's edit of the card would set it. */
async function stage(stage: 'interviewing' | 'hired') {
  const deps = await world(database.db());
  const id = (await candidateByEmail(deps, ZELDA))?._id ?? '';
  await setStage(deps, { id, stage, by: 'U0RILEY', surface: 'test' });
  await app.runJobs();
}

it.each([
  ['mien', 'mine'],
  ['Mine.', 'mine'],
  ['min', 'mine'],
  ['leaderbord', 'leaderboard'],
  ['Leaderboad', 'leaderboard'],
  ['bonus', 'bonuses'],
  ['hlep', 'help'],
])(
  'a word that is nearly one of its own makes nobody a referral without asking: %s',
  async (typed, meant) => {
    await morgan.command(`/refer ${typed}`, 'general');
    const answer = await morgan.lastMessage(`Did you mean \`/refer ${meant}\``, 'general');
    await morgan.click('Refer someone', { channel: 'general', ts: answer.ts });
    await morgan.modal('Refer someone');
    await morgan.close();
  },
);

it('a mention without an address is asked for it in the thread', async () => {
  const { ts } = await morgan.write('@rekindle refer Bob Stone, he is great', 'referrals');
  const answer = await morgan.lastMessage('I still need an e-mail address or a profile link', 'referrals');
  expect(answer.threadTs).toBe(ts);
  expect(saying(answer)).toContain('Bob Stone');
  await morgan.click('Refer someone', { channel: 'referrals', ts: answer.ts });
  const modal = await morgan.modal('Refer someone');
  expect(JSON.stringify(modal.blocks)).toContain('Bob Stone');
  await morgan.close();
  await morgan.write('@rekindle refer @harper', 'referrals');
  await morgan.lastMessage('already', 'referrals');
  await morgan.write('@rekindle good morning', 'referrals');
  await morgan.lastMessage('I take referrals here', 'referrals');
});

it('a mention is read, confirmed by who wrote it, and then the recruiter of the role is asked', async () => {
  const { ts } = await morgan.write(
    `hey @rekindle refer Zelda Quinn ${ZELDA} for the compiler engineer role`,
    'referrals',
  );
  const answer = await morgan.lastMessage('until then nothing is taken', 'referrals');
  expect(answer.threadTs).toBe(ts);
  for (const part of ['Zelda Quinn', ZELDA, 'Compiler engineer']) expect(saying(answer)).toContain(part);
  expect(await candidateByEmail(await world(database.db()), ZELDA)).toBeNull();

  await harper.click('Refer someone', { channel: 'referrals', ts: answer.ts });
  await harper.lastMessage('Only <@U0MORGAN> can confirm', 'referrals');
  await morgan.click('Refer someone', { channel: 'referrals', ts: answer.ts });
  await morgan.modal('Refer someone');
  expect((await morgan.submit()).outcome).not.toBe('closed');
  expect(
    await morgan.submit({
      'How do you know them': 'We worked together',
      'May we mention you': 'No',
      'Do they know?': 'Yes, they asked me to',
      Note: 'Great with <!channel> compilers',
    }),
  ).toMatchObject({ outcome: 'closed' });
  await morgan.lastMessage('Thank you for referring *Zelda Quinn* for Compiler engineer', '@rekindle');
  const closed = await until('the answer without the name', async () =>
    (await morgan.messages('referrals')).find(
      (one) => one.ts === answer.ts && !saying(one).includes('Zelda'),
    ),
  );
  expect(saying(closed)).toContain('the recruiters have your referral');

  const card = saying(await riley.lastMessage('refers *Zelda Quinn*', '@rekindle'));
  for (const part of [
    'Compiler engineer',
    'We worked together',
    'don’t say who',
    'they asked me to',
    '&lt;!channel&gt;',
  ])
    expect(card).toContain(part);
  expect(card).not.toContain('<!channel>');
});

it('waits on the recruiter’s App Home; Accept there is told, and the hiring manager sees them', async () => {
  await riley.openHome();
  await until('the home', async () => {
    const home = await riley.home();
    return home && saying(home).includes('Referrals waiting') && saying(home).includes('Zelda Quinn');
  });
  const card = await riley.lastMessage('refers *Zelda Quinn*', '@rekindle');
  await riley.click('Accept', { within: 'Zelda Quinn', channel: '@rekindle' });
  await morgan.lastMessage('Your referral of *Zelda Quinn* for Compiler engineer was accepted', '@rekindle');
  const shown = await until('the card as it stands', async () =>
    (await riley.messages('@rekindle')).find(
      (one) => one.ts === card.ts && saying(one).includes('Accepted by'),
    ),
  );
  expect(saying(shown)).not.toContain('Decline');
  await harper.command('/candidate Zelda', 'general');
  const limited = saying(await harper.lastMessage('Zelda Quinn', 'general'));
  expect(limited).toContain('stay with the recruiters');
  expect(limited).not.toContain(ZELDA);
  const id = (await candidateByEmail(await world(database.db()), ZELDA))?._id ?? '';
  expect(await matchStore(database.db()).about([id])).toMatchObject([{ origin: 'referral' }]);
});

it('a second referral of them is told politely', async () => {
  await harper.command(`/refer Z. Quinn ${ZELDA}`, 'general');
  await harper.modal('Refer someone');
  expect(
    await harper.submit({
      'How do you know them': 'I know their work',
      Role: 'Compiler engineer',
      'Do they know?': 'Not yet',
    }),
  ).toMatchObject({ outcome: 'closed' });
  expect(saying(await harper.lastMessage('A colleague was first', '@rekindle'))).not.toContain('Morgan');
});

it('from a message: the form is filled in from it; a job that nobody has opened can be typed', async () => {
  const { ts } = await morgan.write('Yann Ott <yann.ott@example.com> is great with databases', 'referrals');
  await morgan.shortcut('refer_person', { channel: 'referrals', ts });
  await morgan.modal('Refer someone');
  await morgan.submit({
    'How do you know them': 'Friend or family',
    Role: 'Database wizard',
    'Do they know?': 'Yes',
  });
  await morgan.lastMessage('Thank you for referring *Yann Ott* for Database wizard', '@rekindle');
  await riley.lastMessage('refers *Yann Ott*', '@rekindle');
  await riley.click('Decline', { within: 'Yann Ott', channel: '@rekindle' });
  await riley.modal('Decline referral');
  expect(
    await riley.submit({ Reason: 'The role is filled or on hold', Note: 'We have no such role' }),
  ).toMatchObject({ outcome: 'closed' });
  const news = saying(await morgan.lastMessage(/Yann Ott[\s\S]*don’t go on/, '@rekindle'));
  expect(news).toContain('filled or on hold');
  expect(news).not.toContain('no such role');
});

it('says beside the field what is missing, and who can’t be referred', async () => {
  const known = { 'How do you know them': 'Friend or family', 'Do they know?': 'Yes' };
  const refusals: [string, Record<string, string>][] = [
    ['Bob Stone', { 'E-mail': 'Please give an e-mail address or a profile link.' }],
    ['Morgan Lindqvist mo@example.com', { 'Full name': expect.stringContaining('your own name') as string }],
    ['Mo morgan@rekindle.example', { 'E-mail': expect.stringContaining('This is you') as string }],
    ['Riley riley@rekindle.example', { 'E-mail': expect.stringContaining('work here already') as string }],
  ];
  for (const [typed, errors] of refusals) {
    await morgan.command(`/refer ${typed}`, 'general');
    await morgan.modal('Refer someone');
    expect(await morgan.submit(known)).toMatchObject({ outcome: 'errors', errors });
    await morgan.close();
  }
  await morgan.command('/refer leaderbord', 'general');
  await morgan.lastMessage('Did you mean `/refer leaderboard`', 'general');
});

it('the hire, the bonus on its day, and Mark as paid', async () => {
  await stage('interviewing');
  await morgan.lastMessage('*Zelda Quinn* for Compiler engineer is in process', '@rekindle');
  await stage('hired');
  await morgan.lastMessage(/Zelda Quinn[\s\S]*is hired[\s\S]*1,500 EUR is due on/, '@rekindle');
  await callControl(app.localUrl ?? '', 'clock', { minutes: 91 * 24 * 60 });
  const due = await until(
    'the bonus that is due',
    async () =>
      (await riley.messages('@rekindle')).find((one) => saying(one).includes('A bonus of 1,500 EUR is due')),
    PATIENCE,
  );
  await morgan.lastMessage('Your bonus of 1,500 EUR for referring *Zelda Quinn* is due', '@rekindle');
  await morgan.command('/refer bonuses', 'general');
  await morgan.lastMessage('Sorry, this is for admins and recruiters', 'general');
  await morgan.command('/refer mine', 'general');
  expect(saying(await morgan.lastMessage('Zelda Quinn', 'general'))).toContain('bonus of 1,500 EUR is due');
  await riley.command('/refer bonuses', 'hiring');
  const list = await riley.lastMessage('Referral bonuses', 'hiring');
  expect(saying(list)).toContain('1,500 EUR for <@U0MORGAN>');
  await riley.click('Mark as paid', { channel: 'hiring', ts: list.ts });
  await morgan.lastMessage('is marked as paid', '@rekindle');
  await until('the message of who pays', async () =>
    (await riley.messages('@rekindle')).find(
      (one) => one.ts === due.ts && saying(one).includes('was marked as paid'),
    ),
  );
  await riley.click('Report for finance', { channel: 'hiring' });
  const file = await until(
    'the report',
    async () =>
      (await riley.messages('@rekindle'))
        .flatMap(({ files }) => files)
        .find(({ name }) => /bonuses/.test(name)),
    PATIENCE,
  );
  expect(file.name).toMatch(/^referral-bonuses-\d{4}-\d\d-\d\d\.csv$/);
}, 90_000);

it('the leaderboard, until an admin switches it off', async () => {
  await harper.command('/refer leaderboard', 'general');
  await harper.lastMessage(/<@U0MORGAN>: \d accepted, \d hired|yours can be the first/, 'general');
  await riley.command('/rekindle settings', 'hiring');
  await riley.lastMessage(/Permission to write[\s\S]*leaderboard is on/, 'hiring');
  await riley.click('Change referrals', { channel: 'hiring' });
  await riley.modal('Referrals');
  expect(await riley.submit({ 'Our own domains': 'nonsense' })).toMatchObject({ outcome: 'errors' });
  expect(await riley.submit({ 'Our own domains': 'acme.example', Leaderboard: [] })).toMatchObject({
    outcome: 'closed',
  });
  await harper.command('/refer leaderboard', 'general');
  await harper.lastMessage('The leaderboard is switched off', 'general');
});

it('stands on a member’s App Home', async () => {
  await morgan.openHome();
  const home = await until('the home', async () => {
    const shown = await morgan.home();
    return shown && saying(shown).includes('Your referrals') ? saying(shown) : null;
  });
  expect(home).toContain('Zelda Quinn');
  expect(home).toContain('declined');
  expect(home).not.toContain('Hot right now');
});
