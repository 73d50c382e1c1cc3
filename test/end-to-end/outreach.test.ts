import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { moveTo, nextMonday } from '../support/clock.ts';
import { callControl, saying } from '../support/person.ts';

/** Outreach as a recruiter does it, over Slack's protocol and real SMTP: facts, insisting, a batch, answers. */
const { url, person } = testApp();
const riley = person('riley');
const harper = person('harper');

interface Mail {
  id: string;
  to: string[];
  subject: string;
}
const mails = () => callControl<Mail[]>(url(), 'mails');
const mailTo = (address: string) =>
  riley.until(`a mail to ${address}`, async () => (await mails()).find(({ to }) => to.includes(address)));

beforeAll(async () => {
  // A Monday at 15:30 UTC: working hours in Texas.
  await moveTo(url(), nextMonday(15, 30));
});

async function add(name: string, email: string, place = 'Austin, United States'): Promise<void> {
  await riley.command(`/candidate add ${name} ${email} #batch-test`, 'hiring');
  await riley.modal('Add candidate');
  expect(await riley.submit({ Location: place })).toMatchObject({ outcome: 'closed' });
}

it('shows the facts, checks an edit while it is saved, and keeps that somebody insisted', async () => {
  await add('Ana Petrova', 'ana@example.com');
  await riley.command('/outreach ana@example.com', 'hiring');
  await riley.modal('Draft outreach');
  await riley.submit({ Mention: 'the ledger migration' });
  const draft = await riley.lastMessage('Draft for Ana Petrova', '@rekindle');
  await riley.click('Facts', { channel: '@rekindle', ts: draft.ts });
  const facts = saying(await riley.modal('Facts'));
  expect(facts).toContain('The candidate is Ana Petrova.');
  expect(facts).toContain('To be mentioned: the ledger migration _(asked for)_');
  await riley.close();

  await riley.click('Edit', { channel: '@rekindle', ts: draft.ts });
  await riley.modal('Edit draft');
  const Message =
    'Hi Ana,\n\nYour old colleague Marcus told me about the ledger migration, and I would like to hear more about it. Would you be open to a short call?\n\nRiley';
  expect(await riley.submit({ Message })).toMatchObject({ outcome: 'updated' });
  const warned = saying(await riley.modal('Edit draft'));
  expect(warned).toContain('This name is not in the facts: Marcus');
  expect(warned).toContain('It is not saved yet');
  expect(await riley.submit({ 'All the same?': ['I have checked it, and want it as it is'] })).toMatchObject({
    outcome: 'closed',
  });
  expect(saying(await riley.lastMessage('version 2', '@rekindle'))).toContain('wants it as it is');
  await riley.click('Approve & send', { channel: '@rekindle', ts: draft.ts });
  expect((await mailTo('ana@example.com')).subject).not.toBe('');
});

it('offers the answer for an answer; it stays in the thread', async () => {
  const mail = await mailTo('ana@example.com');
  await callControl(url(), `mails/${mail.id}/answer`, { text: 'Gladly, tell me more about the team.' });
  const answer = await riley.lastMessage('Ana Petrova* answered', '@rekindle');
  expect(saying(answer)).toContain('How was it meant?');
  await riley.click('Positive', { channel: '@rekindle', ts: answer.ts });
  await riley.lastMessage('counts as *positive* now', '@rekindle');
  await riley.click('Draft answer', { channel: '@rekindle', ts: answer.ts });
  await riley.modal('Draft outreach');
  expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
  const draft = await riley.lastMessage(/Draft for Ana Petrova[\s\S]*Re: /, '@rekindle');
  await riley.click('Approve & send', { channel: '@rekindle', ts: draft.ts });
  const second = await riley.until('the answer', async () =>
    (await mails()).find(({ to, subject }) => to.includes('ana@example.com') && subject.startsWith('Re: ')),
  );
  const { headers } = await callControl<{ headers: { key: string; value: string }[] }>(
    url(),
    `mails/${second.id}`,
  );
  const header = (name: string) => headers.find(({ key }) => key === name)?.value ?? '';
  expect(second.subject).toBe(`Re: ${mail.subject}`);
  expect(header('references').split(/\s+/).at(-1)).toBe(header('in-reply-to'));
  await riley.command('/candidate ana@example.com', 'hiring');
  await riley.lastMessage(/Last answered[\s\S]*positively/, 'hiring');
});

it('drafts for everybody of a question, and goes through them one after another', async () => {
  await add('Ben Batch', 'ben@example.com');
  await add('Cem Batch', 'cem@example.com');
  await add('Dia Batch', 'dia@example.com');
  await riley.command('/outreach tag:batch-test', 'hiring');
  const modal = saying(await riley.modal('Draft outreach'));
  expect(modal).toContain('4 people of “tag:batch-test”');
  expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
  const first = await riley.lastMessage('1 of 3', '@rekindle');
  expect(saying(first)).toContain('1 left out');
  expect(saying(first)).toContain('Ana Petrova');
  await riley.click('Approve & send', { channel: '@rekindle', ts: first.ts });
  const second = await riley.lastMessage('2 of 3', '@rekindle');
  expect(second.ts).toBe(first.ts);
  await riley.click('Skip', { channel: '@rekindle', ts: first.ts });
  await riley.lastMessage('3 of 3', '@rekindle');
  await riley.click('Approve & send', { channel: '@rekindle', ts: first.ts });
  await riley.lastMessage('are reviewed: 2 approved, 1 skipped', '@rekindle');
  await riley.until(
    'both mails',
    async () => (await mails()).filter(({ to }) => /ben|cem|dia/.test(to[0] ?? '')).length === 2,
  );
});

it('a message in a colleague’s name is theirs to approve, and nobody else’s', async () => {
  await add('Eva Named', 'eva@example.com');
  await riley.command('/outreach eva@example.com', 'hiring');
  await riley.modal('Draft outreach');
  expect(await riley.submit({ 'In the name of': 'Harper' })).toMatchObject({ outcome: 'closed' });
  const draft = await harper.lastMessage('Draft for Eva Named', '@rekindle');
  expect(saying(draft)).toContain('asked for by');
  // No address for who is no recruiter.
  expect(saying(draft)).not.toContain('eva@example.com');
  await harper.click('Approve & send', { channel: '@rekindle', ts: draft.ts });
  const mail = await mailTo('eva@example.com');
  const { fromName } = await callControl<{ fromName: string }>(url(), `mails/${mail.id}`);
  expect(fromName).toMatch(/^Harper/);
});

it('an answer that says stop ends everything', async () => {
  const mail = await mailTo('eva@example.com');
  await callControl(url(), `mails/${mail.id}/answer`, { text: 'Please stop.' });
  await riley.lastMessage('Eva Named* asked not to be written to', '@rekindle');
  await riley.command('/outreach eva@example.com', 'hiring');
  await riley.lastMessage('They asked not to be written to', 'hiring');
});
