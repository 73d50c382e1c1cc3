import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mailer, SendResult } from '#platform/mail/mailer.ts';
import { approve, confirmArrived, sendAgain } from '../../../src/outreach/deciding/approve.ts';
import { discard, edit, rewrite } from '../../../src/outreach/deciding/revise.ts';
import { writeDraft } from '../../../src/outreach/drafting/write-draft.ts';
import { sendDraft } from '../../../src/outreach/sending/send.ts';
import { sweepDrafts } from '../../../src/outreach/sweep.ts';
import { testDatabase } from '../../support/database.ts';
import {
  candidate,
  mustBe,
  type TestOutreach,
  testOutreach,
  testPeople,
  waitingDraft,
} from '../../support/outreach.ts';

const database = testDatabase();

/** The process is gone: whatever it wanted to do next does not happen. */
class Killed extends Error {}

/** Kills the process at its nth step, a step being one call to the database, the mail server or the history. */
interface Fuse {
  left: number;
}

/** Wraps every function of a part, so that the process can die before and after each of its steps. */
function mortal<T extends object>(part: T, fuse: Fuse): T {
  return new Proxy(part, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        if (fuse.left-- <= 0) throw new Killed();
        const result: unknown = await Reflect.apply(value, target, args);
        if (fuse.left-- <= 0) throw new Killed();
        return result;
      };
    },
  });
}

type Server = 'accept' | 'refuse' | 'take and hang up';

interface World {
  deps: TestOutreach;
  server: { behaves: Server };
  /** Messages that the mail server has taken. */
  taken: string[];
  /** Times that a person said: send it (for the first time, or again). */
  goAheads: number;
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant('approve' as const) },
  { weight: 5, arbitrary: fc.constant('send' as const) },
  { weight: 3, arbitrary: fc.constant('sweep' as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'edit',
      'rewrite',
      'write',
      'discard',
      'arrived',
      'again',
      'minute',
      'day' as const,
    ),
  },
);
const act = fc.record({
  what: step,
  by: fc.constantFrom('UANA', 'UBEN'),
  version: fc.integer({ min: 1, max: 3 }),
  server: fc.constantFrom<Server>('accept', 'accept', 'refuse', 'take and hang up'),
  /** Steps that the process lives; most live to the end. */
  lives: fc.oneof(fc.constant(1_000), fc.integer({ min: 0, max: 14 })),
  /** Whether a second process does the same in the same moment. */
  twice: fc.boolean(),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

test('random decisions by two people, with processes that die at any step: never twice', async () => {
  const seen = { kills: 0, sent: 0, unclear: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 25 }), async (acts) => {
      await database.empty();
      const world = await newWorld();
      const draft = await waitingDraft(world.deps, [...world.deps.people.candidates.keys()][0] ?? '');
      for (const one of acts) {
        const before = await mustBe(world.deps, draft._id);
        const results = await Promise.allSettled(
          (one.twice ? ['p1', 'p2'] : ['p1']).map((processId) => play(world, draft._id, one, processId)),
        );
        for (const result of results)
          if (result.status === 'rejected') {
            if (!(result.reason instanceof Killed)) throw result.reason;
            seen.kills++;
          }
        const { state, approval } = await mustBe(world.deps, draft._id);
        // Counted by what is in the database: a process may die right after a decision was kept. Of two people
        // who approve in the same moment one is late, so an act holds one go-ahead at most.
        if (approval && approval.at.getTime() !== before.approval?.at.getTime()) world.goAheads++;
        world.deps.wait(1);
        if (state === 'sent') seen.sent++;
        if (state === 'unclear') seen.unclear++;
        // The heart of it: no message without a person's go-ahead of its own.
        expect(world.taken.length).toBeLessThanOrEqual(world.goAheads);
      }
      // However it ended: when nobody dies any more and nobody decides, nothing more goes out than was approved.
      // Days, since what a mail server puts off in the evening waits for the next working day.
      for (let day = 0; day < 8; day++) {
        world.deps.wait(86_400_000);
        await sweepDrafts(world.deps);
        await sweepDrafts(world.deps);
      }
      const end = await mustBe(world.deps, draft._id);
      expect(world.taken.length).toBeLessThanOrEqual(world.goAheads);
      expect(['approved', 'sending', 'drafting']).not.toContain(end.state);
      expect(end.unrecorded).toEqual([]);
      const recorded = world.deps.people.touchpoints.filter(({ kind }) => kind === 'message sent').length;
      expect(recorded).toBe(end.state === 'sent' ? 1 : 0);
    }),
    { numRuns: 90 },
  );
  // The property says nothing if these never happened.
  expect(seen.kills).toBeGreaterThan(10);
  expect(seen.sent).toBeGreaterThan(10);
  expect(seen.unclear).toBeGreaterThan(5);
}, 60_000);

async function newWorld(): Promise<World> {
  const taken: string[] = [];
  const server: World['server'] = { behaves: 'accept' };
  const mailer: Mailer = {
    async send(mail): Promise<SendResult> {
      if (server.behaves === 'refuse')
        return { outcome: 'refused', code: 451, permanent: false, aboutReceiver: false, reason: 'later' };
      taken.push(mail.messageId);
      return server.behaves === 'accept'
        ? { outcome: 'accepted', response: '250' }
        : { outcome: 'unclear', reason: 'The connection broke off.' };
    },
    ping: async () => true,
    close() {},
  };
  const deps = await testOutreach(database.db(), { people: testPeople([candidate()]), mailer });
  return { deps, server, taken, goAheads: 0 };
}

async function play(world: World, draftId: string, one: Act, processId: string): Promise<void> {
  const fuse: Fuse = { left: one.lives };
  world.server.behaves = one.server;
  const deps = {
    ...world.deps,
    processId,
    drafts: mortal(world.deps.drafts, fuse),
    people: mortal(world.deps.people, fuse),
    mailer: mortal(world.deps.mailer, fuse),
  };
  const on = { draftId, version: one.version, by: one.by, isRecruiter: true, confirmed: ['checks'] };
  switch (one.what) {
    case 'approve':
    case 'again': {
      const go = one.what === 'approve' ? approve : sendAgain;
      await go(deps, on);
      return;
    }
    case 'send':
      return sendDraft(deps, draftId);
    case 'sweep':
      return sweepDrafts(deps);
    case 'edit':
      await edit(deps, { ...on, subject: 'Other', body: 'Other words', insists: true });
      return;
    case 'rewrite':
      await rewrite(deps, { ...on, instruction: 'shorter' });
      return;
    case 'write':
      return writeDraft(deps, draftId);
    case 'discard':
      await discard(deps, on);
      return;
    case 'arrived':
      await confirmArrived(deps, on);
      return;
    case 'minute':
      world.deps.wait(60_000);
      return;
    case 'day':
      world.deps.wait(86_400_000);
      return;
  }
}
