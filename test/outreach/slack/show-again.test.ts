import { expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';

/** What stands in Slack about somebody: one message a draft, since only the newest is known when they are erased. */
const { person } = testApp();
const riley = person('riley');

async function add(name: string, email: string): Promise<void> {
  await riley.command(`/candidate add ${name} ${email}`, 'hiring');
  await riley.modal('Add candidate');
  expect(await riley.submit({ Skills: ['Go'] })).toMatchObject({ outcome: 'closed' });
}
const holding = async (text: string) =>
  (await riley.messages('@rekindle')).filter((message) => JSON.stringify(message).includes(text));

it('Show on App Home posts the message anew, and the old one is gone', { timeout: 60_000 }, async () => {
  await add('Nadia Show', 'nadia.show@example.com');
  await riley.command('/outreach nadia.show@example.com', 'hiring');
  await riley.modal('Draft outreach');
  await riley.submit({ Purpose: 'First contact' });
  const first = await riley.lastMessage(/Approve & send/, '@rekindle');
  await riley.openHome();
  await riley.until('the line', async () =>
    JSON.stringify(await riley.home()).includes('waits for your decision'),
  );
  await riley.click('Show', { home: true });
  await riley.until(
    'a new one',
    async () => (await riley.lastMessage(/Approve & send/, '@rekindle')).ts !== first.ts,
  );
  expect(await holding('Approve & send')).toHaveLength(1);
});
