import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { moveTo, nextMonday } from '../support/clock.ts';
import { callControl, saying } from '../support/person.ts';
import { mailsTo } from './mailbox.ts';

/** A sequence from its first step to the answer that ends it, on the moved clock, over Slack's protocol and real SMTP. */
const { url, person } = testApp();
const riley = person('riley');

const mails = (address: string) => mailsTo(url(), address);
const days = async (count: number) => {
  for (let day = 0; day < count; day++) await callControl(url(), 'clock', { minutes: 24 * 60 });
};

beforeAll(async () => {
  // A Monday at 16:00 UTC: morning in Texas.
  await moveTo(url(), nextMonday(16));
});

async function add(name: string, email: string): Promise<void> {
  await riley.command(`/candidate add ${name} ${email}`, 'hiring');
  await riley.modal('Add candidate');
  expect(await riley.submit({ Location: 'Austin, United States' })).toMatchObject({ outcome: 'closed' });
}

async function enrolIn(sequence: string, email: string): Promise<unknown> {
  await riley.command(`/candidate ${email}`, 'hiring');
  const card = await riley.until('the card', async () =>
    (await riley.messages('hiring')).findLast(
      (message) => saying(message).includes('Enrol in sequence') && saying(message).includes(email),
    ),
  );
  await riley.click('Enrol in sequence', { channel: 'hiring', ts: card.ts });
  await riley.modal('Enrol in sequence');
  return riley.submit({ Sequence: sequence });
}

it('has five ready sequences, and makes a new one with steps', async () => {
  await riley.command('/nurture', 'hiring');
  const list = saying(await riley.lastMessage('Silver medalists', 'hiring'));
  for (const name of ['Talent community', 'Role update', 'Senior people, no hurry', 'After an event'])
    expect(list).toContain(name);

  await riley.command('/nurture nex', 'hiring');
  await riley.lastMessage('Did you mean `/nurture new`?', 'hiring');
  await riley.command('/nurture event', 'hiring');
  await riley.lastMessage('In the name of', 'hiring');

  await riley.command('/nurture new', 'hiring');
  await riley.modal('New sequence');
  expect(await riley.submit({ Name: 'Silver medalists' })).toMatchObject({ outcome: 'errors' });
  expect(await riley.submit({ Name: 'Two letters', Audience: 'For a test' })).toMatchObject({
    outcome: 'closed',
  });
  const page = await riley.lastMessage('There is no step yet', '@rekindle');
  await riley.click('Add step', { channel: '@rekindle', ts: page.ts });
  await riley.modal('Add step');
  const Message =
    'Hi {{ first_name }},\n\nIt has been a while since we were in touch, and I have been wondering how things are going for you. Would a short call suit you one of these days?\n\n{{ sender_first_name }}';
  expect(await riley.submit({ Delay: '1', Subject: 'Hello {{ frist_name }}', Message })).toMatchObject({
    outcome: 'errors',
    errors: { Subject: expect.stringContaining('frist_name') },
  });
  const byItself = { 'Without approval': ['It goes out without anybody approving it; I answer for it'] };
  expect(
    await riley.submit({ Delay: '1', Subject: 'Hello {{ first_name }}', Message, ...byItself }),
  ).toMatchObject({ outcome: 'closed' });
  const one = await riley.lastMessage('1. Message from a template', '@rekindle');
  await riley.click('Add step', { channel: '@rekindle', ts: one.ts });
  await riley.modal('Add step');
  expect(await riley.submit({ Delay: '7', Subject: 'A second word', Message, ...byItself })).toMatchObject({
    outcome: 'closed',
  });
  const two = await riley.lastMessage('2. Message from a template', '@rekindle');
  await riley.click('Add step', { channel: '@rekindle', ts: two.ts });
  await riley.modal('Add step');
  expect(await riley.submit({ Kind: 'Task for the owner', Delay: '1', Message: 'Call them' })).toMatchObject({
    outcome: 'closed',
  });
  await riley.lastMessage('3. Task for the owner', '@rekindle');
});

it('writes on the right days, and stops when they answer', { timeout: 60_000 }, async () => {
  await add('Ana Petrova', 'ana@example.com');
  await add('Ben Quiet', 'ben@example.com');
  expect(await enrolIn('Two letters', 'ana@example.com')).toMatchObject({ outcome: 'closed' });
  expect(await enrolIn('Two letters', 'ben@example.com')).toMatchObject({ outcome: 'closed' });
  expect(await enrolIn('Two letters', 'ben@example.com')).toMatchObject({ outcome: 'errors' });
  await riley.close();
  expect(await mails('ana@example.com')).toHaveLength(0);
  await days(1);
  expect((await mails('ana@example.com')).map(({ subject }) => subject)).toEqual(['Hello Ana']);
  expect(await mails('ben@example.com')).toHaveLength(1);

  const [first] = await mails('ana@example.com');
  await callControl(url(), `mails/${first?.id}/answer`, { text: 'Gladly, when?' });
  await riley.lastMessage('Ana Petrova* answered', '@rekindle');
  // Weeks later: nothing more for Ana, the second letter and the task for Ben.
  await days(16);
  expect(await mails('ana@example.com')).toHaveLength(1);
  expect((await mails('ben@example.com')).map(({ subject }) => subject)).toEqual([
    'Hello Ben',
    'A second word',
  ]);
  const [one, two] = await mails('ben@example.com');
  const apart = (new Date(two?.at ?? 0).getTime() - new Date(one?.at ?? 0).getTime()) / 86_400_000;
  expect(apart).toBeGreaterThanOrEqual(7);
  await riley.lastMessage(/Ben Quiet\* \(Two letters\): Call them/, '@rekindle');

  await riley.command('/nurture Two letters', 'hiring');
  const page = saying(await riley.lastMessage('0 in it now, 1 went through, 1 left early', 'hiring'));
  expect(page).toContain('1 because they answered');
  expect(page).toContain('2 sent');
  expect(page).toContain('1 (9–91%) answered');
});

it('asks its owner where nobody ticked that it goes out by itself, and goes on when it is sent', async () => {
  await add('Cem Asked', 'cem@example.com');
  expect(await enrolIn('After an event', 'cem@example.com')).toMatchObject({ outcome: 'closed' });
  await days(1);
  expect(await mails('cem@example.com')).toHaveLength(0);
  const draft = await riley.lastMessage('Draft for Cem Asked', '@rekindle');
  expect(saying(draft)).toContain('Step 1 of the sequence “After an event”');
  await riley.click('Approve & send', { channel: '@rekindle', ts: draft.ts });
  await riley.lastMessage('Sent to Cem Asked', '@rekindle');
  await days(3);
  expect(await mails('cem@example.com')).toHaveLength(1);
  await riley.command('/nurture After an event', 'hiring');
  await riley.lastMessage(/Cem Asked\*, step 2: next on/, 'hiring');
});

it('whoever opts out leaves', { timeout: 60_000 }, async () => {
  const [mail] = await mails('cem@example.com');
  await callControl(url(), `mails/${mail?.id}/unsubscribe`, {});
  await riley.command('/nurture After an event', 'hiring');
  await riley.lastMessage('because they opted out', 'hiring');
  await days(3);
  expect(await mails('cem@example.com')).toHaveLength(1);
});
