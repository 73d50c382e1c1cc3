import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
import { type SeenMessage, saying } from '../../support/person.ts';
import { linkedIn, utf16 } from '../files.ts';

/** Importing and exporting as a recruiter does it, over Slack's protocol. */
const { url, person } = testApp();
const riley = person('riley');

/** The CSV that hangs on a message. */
async function table({ files }: SeenMessage): Promise<string[][]> {
  const file = await fetch(new URL(files[0]?.url ?? '', url()));
  return parse(await file.text(), { bom: true });
}

async function upload(name: string, content: string | Buffer) {
  await riley.command('/candidate import', 'hiring');
  await riley.modal('Import candidates');
  await riley.upload({ name, content });
}

it('takes an export of LinkedIn, shows how far it is in one message, and hands over what it refused', async () => {
  await upload('Connections.csv', `${linkedIn(30)}Nobody,Known,,,Acme,CEO,1 Mar 2024\n`);
  expect(await riley.submit({ Tags: ['Add “network”'] })).toMatchObject({ outcome: 'closed' });
  const done = saying(
    await riley.lastMessage(/Connections.csv\* \(LinkedIn connections\) is imported/, '@rekindle'),
  );
  expect(done).toContain('30 new, 0 updated, 0 unchanged, 1 refused');
  const message = await riley.until('the refused rows', async () =>
    (await riley.messages('@rekindle')).find(({ files }) =>
      files.some((file) => file.name === 'refused-Connections.csv'),
    ),
  );
  const rows = await table(message);
  expect(rows[1]?.slice(0, 4)).toEqual(['35', expect.stringContaining('one is enough'), 'Nobody', 'Known']);
  await riley.command('/candidate find tag:network', 'hiring');
  await riley.lastMessage('30 people', 'hiring');
});

it('asks what unknown columns mean', async () => {
  await upload('tabelle.csv', utf16());
  await riley.submit();
  const ask = await riley.lastMessage('I don’t know the columns of *tabelle.csv*', '@rekindle');
  await riley.click('Check the columns', { channel: '@rekindle', ts: ask.ts });
  const modal = saying(await riley.modal('Columns'));
  expect(modal).toContain('Nachname');
  expect(await riley.submit({ 'E-Mail': 'Leave it out' })).toMatchObject({ outcome: 'errors' });
  expect(await riley.submit({ 'E-Mail': 'E-mail' })).toMatchObject({ outcome: 'closed' });
  await riley.lastMessage(/tabelle.csv\* is imported: 2 rows. 2 new/, '@rekindle');
});

it('says what is wrong with a file', async () => {
  await upload('photo.csv', Buffer.from('89504e470d0a1a0a', 'hex'));
  await riley.submit();
  await riley.lastMessage('This is a picture, not a table', '@rekindle');
});

it('exports a search result as a file, to recruiters only', async () => {
  await riley.command('/candidate find city:berlin', 'hiring');
  const list = await riley.lastMessage(/people for “city:berlin”/, 'hiring');
  const total = Number(/(\d+) people/.exec(saying(list))?.[1]);
  await riley.click('Export', { channel: 'hiring', ts: list.ts });
  const message = await riley.until('the file', async () =>
    (await riley.messages('@rekindle')).find(({ files }) =>
      files.some((file) => file.name.startsWith('candidates-')),
    ),
  );
  const rows = await table(message);
  expect(rows).toHaveLength(total + 1);
  expect(rows[0]?.slice(0, 2)).toEqual(['Full name', 'E-mail']);
});
