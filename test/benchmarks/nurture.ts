import { join } from 'node:path';
import { INDEXES } from '../../src/indexes.ts';
import type { NurtureDeps } from '../../src/nurture/deps.ts';
import type { Enrolment } from '../../src/nurture/enrolment.ts';
import type { Sequence } from '../../src/nurture/sequence.ts';
import { enrolmentStore, sequenceStore } from '../../src/nurture/store.ts';
import { sweepEnrolments } from '../../src/nurture/sweep.ts';
import { peopleFor } from '../../src/outreach-deps.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { world } from '../candidates/world.ts';
import { candidate, RILEY, takingMailer, testOutreach } from '../support/outreach.ts';
import { temporaryFolder } from '../support/rekindle.ts';
import { hand, many, percentile, table } from './figures.ts';

/**
 * `npm run bench:nurture [-- ENROLMENTS DUE]`: the sweep over many waiting enrolments of which some are due. Goals: the first claim
 * within 50 ms, 1,500 steps a second without a model; the floor is a bare loop that leases and advances 500 at a time.
 */
const [waiting = 1_000_000, due = 10_000] = process.argv.slice(2).map(Number);
const PEOPLE = 1_000;
const SEQUENCES = 20;
const NOW = new Date('2026-11-20T15:30:00Z');
const AT_ONCE = 500;

const folder = await temporaryFolder();
const logger = createLogger('silent');
const { db, close } = await openDatabase({ uri: null, directory: join(folder.path, 'database'), logger });
await ensureIndexes(db, INDEXES);
const base = await world(db);
const outreach = await testOutreach(db, {
  people: peopleFor({ ...base, logger } as never) as never,
  mailer: takingMailer(),
  clock: { now: () => NOW },
});
const deps: NurtureDeps = {
  audit: base.audit,
  clock: outreach.clock,
  sequences: sequenceStore(db),
  enrolments: enrolmentStore(db),
  outreach,
  tellTask: async () => {},
};
const people = Array.from({ length: PEOPLE }, (_, index) =>
  candidate({ keys: [`email:p${index}@example.com`] }),
);
await db.collection<(typeof people)[number]>('candidates').insertMany(people);
const STEPS: Sequence['steps'] = ['a', 'b', 'c'].map((id) => ({
  id,
  kind: 'task',
  delayDays: 1,
  variants: [{ subject: '', message: 'Call' }],
  withoutApproval: null,
}));
for (let index = 0; index < SEQUENCES; index++)
  await deps.sequences.insert({
    _id: `s${index}`,
    name: `S ${index}`,
    key: `s ${index}`,
    audience: '',
    owner: { id: RILEY, name: 'Riley', timeZone: 'America/Chicago' },
    steps: STEPS,
    stopAt: null,
    state: 'active',
    revision: 0,
    createdBy: RILEY,
    createdAt: NOW,
    deletedAt: null,
  });

function enrolment(index: number): Enrolment {
  const isDue = index < due;
  return {
    _id: index.toString(16).padStart(24, '0'),
    sequence: `s${index % SEQUENCES}`,
    // Only those that are due are people who exist: the others are never looked at.
    candidateId: isDue ? (people[Math.floor(index / SEQUENCES) % PEOPLE]?._id ?? '') : `x${index}`,
    by: RILEY,
    state: 'active',
    stop: null,
    step: 'a',
    place: 0,
    nextAt: new Date(NOW.getTime() + (isDue ? -1_000 - index : 86_400_000 + index)),
    putOff: null,
    lease: null,
    history: [],
    startedAt: NOW,
    endedAt: null,
  };
}
const enrolments = db.collection<Enrolment>('enrolments');
const fill = performance.now();
for (let from = 0; from < waiting; from += 5_000)
  await enrolments
    .insertMany(
      Array.from({ length: Math.min(5_000, waiting - from) }, (_, i) => enrolment(from + i)),
      { ordered: false },
    )
    .catch(() => undefined);
console.log(
  `${await enrolments.countDocuments()} enrolments in ${((performance.now() - fill) / 1_000).toFixed(0)} s`,
);

async function timed(work: () => Promise<unknown>, times: number): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await work();
    all.push(performance.now() - began);
  }
  return all;
}
// What filling left to be written would be written while the claims are timed.
await db.admin().command({ fsync: 1 });
const first = await timed(async () => {
  const [id = ''] = await deps.enrolments.sequencesDue(NOW);
  await deps.enrolments.claimDue(id, `bench${Math.random()}`, NOW, new Date(NOW.getTime() - 1), 100);
}, 40);

const dueNow = await enrolments.countDocuments({ nextAt: { $lte: NOW } });
const began = performance.now();
await sweepEnrolments(deps);
const seconds = (performance.now() - began) / 1_000;
const moved = dueNow - (await enrolments.countDocuments({ nextAt: { $lte: NOW }, state: 'active' }));

// The floor: lease and advance, nothing asked of anybody.
await enrolments.updateMany({ step: 'b' }, { $set: { nextAt: new Date(NOW.getTime() - 1), lease: null } });
const bareBegan = performance.now();
let bare = 0;
for (;;) {
  const found = await enrolments
    .find({ state: 'active', nextAt: { $lte: NOW } }, { projection: { _id: 1 } })
    .sort({ nextAt: 1 })
    .limit(AT_ONCE)
    .toArray();
  if (found.length === 0) break;
  const ids = found.map(({ _id }) => _id);
  const by = `bare${bare}`;
  await enrolments.updateMany({ _id: { $in: ids }, lease: null }, { $set: { lease: { by, until: NOW } } });
  const mine = await enrolments.find({ 'lease.by': by }).toArray();
  await enrolments.bulkWrite(
    mine.map(({ _id }) => ({
      updateOne: {
        filter: { _id, 'lease.by': by },
        update: { $set: { nextAt: new Date(NOW.getTime() + 86_400_000), step: 'c', lease: null } },
      },
    })),
    { ordered: false },
  );
  bare += mine.length;
}
const bareSeconds = (performance.now() - bareBegan) / 1_000;
const idle = await timed(() => sweepEnrolments(deps), 20);
const over = `${many(waiting, 'enrolments')}, ${due.toLocaleString('en')} due`;
const steps = { ours: moved / seconds, bare: bare / bareSeconds };
hand({
  operation: 'steps of sequences',
  over,
  ms: [],
  perSecond: steps.ours,
  floor: `bare lease and advance, ${Math.round(steps.bare)} a second`,
  ratio: steps.bare / steps.ours,
  goal: '≥ 1,500 a second',
  isMet: steps.ours >= 1_500,
});
hand({
  operation: 'sequences: time to the first claim',
  over,
  ms: first,
  floor: 'none',
  ratio: null,
  goal: '< 50 ms',
  isMet: percentile(first, 95) < 50,
});
hand({
  operation: 'sequences: a sweep with nothing due',
  over,
  ms: idle,
  floor: 'none',
  ratio: null,
  goal: null,
  isMet: null,
});
console.log(
  table(`Sweep over ${waiting.toLocaleString('en')} enrolments`, [
    {
      'to the first claim, p50 ms': percentile(first, 50).toFixed(1),
      'p95 ms': percentile(first, 95).toFixed(1),
      steps: moved,
      'steps a second': Math.round(moved / seconds),
      'bare lease and advance a second': Math.round(bare / bareSeconds),
      ratio: (moved / seconds / (bare / bareSeconds)).toFixed(2),
      'nothing due, p95 ms': percentile(idle, 95).toFixed(1),
    },
  ]),
);
await close();
await folder.remove();
