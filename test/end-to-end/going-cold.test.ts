import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { moveTo, nextMonday } from '../support/clock.ts';
import { callControl, type SeenMessage, saying } from '../support/person.ts';
import { mailsTo } from './mailbox.ts';

/**
 * From going cold to coming back, on the moved clock, over Slack's protocol and real SMTP: the digest tells it, one click
 * drafts, the messages are approved and arrive, one is answered, and the rate is shown; a pool enrols by itself.
 */
const { url, person } = testApp();
const riley = person('riley');

const mails = (address: string) => mailsTo(url(), address);
const days = (count: number) => callControl(url(), 'clock', { minutes: count * 24 * 60 });

beforeAll(async () => {
  // A Monday at 16:00 UTC: morning in Texas, and where Riley is.
  await moveTo(url(), nextMonday(16));
});

const newest = (says: string | RegExp, channel = '@rekindle') => riley.lastMessage(says, channel);
async function after(ts: string, says: RegExp, channel = '@rekindle'): Promise<SeenMessage> {
  return riley.until(`a message after ${ts} that says ${says}`, async () =>
    (await riley.messages(channel)).find((message) => message.ts > ts && says.test(saying(message))),
  );
}
const last = async (channel = '@rekindle') => (await riley.messages(channel)).at(-1)?.ts ?? '';

async function add(name: string, email: string): Promise<string> {
  await riley.command(`/candidate add ${name} ${email}`, 'hiring');
  await riley.modal('Add candidate');
  expect(await riley.submit({ Location: 'Austin, United States' })).toMatchObject({ outcome: 'closed' });
  return (await newest(new RegExp(`${name}[\\s\\S]*Draft outreach`), 'hiring')).ts;
}

async function log(ts: string, Kind: string): Promise<void> {
  await riley.click('Log touchpoint', { channel: 'hiring', ts });
  await riley.modal('Log touchpoint');
  expect(await riley.submit({ Kind })).toMatchObject({ outcome: 'closed' });
}

it('a pool asks its owner once what happens to whoever goes cold', { timeout: 60_000 }, async () => {
  await riley.command('/nurture', 'hiring');
  await newest('Silver medalists', 'hiring');
  await riley.command('/pool new', 'hiring');
  await riley.modal('New pool');
  expect(
    await riley.submit({
      Name: 'Keepers',
      Query: 'company:keepers',
      'When somebody goes cold': 'Enrol them in Silver medalists',
    }),
  ).toMatchObject({ outcome: 'closed' });
  const page = await newest(/Keepers[\s\S]*When somebody goes cold/);
  expect(saying(page)).toContain('is asked whether they are enrolled in *Silver medalists*');
});

it('the digest tells who went cold, and one click drafts to all of them', { timeout: 120_000 }, async () => {
  const people: [string, string][] = [
    ['Ana Quill', 'ana.quill@example.com'],
    ['Ben Quill', 'ben.quill@example.com'],
  ];
  for (const [name, email] of people) await log(await add(name, email), 'Event attended');
  // Six points are below two after 71 days: seen on the 72nd, a Wednesday.
  await days(71);
  const before = await last();
  await days(1);
  const digest = await after(before, /Your day/);
  const told = saying(digest);
  expect(told).toContain('Going cold');
  expect(told).toContain('Ana Quill');
  const label = /Draft outreach to all \d+/.exec(told)?.[0] ?? '';
  expect(label).not.toBe('');
  await riley.click(label, { channel: '@rekindle', ts: digest.ts });
  await after(digest.ts, /nothing is approved that you haven’t seen/);
  // Again: the same batch is shown anew, and nobody is drafted to twice.
  await riley.click(label, { channel: '@rekindle', ts: digest.ts });
  await newest('These were drafted already');

  for (let turn = 0; turn < 50; turn++) {
    const batch = await newest(/nothing is approved that you haven’t seen|are reviewed/);
    if (saying(batch).includes('are reviewed')) break;
    const name = /of \d+: (.*)/.exec(saying(batch))?.[1] ?? '';
    const button = people.some(([one]) => one === name) ? 'Approve & send' : 'Skip';
    await riley.click(button, { channel: '@rekindle', ts: batch.ts });
    await riley.until(
      'the next one',
      async () => !saying(await newest(/of \d+: |are reviewed/)).includes(`: ${name}`),
    );
  }
  for (const [, email] of people)
    await riley.until(`a mail to ${email}`, async () => (await mails(email)).length === 1);
});

