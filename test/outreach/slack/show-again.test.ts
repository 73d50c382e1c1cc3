import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonClient, person } from '../../support/person.ts';
import { startRekindle } from '../../support/rekindle.ts';

/** What stands in Slack about somebody: one message a draft, since only the newest is known when they are erased. */
let app: Awaited<ReturnType<typeof startRekindle>>;
let riley: PersonClient;
beforeAll(async () => {
  app = await startRekindle();
  riley = person(app.localUrl ?? '', 'riley');
}, 60_000);
afterAll(() => app?.remove());

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
