import { beforeEach, expect, test } from 'vitest';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { type CaptureDeps, capture } from '../../src/candidates/capture.ts';
import { candidateById } from '../../src/candidates/find.ts';
import type { BulkEnrolment } from '../../src/nurture/bulk-enrolment.ts';
import { bulkEnrolmentIndexes, bulkEnrolmentStore } from '../../src/nurture/bulk-enrolment-store.ts';
import { type BulkDeps, planBulk, workOffBulks } from '../../src/nurture/enrol-many.ts';
import type { Sequence } from '../../src/nurture/sequence.ts';
import { enrolmentIndexes, enrolmentStore, sequenceIndexes, sequenceStore } from '../../src/nurture/store.ts';
import { profile, world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';
import { RILEY, takingMailer, testOutreach, testPeople } from '../support/outreach.ts';

/** Everybody of a search or a pool into a sequence, on the real engine. */
const database = testDatabase();
let deps: BulkDeps & CaptureDeps;
let told: { counts: BulkEnrolment['counts']; sequence: string; isCut: boolean; problem: string | null }[];
let wait: (ms: number) => void;
const SEQUENCE: Sequence = {
  _id: 'sequence1',
  name: 'Hello again',
  key: 'hello again',
  audience: '',
  owner: { id: RILEY, name: 'Riley Park', timeZone: 'America/Chicago' },
  steps: [
    {
      id: 'step1',
      kind: 'message',
      delayDays: 1,
      variants: [{ subject: 'Hello', message: 'Hello' }],
      withoutApproval: null,
    },
  ],
  stopAt: null,
  state: 'active',
  revision: 0,
  createdBy: RILEY,
  createdAt: new Date('2026-11-20T12:00:00Z'),
  deletedAt: null,
};

beforeEach(async () => {
  await database.empty();
  const db = database.db();
  await ensureIndexes(db, [sequenceIndexes, enrolmentIndexes, bulkEnrolmentIndexes]);
  const base = await world(db);
  const people = { ...testPeople([]), byId: (id: string) => candidateById(base, id) };
  const outreach = await testOutreach(db, { people, mailer: takingMailer() });
  wait = outreach.wait;
  told = [];
  deps = {
    ...base,
    clock: outreach.clock,
    outreach,
    sequences: sequenceStore(db),
    enrolments: enrolmentStore(db),
    bulks: bulkEnrolmentStore(db),
    poolAsked: async (query) => (query === 'pool:one' ? 'pool1' : null),
    tellTask: async () => {},
    tellBulk: async ({ counts }, done) => void told.push({ counts, ...done }),
  };
  await deps.sequences.insert(SEQUENCE);
});

async function add(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const captured = await capture(deps, {
      profile: profile({ email: `p${index}@example.com`, skills: ['Python'] }),
      by: RILEY,
      surface: 'test',
    });
    if (captured.outcome === 'added') ids.push(captured.candidate._id);
  }
  return ids;
}
const plan = (id = 'd1') =>
  planBulk(deps, {
    _id: id,
    sequence: 'sequence1',
    query: 'skill:python',
    by: RILEY,
    timeZone: 'UTC',
  });
const enrolments = () => database.db().collection('enrolments').find().toArray();

test('the process dies in the middle: another one goes on, nobody is in it twice, and the counts are right', async () => {
  await add(130);
  await plan();
  await plan();
  let left = 70;
  const dying: BulkDeps = {
    ...deps,
    enrolments: {
      ...deps.enrolments,
      async insert(enrolment) {
        if (left-- <= 0) throw new Error('killed');
        return deps.enrolments.insert(enrolment);
      },
    },
  };
  await expect(workOffBulks(dying)).rejects.toThrow('killed');
  expect(await enrolments()).toHaveLength(70);
  // Its lease holds for a minute.
  await workOffBulks(deps);
  expect(told).toEqual([]);
  wait(61_000);
  await Promise.all([workOffBulks(deps), workOffBulks(deps)]);
  const all = await enrolments();
  expect(all).toHaveLength(130);
  expect(new Set(all.map(({ candidateId }) => candidateId)).size).toBe(130);
  expect(told).toEqual([
    {
      counts: { enrolled: 130, already: 0, refused: 0 },
      sequence: 'Hello again',
      isCut: false,
      problem: null,
    },
  ]);
  await plan('d2');
  await workOffBulks(deps);
  expect(told.at(-1)?.counts).toEqual({ enrolled: 0, already: 130, refused: 0 });
});

test('who left after the crash is not put in again; who may not be written to is refused; 500 are the most', async () => {
  const [first] = await add(502);
  await database
    .db()
    .collection<{ _id: string }>('candidates')
    .updateOne(
      { _id: first ?? '' },
      { $set: { suppressions: [{ reason: 'opted out', at: new Date(), by: 'x' }] } },
    );
  await plan();
  const dying: BulkDeps = {
    ...deps,
    bulks: { ...deps.bulks, progress: async () => Promise.reject(new Error('killed')) },
  };
  await expect(workOffBulks(dying)).rejects.toThrow('killed');
  const [one] = (await enrolments()) as unknown as { _id: string }[];
  await deps.enrolments.stop(one?._id ?? '', 'answered', deps.clock.now());
  wait(61_000);
  await workOffBulks(deps);
  expect(told[0]?.isCut).toBe(true);
  const { enrolled = 0, refused = 0 } = told[0]?.counts ?? {};
  expect(enrolled + refused).toBe(500);
  expect(refused).toBeLessThanOrEqual(1);
  expect(await enrolments()).toHaveLength(enrolled);
}, 120_000);

test('a sequence that is deleted meanwhile, a question that makes no sense any more: said, and nothing stays behind', async () => {
  await add(1);
  await planBulk(deps, { _id: 'd1', sequence: 'sequence1', query: 'pool:gone', by: RILEY, timeZone: 'UTC' });
  await planBulk(deps, { _id: 'd2', sequence: 'gone', query: 'skill:python', by: RILEY, timeZone: 'UTC' });
  await workOffBulks(deps);
  expect(told.map(({ problem }) => problem ?? '').toSorted()).toEqual([
    'The sequence was deleted meanwhile.',
    'There is no pool called “gone”.',
  ]);
  expect(await database.db().collection('bulk_enrolments').countDocuments()).toBe(0);
});
