import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/candidates/candidate.ts';
import { capture } from '../../src/candidates/capture.ts';
import { changeCandidate } from '../../src/candidates/change.ts';
import { suppress } from '../../src/candidates/suppress.ts';
import { mergePeople, tendMerges, undoableMerges, undoMerge } from '../../src/duplicates/merging.ts';
import { allTouchpoints, historyPage } from '../../src/engagement/history.ts';
import { recordTouchpoint } from '../../src/engagement/record.ts';
import { KINDS, type Kind } from '../../src/engagement/touchpoint.ts';
import { capturing, type profile } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';
import { dyingAfter } from '../support/dying.ts';
import { duplicatesWorld } from './world.ts';

const database = testDatabase();
let deps: Awaited<ReturnType<typeof duplicatesWorld>>;
beforeEach(async () => {
  await database.empty();
  deps = await duplicatesWorld(database.db());
});

const RILEY = 'U0RILEY';
type Typed = Parameters<typeof profile>[0];

async function add(typed: Typed): Promise<string> {
  const captured = await capture(deps, capturing(typed));
  if (captured.outcome !== 'added') throw new Error('known');
  return captured.candidate._id;
}

/** A record without what counts its changes. */
async function bare(id: string) {
  const record = await deps.joining.record(id);
  if (!record) return null;
  const { revision: _r, updatedAt: _u, duplicatesDue: _d, stageMoved: _s, engagement, ...rest } = record;
  const { revision: _e, ...facts } = engagement;
  return { ...rest, engagement: facts };
}

const touch = (candidateId: string, name: string, kind: Kind, daysAgo: number) =>
  recordTouchpoint(deps, {
    _id: name,
    candidateId,
    kind,
    direction: kind === 'message sent' ? 'out' : 'in',
    at: new Date(deps.clock.now().getTime() - daysAgo * 86_400_000),
    by: RILEY,
    ...(kind === 'replied' && { sentiment: 'positive' as const }),
  });

const edit = (id: string, derive: (current: Candidate) => Partial<Candidate>) =>
  changeCandidate(deps, id, { by: RILEY, action: 'candidate edited', surface: 'test' }, derive as never);

const words = fc.uniqueArray(fc.constantFrom('Go', 'Rust', 'Python', 'SQL', 'Figma'), { maxLength: 3 });
const maybe = (...values: string[]) => fc.constantFrom('', ...values);
const typed = fc.record({
  headline: maybe('Engineer', 'Designer'),
  company: maybe('Acme', 'Initech'),
  location: maybe('Austin, US', 'Berlin'),
  skills: words,
  tags: words,
  interests: words,
  owner: fc.constantFrom(null, RILEY, 'U0HARPER'),
});
const history = fc.array(
  fc.record({
    kind: fc.constantFrom(...(Object.keys(KINDS) as Kind[])),
    daysAgo: fc.integer({ min: 0, max: 900 }),
  }),
  { maxLength: 6 },
);

