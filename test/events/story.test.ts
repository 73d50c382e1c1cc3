import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { callControl, saying } from '../support/person.ts';

/** An event from its making to the sequence of the day after, over Slack's protocol. */
const { url, person } = testApp();
const riley = person('riley');

beforeAll(async () => {
  await riley.command('/nurture', 'hiring');
  await riley.lastMessage('After an event', 'hiring');
});

const page = (says: string | RegExp) => riley.lastMessage(says, '@rekindle');

it('is made in a modal that says what is wrong, and its list is filled from a file', async () => {
  await riley.command('/candidate events', 'hiring');
  await riley.lastMessage('There is no event yet', 'hiring');
  await riley.command('/candidate events new', 'hiring');
  await riley.modal('New event');
  expect(await riley.submit({ Name: '…' })).toMatchObject({
    errors: { Name: 'An event needs a name with letters or digits.' },
  });
  expect(
    await riley.submit({
      Name: 'Rust <!channel> night',
      Place: 'Berlin',
      Tags: ['Add “rust-night”'],
      'Follow-up': 'After an event',
    }),
  ).toMatchObject({ outcome: 'closed' });
  const made = await page('Nobody is on the list yet');
  expect(made.text).not.toContain('<!channel>');
  await riley.click('Import attendees', { channel: '@rekindle', ts: made.ts });
  await riley.modal('Import candidates');
  await riley.upload({
    name: 'guests.csv',
    content: [
      'Full name,E-mail,Company',
      'Zed Attendee,zed@example.com,Zeta',
      'Amy Attendee,amy@example.com,Alpha',
      'No Address,,Gamma',
    ].join('\n'),
  });
  expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
  await riley.lastMessage(/guests.csv\*.*is imported/, '@rekindle').catch(async () => {
    const ask = await page('I don’t know the columns');
    await riley.click('Check the columns', { channel: '@rekindle', ts: ask.ts });
    await riley.modal('Columns');
    await riley.submit();
    await riley.lastMessage(/guests.csv\*.*is imported/, '@rekindle');
  });
  await riley.command('/candidate events rust', 'hiring');
  const list = saying(await riley.lastMessage('Amy Attendee', 'hiring'));
  expect(list.indexOf('Amy Attendee')).toBeLessThan(list.indexOf('Zed Attendee'));
  expect(list).toContain('*On the list*\n2');
});

it('somebody new is added at the door, with the event as source', async () => {
  const shown = await riley.lastMessage('Amy Attendee', 'hiring');
  await riley.click('Add attendees', { channel: 'hiring', ts: shown.ts });
  await riley.modal('Add attendees');
  expect(await riley.submit({})).toMatchObject({ outcome: 'errors' });
  expect(await riley.submit({ 'Full name': 'Walk In', State: 'Attended' })).toMatchObject({
    outcome: 'errors',
  });
  expect(
    await riley.submit({ 'Full name': 'Walk In', 'E-mail': 'walk@example.com', State: 'Attended' }),
  ).toMatchObject({ outcome: 'closed' });
  expect(saying(await page('Walk In'))).toContain('*Attended*\n1');
  await riley.command('/candidate walk@example.com', 'general');
  expect(saying(await riley.lastMessage('Walk In', 'general'))).toMatch(/Event.*Rust/s);
});

it('checks in, takes back, and writes what attending means once it is settled', async () => {
  const checkIn = async (label: string, name: string) => {
    const shown = await page('Walk In');
    const at = shown.blocks.findIndex((block) => JSON.stringify(block).includes(name));
    const row = shown.blocks[at + 1] as { block_id: string; elements: { action_id: string }[] };
    const actionId = row.elements.find((one) => JSON.stringify(one).includes(`"${label}"`))?.action_id ?? '';
    await riley.act({ channel: shown.channel, ts: shown.ts, blockId: row.block_id, actionId });
  };
  const attended = (count: number) =>
    riley.until(`${count} attended`, async () =>
      saying(await page('Walk In')).includes(`*Attended*\n${count}`),
    );
  await checkIn('Attended', 'Zed Attendee');
  await attended(2);
  await checkIn('Undo', 'Zed Attendee');
  await attended(1);
  await checkIn('Attended', 'Amy Attendee');
  await attended(2);
  await callControl(url(), 'clock', { minutes: 12 });
  await riley.until('the tag', async () => {
    await riley.command('/candidate find tag:rust-night', 'general');
    return saying(await riley.lastMessage('people for', 'general')).includes('2 people');
  });
  await riley.command('/candidate amy@example.com', 'general');
  expect(saying(await riley.lastMessage('amy@example.com', 'general'))).toContain('Event attended');
});

it('enrols who attended the day after, and says so on the list', async () => {
  for (let hour = 0; hour < 50; hour += 10) await callControl(url(), 'clock', { minutes: 600 });
  await riley.until('the enrolment', async () => {
    await riley.command('/candidate events rust', 'hiring');
    return saying(await riley.lastMessage('Add attendees', 'hiring')).includes('Attended, enrolled');
  });
  await riley.command('/nurture After an event', 'general');
  const sequence = saying(await riley.lastMessage(/After an event[\s\S]*Amy Attendee/, 'general'));
  expect(sequence).toContain('Walk In');
  expect(sequence).not.toContain('Zed Attendee');
});

it('is refused to who may not, and a deleted one is gone', async () => {
  const harper = person('harper');
  await harper.command('/candidate events', 'general');
  await harper.lastMessage('this is for', 'general');
  await riley.command('/candidate events rust', 'hiring');
  const shown = await riley.lastMessage('Add attendees', 'hiring');
  await riley.click('Delete', { channel: 'hiring', ts: shown.ts });
  await riley.lastMessage('is deleted', 'hiring');
  await riley.command('/candidate events rust', 'hiring');
  await riley.lastMessage('There is no event “rust”', 'hiring');
});
