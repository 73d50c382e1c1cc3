import { expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { callControl, saying } from '../support/person.ts';

/** Reminders as a recruiter uses them, with the clock of the local workspace. */
const { url, person } = testApp();
const riley = person('riley');

const days = (count: number) => callControl(url(), 'clock', { minutes: count * 24 * 60 });
const told = async () =>
  (await riley.messages('@rekindle'))
    .map(saying)
    .filter((text) => text.includes('You wanted to be reminded'));

it('comes back on its day, once, with the card’s buttons; snoozed, it comes again; done, never', async () => {
  await riley.command('/candidate Amara Okafor', 'hiring');
  const card = await riley.lastMessage('Amara Okafor', 'hiring');
  await riley.click('Remind me', { channel: 'hiring', ts: card.ts });
  await riley.modal('Remind me');
  expect(await riley.submit({ Date: 'once upon a time' })).toMatchObject({ outcome: 'errors' });
  expect(await riley.submit({ Date: '', When: 'In 1 week', Note: 'Ask about the ledger' })).toMatchObject({
    outcome: 'closed',
  });
  await riley.lastMessage('I will remind you of *Amara Okafor* on', '@rekindle');

  await riley.command('/candidate Amara Okafor', 'hiring');
  await riley.lastMessage('Next follow-up', 'hiring');
  await days(5);
  expect(await told()).toHaveLength(0);
  await days(3);
  await days(1);
  expect(await told()).toHaveLength(1);
  const message = await riley.lastMessage('You wanted to be reminded', '@rekindle');
  expect(saying(message)).toContain('Ask about the ledger');

  await riley.click('Snooze', { channel: '@rekindle', ts: message.ts });
  await riley.modal('Remind me');
  expect(await riley.submit({ When: 'Tomorrow' })).toMatchObject({ outcome: 'closed' });
  await riley.until('the second time', async () => {
    await days(1);
    return (await told()).length === 2;
  });
  await riley.click('Done', { channel: '@rekindle', ts: message.ts });
  await riley.lastMessage('Done.', '@rekindle');
  await riley.command('/candidate reminders', 'hiring');
  await riley.lastMessage('You have no reminders', 'hiring');
  await days(30);
  expect(await told()).toHaveLength(2);
});
