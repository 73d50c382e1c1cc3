import { expect, it } from 'vitest';
import { managerSays, settle, settleLeft } from '../../src/roles/decide.ts';
import { postMatches } from '../../src/roles/post-matches.ts';
import { HARPER, rolesStory } from './deps.ts';

/** Slack takes longer for a message than somebody counts as alive, or is away for a while. */
const s = rolesStory();
type World = typeof s.t;

/** Slack answers this process nothing from now on. @returns how what was said meanwhile is answered */
function hold(world: World): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  world.slack.answers = promise;
  return () => {
    world.slack.answers = Promise.resolve();
    resolve();
  };
}

/** Lets a process settle a match. @returns once it waits for Slack: how to wait for it */
async function begun(world: World, id: string): Promise<() => Promise<void>> {
  const settling = settle(world.deps, id);
  settling.catch(() => undefined);
  await expect.poll(() => world.slack.asking).toBe(1);
  return () => settling;
}

async function shortlisted() {
  const [ana = ''] = await s.people(1);
  const role = await s.open();
  await postMatches(s.t.deps, role);
  const { _id: id } = await s.shortlist(role, ana);
  return { id, now: async () => s.t.deps.matches.byId(id) };
}

it('two ask the hiring manager: the question of the slower one goes', async () => {
  const { id, now } = await shortlisted();
  const answer = hold(s.t);
  const slow = await begun(s.t, id);
  s.later(40);
  await settleLeft(s.other.deps);
  answer();
  await slow();
  expect([s.t.said.removed, s.other.said.removed]).toEqual([['one asks'], []]);
  const match = await now();
  expect(match?.manager?.messages).toEqual([{ channelId: 'D0HARPER', ts: 'two asks' }]);
  expect(match?.due).toBeUndefined();
});

it('who fails after, or while, another one asks leaves it to them', async () => {
  const { id, now } = await shortlisted();
  const failFirst = hold(s.t);
  const first = await begun(s.t, id);
  s.later(40);
  const answerSecond = hold(s.other);
  const second = await begun(s.other, id);
  s.t.slack.isAway = true;
  failFirst();
  await expect(first()).rejects.toThrow('away');
  s.t.slack.isAway = false;
  answerSecond();
  await second();
  s.later(40);
  await settleLeft(s.t.deps);
  expect([s.t.said.asked, s.other.said.asked].map(({ length }) => length)).toEqual([0, 1]);
  expect((await now())?.manager?.messages).toEqual([{ channelId: 'D0HARPER', ts: 'two asks' }]);
});

it('who finds that another one is asking leaves it due: that one may die', async () => {
  const { id, now } = await shortlisted();
  await s.t.deps.matches.claimAsking(id, s.t.base.clock.now(), s.t.base.clock.now());
  await settle(s.other.deps, id);
  expect((await now())?.due).toBeDefined();
  s.later(40);
  await settleLeft(s.other.deps);
  expect(s.other.said.asked).toHaveLength(1);
  expect((await now())?.due).toBeUndefined();
});

it('what the hiring manager says before their message is known here stays said, and is not asked again', async () => {
  const { id, now } = await shortlisted();
  await s.t.deps.matches.claimAsking(id, s.t.base.clock.now(), s.t.base.clock.now());
  await managerSays(s.t.deps, { matchId: id, says: 'yes', by: HARPER });
  s.later(40);
  await settleLeft(s.other.deps);
  expect((await now())?.manager?.says).toBe('yes');
  expect([s.other.said.asked.length, s.other.said.words.length]).toEqual([0, 1]);
});

/** The hiring manager was asked, and has said yes; nobody knows of it yet. */
async function said() {
  const match = await shortlisted();
  await settle(s.t.deps, match.id);
  await managerSays(s.t.deps, { matchId: match.id, says: 'yes', by: HARPER });
  return match;
}

it('who dies while they tell the recruiter has told nobody: it is told later', async () => {
  const { id, now } = await said();
  const at = (await now())?.manager?.at ?? new Date(0);
  await s.t.deps.matches.claimWordTelling(id, at, s.t.base.clock.now(), s.t.base.clock.now());
  await settle(s.other.deps, id);
  expect(s.other.said.words).toEqual([]);
  s.later(40);
  await settleLeft(s.other.deps);
  await settleLeft(s.other.deps);
  expect(s.other.said.words).toHaveLength(1);
  expect((await now())?.due).toBeUndefined();
});

it('two tell the recruiter: the second message goes', async () => {
  const { id, now } = await said();
  // The messages in which it was asked are shown again without delay.
  const { showAsk } = s.t.deps.saying;
  s.t.deps.saying.showAsk = async ({ match }) => match.manager?.messages ?? [];
  const answer = hold(s.t);
  const slow = await begun(s.t, id);
  s.t.deps.saying.showAsk = showAsk;
  s.later(40);
  await settleLeft(s.other.deps);
  const toldAt = (await now())?.manager?.toldAt;
  answer();
  await slow();
  expect([s.t.said.removed, s.other.said.removed]).toEqual([['one tells'], []]);
  expect((await now())?.manager?.toldAt).toEqual(toldAt);
});
