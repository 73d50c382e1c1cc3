import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LocalWorkspace } from '#local/workspace.ts';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { createLogger } from '#platform/logger.ts';
import { slackClient } from '#platform/slack/create-slack.ts';
import { type ReminderDeps, remind, tellDue } from '../../src/reminders/remind.ts';
import { tellReminderIn } from '../../src/reminders/slack/register.ts';
import { reminderIndexes, reminderStore } from '../../src/reminders/store.ts';
import { testWorkspace } from '../local/workspace.ts';
import { testDatabase } from '../support/database.ts';
import { candidate } from '../support/outreach.ts';
import { person, saying } from '../support/person.ts';
import { type FaultySlack, type SlackBehaviour, startFaultySlack } from './slack-api.ts';

/** What is due while Slack's Web API answers badly: told when it is back, and by the sweep that recurs. */
const database = testDatabase();
let workspace: LocalWorkspace & { remove(): Promise<void> };
let slack: FaultySlack;
let deps: ReminderDeps;
let count = 0;
/** Milliseconds that the clock was moved. */
let ahead = 0;

beforeAll(async () => {
  workspace = await testWorkspace();
  slack = await startFaultySlack(workspace);
});
afterAll(async () => {
  slack?.close();
  await workspace?.remove();
});
beforeEach(async () => {
  await database.empty();
  await ensureIndexes(database.db(), [reminderIndexes]);
  const logger = createLogger('silent');
  deps = {
    reminders: reminderStore(database.db()),
    clock: { now: () => new Date(Date.now() + ahead) },
    logger,
    candidateById: async () => candidate(),
    tellReminder: tellReminderIn(slackClient(workspace.botToken, slack.apiUrl, logger, 500)),
  };
});

const told = async (note: string) =>
  (await person(workspace.url, 'riley').messages('@small'))
    .map(saying)
    .filter((said) => said.includes('You wanted') && said.includes(note)).length;

async function due(): Promise<string> {
  const note = `note ${++count}.`;
  const dueAt = new Date(deps.clock.now().getTime() - 1);
  const asked = { by: 'U0RILEY', timeZone: 'UTC', candidateId: 'x', note, dueAt, deliveryId: note };
  await remind(deps, asked);
  return note;
}

test.each<[SlackBehaviour, number]>([
  ['rate limited', 2],
  ['server error', 1],
  ['silent', 1],
])('%s: told once, by the client’s own repetition', async (behaviour, times) => {
  const note = await due();
  slack.next('chat.postMessage', ...Array<SlackBehaviour>(times).fill(behaviour));
  await tellDue(deps);
  expect(await told(note)).toBe(1);
  await tellDue(deps);
  expect(await told(note)).toBe(1);
});

test('cut in the middle of an answer: nobody knows whether it came, so it is told again, once', async () => {
  const note = await due();
  slack.next('chat.postMessage', 'cut');
  await tellDue(deps);
  expect(await told(note)).toBe(1);
  for (let times = 0; times < 3; times++) {
    ahead += 121_000;
    await tellDue(deps);
  }
  expect(await told(note)).toBe(2);
});
