import { beforeEach, expect, test } from 'vitest';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { capture } from '../../src/candidates/capture.ts';
import { candidateById } from '../../src/candidates/find.ts';
import { joiningStore } from '../../src/candidates/joining-store.ts';
import { recordTouchpoint } from '../../src/engagement/record.ts';
import type { Kind } from '../../src/engagement/touchpoint.ts';
import type { Enrolment } from '../../src/nurture/enrolment.ts';
import { enrolmentIndexes, enrolmentStore } from '../../src/nurture/store.ts';
import { noteEnrolments } from '../../src/reengagement/note.ts';
import {
  forgetReengaged,
  rateInWords,
  recoveredRate,
  settleReengagements,
} from '../../src/reengagement/rate.ts';
import { hadGoneCold } from '../../src/reengagement/reengagement.ts';
import { reengagementIndexes, reengagementStore } from '../../src/reengagement/store.ts';
import { profile, world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';

/** Who was turned to after they had gone cold, and who came back, on the real engine. */
const database = testDatabase();
const DAY_MS = 86_400_000;
const START = new Date('2026-11-20T12:00:00Z').getTime();
let now = START;
let number = 0;

const setUp = async () => {
  const db = database.db();
  await ensureIndexes(db, [reengagementIndexes, enrolmentIndexes]);
  const base = { ...(await world(db)), clock: { now: () => new Date(now) } };
  return {
    ...base,
    joining: joiningStore(db),
    reengagements: reengagementStore(db),
    enrolments: enrolmentStore(db),
    candidateById: (id: string) => candidateById(base, id),
  };
};
let deps: Awaited<ReturnType<typeof setUp>>;

beforeEach(async () => {
  await database.empty();
  now = START;
  deps = await setUp();
});

async function add(owner: string | null = 'U0RILEY'): Promise<string> {
  const email = `p${++number}@example.com`;
  const captured = await capture(deps, { profile: profile({ email, owner }), by: 'U0SAM', surface: 'test' });
  if (captured.outcome !== 'added') throw new Error('known');
  return captured.candidate._id;
}

async function happened(candidateId: string, kind: Kind, daysAgo = 0): Promise<void> {
  await recordTouchpoint(deps, {
    _id: `t${++number}`,
    candidateId,
    kind,
    direction: kind === 'message sent' ? 'out' : 'in',
    at: new Date(now - daysAgo * DAY_MS),
    by: 'candidate',
  });
}

async function enrolled(candidateId: string, change: Partial<Enrolment> = {}): Promise<void> {
  await deps.enrolments.insert({
    _id: `e${++number}`,
    sequence: 'sequence1',
    candidateId,
    by: 'U0RILEY',
    state: 'stopped',
    stop: null,
    step: 'step1',
    place: 0,
    nextAt: new Date(now),
    putOff: null,
    lease: null,
    history: [],
    startedAt: new Date(now),
    endedAt: new Date(now),
    origin: null,
    unnoted: true,
    ...change,
  });
}
const rate = (of: Parameters<typeof recoveredRate>[1] = {}) => recoveredRate(deps, of);

test('counts whoever was cold, going cold or silent for six months, and nobody else', async () => {
  const people: Record<string, [Kind, number][]> = {
    cold: [['call', 100]],
    // 12 points a month ago: hot two weeks ago, warm today.
    cooling: [['interview', 30]],
    hot: [['interview', 1]],
    'warm for long': [['call', 60]],
    'only added': [],
  };
  for (const [name, history] of Object.entries(people)) {
    const id = await add();
    for (const [kind, daysAgo] of history) await happened(id, kind, daysAgo);
    await enrolled(id, { sequence: name });
  }
  await noteEnrolments(deps);
  const counted = await Promise.all(
    Object.keys(people).map(async (sequence) => ((await rate({ sequence })).of > 0 ? [sequence] : [])),
  );
  expect(counted.flat()).toEqual(['cold', 'cooling']);
  expect(await deps.enrolments.unnoted(10)).toEqual([]);
});

test('six months of silence count, however warm a long half-life keeps somebody', async () => {
  const settings = { ...deps.temperature, halfLifeDays: 365 };
  const at = new Date(now);
  const [long, lately] = [await add(), await add()];
  await happened(long, 'call', 200);
  await happened(lately, 'call', 150);
  expect(hadGoneCold(await deps.touchpoints.all([long]), at, settings)).toBe(true);
  expect(hadGoneCold(await deps.touchpoints.all([lately]), at, settings)).toBe(false);
});

test('what is noted late is judged by what had happened then', async () => {
  const id = await add();
  await happened(id, 'call', 100);
  await enrolled(id);
  now += DAY_MS;
  await happened(id, 'replied');
  // The process that enrolled them died; another one notes it when they are hot again.
  await noteEnrolments(deps);
  expect(await rate()).toEqual({ of: 1, recovered: 1 });
});

test('one person counts once in 60 days, however many processes note it; an answer on day 60 counts, later not', async () => {
  const [ana, ben] = [await add(), await add()];
  for (const id of [ana, ben]) await happened(id, 'call', 100);
  await enrolled(ana);
  await enrolled(ana, { sequence: 'sequence2', startedAt: new Date(now + DAY_MS) });
  await enrolled(ben);
  await Promise.all([noteEnrolments(deps), noteEnrolments(deps), noteEnrolments(deps)]);
  expect(await rate()).toEqual({ of: 2, recovered: 0 });
  now += 60 * DAY_MS;
  await happened(ana, 'inbound message');
  now += DAY_MS;
  await happened(ben, 'replied');
  expect(await rate()).toEqual({ of: 2, recovered: 1 });
  // The same figures when they are put down for good; and the person may count anew.
  await settleReengagements(deps);
  expect(await rate()).toEqual({ of: 2, recovered: 1 });
  now += 110 * DAY_MS;
  await enrolled(ben);
  await noteEnrolments(deps);
  expect(await rate()).toEqual({ of: 3, recovered: 1 });
});

test('by owner, sequence and pool, of the last 180 days; with few people it says how little that tells', async () => {
  const [ana, ben] = [await add(), await add(null)];
  for (const id of [ana, ben]) await happened(id, 'call', 100);
  await enrolled(ana, { origin: { cause: 'x', pool: 'pool1' } });
  await enrolled(ben, { by: 'U0SAM' });
  await noteEnrolments(deps);
  now += DAY_MS;
  await happened(ana, 'replied');
  expect(await rate({ owner: 'U0RILEY' })).toEqual({ of: 1, recovered: 1 });
  expect(await rate({ owner: 'U0SAM' })).toEqual({ of: 1, recovered: 0 });
  expect(await rate({ pool: 'pool1' })).toEqual({ of: 1, recovered: 1 });
  expect(await rate({ sequence: 'sequence1' })).toEqual({ of: 2, recovered: 1 });
  expect(rateInWords(await rate())).toBe(
    'Of 2 people re-engaged in the last 180 days 1 answered: 50% recovered. So few say little yet: it may be anything from 9 to 91%.',
  );
  expect(rateInWords({ of: 40, recovered: 9 })).toBe(
    'Of 40 people re-engaged in the last 180 days 9 answered: 23% recovered.',
  );
  now += 181 * DAY_MS;
  expect(rateInWords(await rate())).toBeNull();
});

test('erased, they go and the count stays; merged, their answer counts', async () => {
  const [ana, ben, cem] = [await add(), await add(), await add()];
  for (const id of [ana, ben, cem]) {
    await happened(id, 'call', 100);
    await enrolled(id);
  }
  await noteEnrolments(deps);
  now += DAY_MS;
  await happened(ana, 'replied');
  await forgetReengaged(deps, [ana]);
  await deps.touchpoints.forget([ana]);
  await forgetReengaged(deps, [ana]);
  expect(await rate()).toEqual({ of: 3, recovered: 1 });
  expect(JSON.stringify(await database.db().collection('reengagements').find().toArray())).not.toContain(ana);
  await forgetReengaged(deps, [cem]);
  expect(await rate()).toEqual({ of: 3, recovered: 1 });
  // Ben is merged into Dee, who answers.
  const dee = await add();
  const candidates = database.db().collection<{ _id: string }>('candidates');
  await candidates.deleteOne({ _id: ben });
  await candidates.updateOne({ _id: dee }, { $set: { aliases: [ben] } });
  await happened(dee, 'replied');
  expect(await rate()).toEqual({ of: 3, recovered: 2 });
});
