import { afterEach, beforeEach, expect, it } from 'vitest';
import { deliveries } from '#platform/slack/deliveries.ts';
import type { ViewAnswer } from '#platform/slack/surface.ts';
import { plain, testWorkspace } from '../../local/workspace.ts';
import { testDatabase } from '../../support/database.ts';
import { person, saying, until } from '../../support/person.ts';
import { slackProcess } from '../../support/slack-process.ts';

/** A submission whose connection ends before it is acknowledged. */
const database = testDatabase();
let workspace: Awaited<ReturnType<typeof testWorkspace>>;
let running: ReturnType<typeof listening>;
const riley = () => person(workspace.url, 'riley');

beforeEach(async () => {
  await database.empty();
  // Long enough for the delivery over the next connection, which a client waits 5 seconds to make.
  workspace = await testWorkspace({ ackTimeoutMs: 9_000 });
});
afterEach(async () => {
  await running.stop();
  await workspace.remove();
});

/** A process whose one modal is answered when a test says so. */
function listening(options: { anotherHasIt?: boolean } = {}) {
  const handled = deliveries(database.db(), { now: () => new Date() });
  const connection = slackProcess({
    workspace,
    deliveries: {
      ...handled,
      async takeUp(key) {
        if (options.anotherHasIt && key.startsWith('view:')) await handled.takeUp(key);
        return await handled.takeUp(key);
      },
    },
  });
  const answer = Promise.withResolvers<ViewAnswer>();
  let begun = 0;
  connection.surface.command('/small', 'use', async (request) => {
    await request.openModal({
      type: 'modal',
      callback_id: 'kept',
      title: plain('Kept'),
      submit: plain('Save'),
      blocks: [
        {
          type: 'input',
          block_id: 'name',
          label: plain('Full name'),
          element: { type: 'plain_text_input', action_id: 'name' },
        },
      ],
    });
  });
  connection.surface.view('kept', 'use', () => {
    begun += 1;
    return answer.promise;
  });
  return { ...connection, answer, begun: () => begun };
}

/** @param heldMs how long the connection has been there: one of a second is made anew at once when it ends */
async function submitted(heldMs = 0) {
  await running.start();
  const since = performance.now();
  await until('a good connection', async () => performance.now() - since >= heldMs);
  await riley().command('/small');
  await riley().modal('Kept');
  return riley().submit({ 'Full name': 'Ana' });
}

const told = async () =>
  (await riley().messages('@small')).map(saying).filter((said) => said.includes('“Kept”'));

it('at a stop: what came of it is told, since its acknowledgement can’t be any more', async () => {
  running = listening();
  const submitting = submitted();
  await until('its handling', async () => running.begun() === 1);
  await running.stop();
  running.answer.resolve({ close: true });
  await running.running.settled(10_000);
  expect(await told()).toEqual([
    '“Kept” took too long for Slack, but it is done: you don’t need to submit it again.',
  ]);
  expect((await submitting).outcome).toBe('failed');
}, 40_000);

it('is answered over the next connection, and nothing is told', async () => {
  running = listening();
  const submitting = submitted(1_200);
  await until('its handling', async () => running.begun() === 1);
  workspace.refreshConnections();
  // Only for some milliseconds.
  while (running.connected()) await new Promise((resolve) => setImmediate(resolve));
  running.answer.resolve({ close: true });
  expect((await submitting).outcome).toBe('closed');
  await running.running.settled(10_000);
  expect(running.begun()).toBe(1);
  expect(running.log.join('')).toContain('an acknowledgement was lost with its connection');
  expect(await told()).toEqual([]);
}, 40_000);

it('that another process has taken up is not answered here, however often it comes', async () => {
  running = listening({ anotherHasIt: true });
  const submitting = submitted();
  const taken = () =>
    database
      .db()
      .collection('deliveries')
      .countDocuments({ _id: /^view:/ as never });
  await until('the first delivery', async () => (await taken()) === 1);
  workspace.refreshConnections();
  expect((await submitting).outcome).toBe('failed');
  expect(running.begun()).toBe(0);
  expect((await riley().modal('Kept')).values['name']?.['name']?.['value']).toBe('Ana');
}, 40_000);
