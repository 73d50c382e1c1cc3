import { describe, expect, it } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { cancelImport, giveUpOldImports, workOffImports } from '../../src/imports/run.ts';
import { capturing } from '../candidates/world.ts';
import { dyingAfter } from '../support/dying.ts';
import { broken, GREENHOUSE, linkedIn } from './files.ts';
import { counts, importWorld, type World } from './world.ts';

const t = importWorld();

describe('joining', () => {
  it('fills what is empty, overwrites nothing, and the same file twice changes nothing', async () => {
    await capture(
      t.deps,
      capturing({ name: 'Ana P.', email: 'ana@example.com', company: 'Acme', source: 'Event' }),
    );
    const first = await t.imported(GREENHOUSE);
    expect(first.counts).toEqual(counts({ new: 1, updated: 1, refused: 1 }));
    const [ana] = await t.find('ana@example.com');
    expect(ana).toMatchObject({
      name: 'Ana P.',
      company: 'Acme',
      headline: 'Backend Engineer',
      source: { kind: 'Event' },
    });
    const before = JSON.stringify(await t.db().collection('candidates').find().sort({ _id: 1 }).toArray());
    const touchpoints = await t.db().collection('touchpoints').countDocuments();
    const second = await t.imported(GREENHOUSE);
    expect(second.counts).toEqual(counts({ unchanged: 2, refused: 1 }));
    expect(JSON.stringify(await t.db().collection('candidates').find().sort({ _id: 1 }).toArray())).toBe(
      before,
    );
    expect(await t.db().collection('touchpoints').countDocuments()).toBe(touchpoints);
  });

  it('joins rows of one file too, within a batch and over batches', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, i) => `Ana Lee,ana${i % 3}@example.com,https://linkedin.com/in/ana${i % 3}`,
    );
    t.deps.batchSize = 7;
    const one = await t.imported(`Candidate Name,Primary Email Address,LinkedIn URL\n${rows.join('\n')}\n`);
    expect(one.counts).toEqual(counts({ new: 3, unchanged: 27 }));
    expect(await t.total()).toBe(3);
  });
});

describe('a process that dies', () => {
  /** The same t.deps, whose call number `at` of a store and all behind it fail. */
  function dying(at: number): World {
    const failing = dyingAfter(at, ['copy']);
    const { imports, candidates, touchpoints, vocabulary, audit } = t.deps;
    return {
      ...t.deps,
      imports: failing(imports),
      candidates: failing(candidates),
      touchpoints: failing(touchpoints),
      vocabulary: failing(vocabulary),
      audit: failing(audit),
    };
  }

  it.each(Array.from({ length: 45 }, (_, at) => at))(
    'after %i calls of the database: the counts are the same',
    async (at) => {
      t.deps.batchSize = 15;
      const text = broken().split('\n').slice(0, 61).join('\n');
      const id = await t.plan(text);
      await workOffImports(dying(at)).catch((error: Error) => expect(error.message).toBe('dead'));
      let now = t.deps.clock.now().getTime();
      t.deps = { ...t.deps, clock: { now: () => new Date(now) }, processId: 'two' };
      now += 120_000;
      await workOffImports(t.deps);
      await giveUpOldImports(t.deps);
      expect(await t.deps.imports.byId(id)).toMatchObject({
        state: 'done',
        copyId: null,
        counts: counts({ new: 57, refused: 3 }),
      });
      expect(await t.total()).toBe(57);
      expect(await t.db().collection('import_refusals').countDocuments()).toBe(0);
    },
  );

  it('two processes never work on one import at once', async () => {
    t.deps.batchSize = 10;
    const id = await t.plan(linkedIn(100));
    await Promise.all([workOffImports(t.deps), workOffImports({ ...t.deps, processId: 'two' })]);
    expect(await t.deps.imports.byId(id)).toMatchObject({ state: 'done', counts: counts({ new: 100 }) });
  });
});

it('stops when somebody cancels it; what is in stays in', async () => {
  t.deps.batchSize = 10;
  const id = await t.plan(linkedIn(100));
  let calls = 0;
  const original = t.deps.erasedAmong;
  t.deps.erasedAmong = async (keys) => {
    // It is asked twice a batch: this is in the fourth.
    if (++calls === 7) await cancelImport(t.deps, id, 'U0RILEY');
    return original(keys);
  };
  await workOffImports(t.deps);
  expect(await t.deps.imports.byId(id)).toMatchObject({ state: 'cancelled', counts: counts({ new: 30 }) });
  expect(await t.total()).toBe(30);
});

it('doesn’t bring back who is erased while their batch is being written', async () => {
  const ids: string[] = [];
  const { byKeys } = t.deps.candidates;
  const erased = new Set<string>();
  t.deps.erasedAmong = async (keys) => new Set(keys.filter((key) => erased.has(key)));
  await capture(t.deps, capturing({ name: 'Ana P.', email: 'ana@example.com', company: 'Acme' }));
  t.deps.candidates = {
    ...t.deps.candidates,
    async byKeys(keys) {
      const found = await byKeys(keys);
      // As privacy/erase.ts does it: the hash first, then the record.
      if (ids.length === 0)
        for (const { _id, keys: own } of found) {
          ids.push(_id);
          for (const key of own) erased.add(key);
          await t.db().collection<{ _id: string }>('candidates').deleteOne({ _id });
        }
      return found;
    },
  };
  await t.imported(GREENHOUSE);
  expect(ids).toHaveLength(1);
  expect(await t.find('ana@example.com')).toEqual([]);
  expect(await t.db().collection('touchpoints').countDocuments({ candidateId: ids[0] })).toBe(0);
});
