import { expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import type { SeenMessage, SeenView } from '../support/person.ts';

/** Titles, fields and buttons of sequences, reminders and the digest, as product.md sections 3, 9, 10 and 17 have them. */
const { person } = testApp();
const riley = person('riley');

interface Element {
  text?: { text: string };
  type?: string;
  options?: { text: { text: string } }[];
}
interface Block {
  type: string;
  label?: { text: string };
  element?: Element;
  accessory?: Element;
  elements?: Element[];
}
const blocksOf = (shown: { blocks: unknown[] }) => shown.blocks as Block[];
const fields = (view: SeenView) => blocksOf(view).flatMap(({ label }) => (label ? [label.text] : []));
const choices = (view: SeenView, field: string) =>
  blocksOf(view)
    .find(({ label }) => label?.text === field)
    ?.element?.options?.map(({ text }) => text.text);
const elements = (message: SeenMessage) =>
  blocksOf(message).flatMap(({ accessory, elements: all = [] }) => (accessory ? [accessory, ...all] : all));
const buttons = (message: SeenMessage) =>
  elements(message).flatMap(({ type, text }) => (type === 'button' && text ? [text.text] : []));
const menu = (message: SeenMessage) =>
  elements(message).flatMap(({ options }) => options?.map(({ text }) => text.text) ?? []);

/** @returns the modal, which has these fields in this order, and others that were added */
async function modal(title: string, contract: string[]): Promise<SeenView> {
  expect(title.length).toBeLessThanOrEqual(24);
  const view = await riley.modal(title);
  expect(fields(view).filter((one) => contract.includes(one))).toEqual(contract);
  return view;
}

it('New sequence, Edit sequence and a step', async () => {
  const sequence = ['Name', 'Audience', 'Owner'];
  await riley.command('/nurture new', 'hiring');
  await modal('New sequence', sequence);
  await riley.submit({ Name: 'Labels' });
  const empty = await riley.lastMessage('There is no step yet', '@rekindle');
  expect(buttons(empty)).toEqual(['Add step', 'Edit', 'Preview', 'Pause', 'Delete']);
  await riley.click('Edit', { channel: '@rekindle', ts: empty.ts });
  await modal('Edit sequence', sequence);
  await riley.close();

  await riley.click('Add step', { channel: '@rekindle', ts: empty.ts });
  const step = await modal('Add step', ['Delay', 'Kind', 'Subject', 'Message', 'Without approval']);
  expect(choices(step, 'Kind')).toEqual([
    'Message from a template',
    'Message drafted by the model',
    'Task for the owner',
    'Wait until they engage',
  ]);
  expect(await riley.submit({ Subject: 'Hello', Message: 'Hi {{ first_name }}' })).toMatchObject({
    outcome: 'closed',
  });
  const page = await riley.lastMessage('1. Message from a template', '@rekindle');
  expect(menu(page)).toEqual(['Edit', 'Move up', 'Remove']);
});

it('Enrol in sequence, from the card’s menu; Pause, Resume and Leave', async () => {
  await riley.command('/candidate Amara Okafor', 'hiring');
  const card = await riley.lastMessage('Amara Okafor', 'hiring');
  expect(buttons(card)).toEqual(
    expect.arrayContaining(['Draft outreach', 'Log touchpoint', 'Tag', 'Add to pool', 'Remind me', 'Edit']),
  );
  expect(menu(card)).toEqual(['Enrol in sequence', 'Find duplicates', 'Export data', 'Opt out', 'Erase']);
  await riley.click('Enrol in sequence', { channel: 'hiring', ts: card.ts });
  const enrol = await modal('Enrol in sequence', ['Sequence']);
  expect(choices(enrol, 'Sequence')).toContain('Labels');
  await riley.submit({ Sequence: 'Labels' });
  await riley.lastMessage('Amara Okafor is in *Labels* now.', '@rekindle');
  await riley.command('/nurture Labels', 'hiring');
  const page = await riley.lastMessage('Amara Okafor*, step 1', 'hiring');
  expect(menu(page).slice(-3)).toEqual(['Open', 'Pause', 'Leave']);
  await riley.click('Pause', { channel: 'hiring', ts: page.ts });
  const paused = await riley.until('the page of the paused sequence', async () =>
    (await riley.messages('hiring')).find((one) => one.ts === page.ts && buttons(one).includes('Resume')),
  );
  expect(buttons(paused)).toEqual(['Add step', 'Edit', 'Preview', 'Resume', 'Delete']);
});

it('Remind me, and what stands below a reminder', async () => {
  const card = await riley.lastMessage('Amara Okafor', 'hiring');
  await riley.command('/candidate Amara Okafor', 'general');
  const own = await riley.lastMessage(/Amara Okafor[\s\S]*Remind me/, 'general');
  expect(card.ts).not.toBe(own.ts);
  await riley.click('Remind me', { channel: 'general', ts: own.ts });
  const remind = await modal('Remind me', ['When', 'Date', 'Note']);
  expect(choices(remind, 'When')).toEqual(['Tomorrow', 'In 1 week', 'In 1 month', 'Pick a date']);
  await riley.submit({ When: 'Tomorrow', Note: 'The move' });
  await riley.lastMessage('I will remind you', '@rekindle');
  await riley.command('/candidate reminders', 'general');
  const list = await riley.lastMessage('Your reminders', 'general');
  expect(buttons(list)).toEqual(['Open', 'Done', 'Snooze']);
});

it('the digest: its command and its parts', async () => {
  await riley.command('/digest settings', 'hiring');
  const settings = await modal('Digest', ['Time', 'Days', 'Parts']);
  expect(choices(settings, 'Parts')).toEqual(
    expect.arrayContaining([
      'They answered',
      'Follow-ups due',
      'Newly hot',
      'Going cold',
      'Pools below target',
    ]),
  );
  await riley.close();
  await riley.command('/digest', 'hiring');
  const digest = await riley.lastMessage('Your day', 'hiring');
  expect(buttons(digest)).toEqual(expect.arrayContaining(['Open']));
});