describe('a merge', () => {
  it('keeps every touchpoint, and undone both are as they were, whatever they were', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        typed,
        typed,
        history,
        history,
        fc.boolean(),
        async (a, b, pastA, pastB, isOptedOut) => {
          round++;
          const first = await add({ ...a, name: 'Jon Baker', email: `jon${round}@one.example` });
          const second = await add({ ...b, name: 'John Baker', email: `john${round}@two.example` });
          if (isOptedOut)
            await edit(second, () => ({
              suppressions: [{ reason: 'opted out', at: deps.clock.now(), by: 'candidate' }],
              stage: 'alumni',
              snoozedUntil: deps.clock.now(),
            }));
          for (const [i, { kind, daysAgo }] of pastA.entries())
            await touch(first, `a${round}:${i}`, kind, daysAgo);
          for (const [i, { kind, daysAgo }] of pastB.entries())
            await touch(second, `b${round}:${i}`, kind, daysAgo);
          const before = [await bare(first), await bare(second)];
          const merge = await mergePeople(deps, [second, first], RILEY);
          const one = await deps.candidates.byId(merge.survivor);
          const gone = merge.other;

          expect(await deps.joining.record(gone)).toBeNull();
          expect(await deps.candidates.byId(gone)).toMatchObject({ _id: merge.survivor });
          expect(one?.emails.toSorted()).toEqual([`john${round}@two.example`, `jon${round}@one.example`]);
          expect(one?.suppressions).toHaveLength(isOptedOut ? 1 : 0);
          const ids = [
            ...pastA.map((_, i) => `a${round}:${i}`),
            ...pastB.map((_, i) => `b${round}:${i}`),
          ].toSorted();
          for (const id of [first, second])
            expect((await allTouchpoints(deps, id)).map(({ _id }) => _id).toSorted()).toEqual(ids);
          expect((await historyPage(deps, merge.survivor, null, 50)).total).toBe(ids.length);

          await undoMerge(deps, merge._id, RILEY);
          expect([await bare(first), await bare(second)]).toEqual(before);
          expect((await allTouchpoints(deps, first)).length).toBe(pastA.length);
          expect((await allTouchpoints(deps, second)).length).toBe(pastB.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps the earliest source and the heat of both', async () => {
    const first = await add({ email: 'jon@one.example', source: 'Event' });
    await touch(first, 'call', 'call', 0);
    deps.move(10);
    const second = await add({ email: 'john@two.example', source: 'Referral' });
    await touch(second, 'meeting', 'meeting', 0);
    const { survivor } = await mergePeople(deps, [second, first], RILEY);
    const one = await deps.candidates.byId(survivor);
    expect(one?.source.kind).toBe('Event');
    expect(one?.engagement.heat).toBeGreaterThan(merge0(await deps.merges.undoable(first, new Date(0))));
  });

  it('undone, keeps what people have changed since on the one that stayed', async () => {
    const first = await add({ email: 'jon@one.example', skills: ['Go'] });
    const second = await add({ email: 'john@two.example', skills: ['Rust'], headline: 'Engineer' });
    const { _id, survivor } = await mergePeople(deps, [first, second], RILEY);
    await edit(survivor, ({ skills }) => ({ skills: [...skills, 'SQL'], owner: 'U0HARPER' }));
    await touch(second, 'late', 'call', 0);
    await undoMerge(deps, _id, RILEY);
    const one = await deps.joining.record(survivor);
    expect(one).toMatchObject({ skills: ['Go', 'SQL'], owner: 'U0HARPER', headline: null });
    const other = await deps.joining.record(second);
    expect(other).toMatchObject({ skills: ['Rust'], emails: ['john@two.example'] });
    // What came to the old id while they were one belongs to it.
    expect((await allTouchpoints(deps, second)).map(({ _id }) => _id)).toEqual(['late']);
    expect(other?.engagement.lastAt).toEqual(deps.clock.now());
  });

  it('can be undone for 30 days, once, and not below a later merge', async () => {
    const first = await add({ email: 'a@one.example' });
    deps.move(1);
    const second = await add({ email: 'b@one.example' });
    deps.move(1);
    const third = await add({ email: 'c@one.example' });
    const inner = await mergePeople(deps, [second, third], RILEY);
    const outer = await mergePeople(deps, [first, second], RILEY);
    expect((await deps.candidates.byId(third))?._id).toBe(first);
    await expect(undoMerge(deps, inner._id, RILEY)).rejects.toThrow('undo that merge first');
    await undoMerge(deps, outer._id, RILEY);
    await expect(undoMerge(deps, outer._id, RILEY)).rejects.toThrow('undone already');
    expect((await deps.candidates.byId(third))?._id).toBe(second);
    expect(await undoableMerges(deps, second)).toHaveLength(1);
    deps.move(30);
    await expect(undoMerge(deps, inner._id, RILEY)).rejects.toThrow('30 days');
    await tendMerges(deps);
    expect(await deps.merges.byId(inner._id)).toBeNull();
  });

  it('of the same two by two people at once happens once', async () => {
    const first = await add({ email: 'a@one.example' });
    const second = await add({ email: 'b@one.example' });
    const done = await Promise.allSettled([
      mergePeople(deps, [first, second], RILEY),
      mergePeople(deps, [second, first], 'U0HARPER'),
    ]);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await deps.candidates.byId(first))?.emails).toEqual(['a@one.example', 'b@one.example']);
  });

  it('leaves an address to whoever has it by now when it is undone', async () => {
    const first = await add({ email: 'a@one.example' });
    const second = await add({ email: 'b@one.example', phone: '+15125550100' });
    const { _id, survivor } = await mergePeople(deps, [first, second], RILEY);
    await edit(survivor, () => ({ emails: ['a@one.example'] }));
    const newcomer = await add({ email: 'b@one.example' });
    await undoMerge(deps, _id, RILEY);
    expect(await deps.joining.record(second)).toMatchObject({ emails: [], phones: ['+15125550100'] });
    expect(await deps.joining.record(newcomer)).toMatchObject({ emails: ['b@one.example'] });
  });
});

