import { expect, test } from 'vitest';
import { refer } from '../../src/referrals/refer.ts';
import { settle, settleOwed } from '../../src/referrals/settle.ts';
import { testDatabase } from '../support/database.ts';
import { freshReferralWorld } from './world.ts';

/** Slack takes longer for a message than a lease lasts. */
const w = freshReferralWorld(testDatabase());

/** Slack answers nothing from now on. @returns how what was said meanwhile is answered */
function hold(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  w.state.answers = promise;
  return resolve;
}

async function referred() {
  const made = await refer(w.deps, w.put({}));
  if ('refused' in made) throw new Error(made.refused.says);
  return { id: made._id, now: async () => w.deps.referrals.byId(made._id) };
}

/** Begins to settle it. @returns once one more message waits for Slack */
async function begun(id: string) {
  const { asking } = w.state;
  const settling = settle(w.deps, id);
  await expect.poll(() => w.state.asking).toBe(asking + 1);
  return { settling, by: (await w.deps.referrals.byId(id))?.lease?.by };
}

test('two post one message: the second goes, and whoever was too slow frees nobody else’s lease', async () => {
  const { id, now } = await referred();
  const answerFirst = hold();
  const first = await begun(id);
  w.at('2026-11-20T12:02:00Z');
  const answerSecond = hold();
  const second = await begun(id);
  answerFirst();
  await first.settling;
  expect((await now())?.lease?.by).toBe(second.by);
  await settleOwed(w.deps);
  answerSecond();
  await second.settling;
  const { messages = [], owed } = (await now()) ?? {};
  expect(owed).toEqual([]);
  const left = w.said.map((_, index) => `${index + 1}.0001`).filter((ts) => !w.state.removed.includes(ts));
  expect(messages.map(({ ts }) => ts).toSorted()).toEqual(left);
  expect(new Set(messages.map(({ what, to }) => `${what} ${to}`)).size).toBe(messages.length);
  expect(w.state.removed).toHaveLength(1);
});

test('what is owed once more meanwhile is not taken for done', async () => {
  const { id, now } = await referred();
  await settle(w.deps, id);
  const owe = () => w.deps.referrals.move(id, 'waiting', {}, { owed: ['show'], at: w.state.now });
  await owe();
  const answer = hold();
  const { settling } = await begun(id);
  w.at('2026-11-20T12:02:00Z');
  w.state.answers = Promise.resolve();
  await settleOwed(w.deps);
  expect((await now())?.owed).toEqual([]);
  await owe();
  // Somebody else is at it when the slow one comes back.
  await w.deps.referrals.claim(id, 'another', w.state.now, new Date('2026-11-20T12:03:00Z'));
  answer();
  await settling;
  expect(await now()).toMatchObject({ owed: ['show'], lease: { by: 'another' } });
});