it('who answers is recovered, and the rate is shown', { timeout: 60_000 }, async () => {
  const [mail] = await mails('ana.quill@example.com');
  await callControl(url(), `mails/${mail?.id}/answer`, { text: 'Good to hear from you! Gladly.' });
  await newest('Ana Quill* answered');
  // Somebody else goes cold much later, so that the digest has the part in which it stands.
  await log(await add('Cem Quill', 'cem.quill@example.com'), 'Event attended');
  await days(71);
  const before = await last();
  await days(1);
  expect(saying(await after(before, /Your day/))).toContain(
    'Of 2 people re-engaged in the last 180 days 1 answered: 50% recovered. So few say little yet',
  );
});

it('after the owner’s Yes whoever follows is enrolled with nobody asked', { timeout: 120_000 }, async () => {
  const at = async (name: string, email: string) => {
    await riley.command(`/candidate add ${name} ${email}`, 'hiring');
    await riley.modal('Add candidate');
    expect(await riley.submit({ Location: 'Austin, United States', Company: 'Keepers' })).toMatchObject({
      outcome: 'closed',
    });
    await log((await newest(new RegExp(`${name}[\\s\\S]*Draft outreach`), 'hiring')).ts, 'Event attended');
  };
  // From a Friday to a Monday; 72 days later it is a Wednesday.
  await days(3);
  await at('Dee Keeper', 'dee@example.com');
  await days(1);
  await at('Eli Keeper', 'eli@example.com');
  const before = await last();
  await days(71);
  const question = await after(before, /gone cold\. Enrol them, and those who follow/);
  expect(saying(question)).toContain('1 person of *Keepers* has gone cold.');
  await riley.click('Yes', { channel: '@rekindle', ts: question.ts });
  await newest('Whoever goes cold in *Keepers* is enrolled by itself from now on');
  await newest('1 person of *Keepers* who went cold is in *Silver medalists* now');
  const yes = await last();
  await days(1);
  await after(yes, /1 person of \*Keepers\* who went cold is in \*Silver medalists\* now/);
  expect(
    (await riley.messages('@rekindle')).filter((one) => /those who follow/.test(saying(one))),
  ).toHaveLength(0);
  await riley.command('/pool Keepers', 'hiring');
  const page = saying(await newest(/Keepers[\s\S]*Whoever goes cold[\s\S]*Enrol in sequence/, 'hiring'));
  expect(page).toContain('Whoever goes cold is enrolled in *Silver medalists* by itself');
  expect(page).toContain('Of 2 people re-engaged in the last 180 days');
  await riley.command('/nurture Silver medalists', 'hiring');
  await newest(/Silver medalists[\s\S]*Of 2 people re-engaged in the last 180 days/, 'hiring');
});

it('everybody of a pool is drafted to or enrolled from its page', async () => {
  await riley.command('/pool Austin evenings', 'hiring');
  const page = await newest(/Austin evenings[\s\S]*Enrol in sequence/, 'hiring');
  await riley.click('Enrol in sequence', { channel: 'hiring', ts: page.ts });
  await riley.modal('Enrol in sequence');
  expect(await riley.submit({ Sequence: 'After an event' })).toMatchObject({ outcome: 'closed' });
  await newest(/\*After an event\*: \d+ people are in it now/);
  await riley.click('Draft outreach', { channel: 'hiring', ts: page.ts });
  expect(saying(await riley.modal('Draft outreach'))).toContain('18 people of “pool:"austin evenings"”');
  await riley.close();
});

it('an admin sets the channel that gets everybody’s digest', { timeout: 60_000 }, async () => {
  await riley.command('/rekindle settings', 'hiring');
  const settings = await newest('Digest in a channel', 'hiring');
  await riley.click('Change digest', { channel: 'hiring', ts: settings.ts });
  await riley.modal('Digest in a channel');
  expect(await riley.submit({ Channel: 'hiring', 'Time zone': 'Mars/Base' })).toMatchObject({
    outcome: 'errors',
  });
  expect(await riley.submit({ Channel: 'hiring', 'Time zone': 'America/Chicago' })).toMatchObject({
    outcome: 'closed',
  });
  await newest('The settings are saved.');
  const before = await last('hiring');
  await days(4);
  const digest = await after(before, /The team’s day/, 'hiring');
  expect(digest.ephemeral).toBe(false);
  expect(digest.blocks.length).toBeLessThanOrEqual(45);
  expect(saying(digest)).not.toContain('Follow-ups due');
});