/** Heat of the record that stayed, before the merge. */
function merge0([merge]: { before: { survivor: Candidate } }[]): number {
  return merge?.before.survivor.engagement.heat ?? Number.POSITIVE_INFINITY;
}

describe('a process that dies in the middle', () => {
  /** Stores whose call number `at` and all behind it fail, as if the process were gone. */
  function dying(at: number) {
    const failing = dyingAfter(at);
    const { joining, merges, pairs, candidates, touchpoints } = deps;
    return {
      ...deps,
      joining: failing(joining),
      merges: failing(merges),
      pairs: failing(pairs),
      candidates: failing(candidates),
      touchpoints: failing(touchpoints),
    };
  }

  it.each(Array.from({ length: 30 }, (_, at) => at))(
    'after %i calls of the database, both ways',
    async (at) => {
      const first = await add({ email: 'a@one.example', skills: ['Go'] });
      const second = await add({ email: 'b@one.example', skills: ['Rust'] });
      await touch(first, 'one', 'call', 1);
      await touch(second, 'two', 'replied', 2);
      const before = [await bare(first), await bare(second)];
      await mergePeople(dying(at), [first, second], RILEY).catch(() => {});
      // Whoever writes to either of them at this moment finds somebody.
      for (const id of [first, second]) expect(await deps.candidates.byId(id)).not.toBeNull();
      deps.move(1);
      await tendMerges(deps);
      const [merge] = await deps.merges.about([first]);
      if (!merge) {
        // It died before anything was begun.
        expect([await bare(first), await bare(second)]).toEqual(before);
        return;
      }
      expect(merge.state).toBe('merged');
      expect(await deps.candidates.byId(second)).toMatchObject({ _id: first, skills: ['Go', 'Rust'] });
      expect((await deps.candidates.byId(first))?.engagement.lastAnswer).not.toBeNull();

      await undoMerge(dying(at), merge._id, RILEY).catch(() => {});
      for (const id of [first, second]) expect(await deps.candidates.byId(id)).not.toBeNull();
      deps.move(1);
      await tendMerges(deps);
      const after = await deps.merges.byId(merge._id);
      if (after?.state === 'merged') await undoMerge(deps, merge._id, RILEY);
      expect([await bare(first), await bare(second)]).toEqual(before);
    },
  );
});

it('an opt-out that came while two were one holds for both when they are two again', async () => {
  const ids = [await add({ email: 'ana@example.com' }), await add({ email: 'ana@work.example' })] as const;
  const { _id } = await mergePeople(deps, ids, RILEY);
  await suppress(deps, ids[1], 'opted out', 'candidate');
  await undoMerge(deps, _id, RILEY);
  for (const id of ids)
    expect((await deps.joining.record(id))?.suppressions).toMatchObject([{ reason: 'opted out' }]);
});

it.each(['merged', 'undone'])(
  'an opt-out in the moment in which they are being %s reaches somebody and stays',
  async (moment) => {
    const first = await add({ email: 'ana@example.com' });
    const second = await add({ email: 'ana@work.example' });
    const optOut = () => suppress(deps, second, 'opted out', 'candidate');
    // Right behind the write that takes one away from under its id.
    const { joining } = deps;
    const inBetween = (name: 'takeOut' | 'rewrite') => ({
      ...deps,
      joining: {
        ...joining,
        [name]: async (...args: never[]) => {
          const done: unknown = await (joining[name] as (...all: never[]) => Promise<unknown>)(...args);
          await optOut();
          return done;
        },
      },
    });
    const { _id } = await mergePeople(
      moment === 'merged' ? inBetween('takeOut') : deps,
      [first, second],
      RILEY,
    );
    if (moment === 'undone') await undoMerge(inBetween('rewrite'), _id, RILEY);
    const said = await Promise.all([first, second].map((id) => deps.candidates.byId(id)));
    expect(said.flatMap((one) => one?.suppressions ?? []).map(({ reason }) => reason)).toContain('opted out');
  },
);
