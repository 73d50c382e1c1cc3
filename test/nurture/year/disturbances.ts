import type { Sequence } from '../../../src/nurture/sequence.ts';
import type { Outcome } from './acts.ts';
import { OWNERS } from './cast.ts';
import { writeByHand } from './decisions.ts';
import { type Life, recordSequence } from './life.ts';
import { Killed } from './processes.ts';
import type { Happening, Moment } from './record.ts';

/** Everything that happens of itself in a year: people enrolled, met, hired, snoozed, erased; sequences paused and edited. */
const DAY = 86_400_000;

/** People who are enrolled together. */
interface Batch {
  sequence: string;
  people: string[];
  /** When it was tried first; a process that died over it may have enrolled some. */
  tried: Moment | null;
}

/** Plans enrolments: most in the first weeks, the rest through the year; a person is in up to three sequences. */
export function planEnrolments(life: Life, count: number, begin: number, days: number): void {
  const people = [...life.people.keys()];
  const sequences = [...life.sequences.keys()];
  const batches = new Map<string, Batch & { at: number }>();
  for (let index = 0; index < count; index++) {
    const isEarly = life.random.chance(0.75);
    const day = isEarly ? life.random.int(0, Math.min(42, days - 30)) : life.random.int(0, days - 30);
    const sequence = life.random.pick(sequences);
    const person = people[index < people.length ? index : life.random.int(0, people.length - 1)] ?? '';
    const key = `${day}:${sequence}`;
    const batch = batches.get(key) ?? {
      at: begin + day * DAY + life.random.int(0, DAY),
      sequence,
      people: [],
      tried: null,
    };
    batch.people.push(person);
    batches.set(key, batch);
  }
  for (const batch of batches.values()) life.plan(batch.at, () => enrolAll(life, batch));
}

async function enrolAll(life: Life, batch: Batch): Promise<void> {
  // The last write of a process that died may come through after the news of its death: by now it has.
  if (batch.tried) await noteEnrolled(life, batch.tried, batch);
  const moment = life.moment();
  batch.tried = moment;
  const { sequence, people } = batch;
  const by = life.sequences.get(sequence)?.owner.id ?? '';
  try {
    await life.act({ what: 'enrol', sequence, people, by });
  } catch (error) {
    if (!(error instanceof Killed)) await noteEnrolled(life, moment, batch);
    throw error;
  }
  await noteEnrolled(life, moment, batch);
}

async function noteEnrolled(life: Life, moment: Moment, { sequence, people }: Batch): Promise<void> {
  const known = new Set(life.year.enrolled.map(({ id }) => id));
  const found = await life.db
    .collection<{ _id: string; candidateId: string }>('enrolments')
    .find({ sequence, candidateId: { $in: people } })
    .toArray();
  for (const { _id, candidateId } of found)
    if (!known.has(_id)) life.year.enrolled.push({ ...moment, id: _id, person: candidateId, sequence });
}

/** What happens to a share of the people in the time, once each. */
const FATES: { share: number; what: (life: Life, person: string) => (before: boolean) => Promise<void> }[] = [
  { share: 0.03, what: (life, person) => (before) => stage(life, person, 'hired', before) },
  { share: 0.04, what: (life, person) => (before) => stage(life, person, 'applied', before) },
  { share: 0.08, what: (life, person) => (before) => met(life, person, before) },
  { share: 0.05, what: (life, person) => (before) => snooze(life, person, before) },
  { share: 0.02, what: (life, person) => (before) => erase(life, person, before) },
  { share: 0.06, what: (life, person) => (before) => hold(life, person, before) },
  { share: 0.03, what: (life, person) => (before) => leave(life, person, before) },
  { share: 0.08, what: (life, person) => () => writeByHand(life, person) },
  {
    share: 0.05,
    what: (life, person) => async () =>
      void (await life.act({ what: 'owner', person, owner: life.random.pick(OWNERS).id, by: 'U0RILEY' })),
  },
];

export function planFates(life: Life, begin: number, days: number): void {
  for (const person of life.people.keys())
    for (const { share, what } of FATES)
      if (life.random.chance(share))
        life.plan(begin + life.random.int(1, days * 1_440) * 60_000, what(life, person));
}

const happened = (life: Life, person: string, what: Happening['what'], before: boolean, more = {}) =>
  void life.year.happened.push({ ...life.moment(), person, what, before, ...more });

async function stage(life: Life, person: string, to: 'hired' | 'applied', before: boolean): Promise<void> {
  await life.act({ what: 'stage', person, stage: to, by: 'U0RILEY' });
  happened(life, person, to, before);
}

async function met(life: Life, person: string, before: boolean): Promise<void> {
  if (!(await isThere(life, person))) return;
  await life.act({ what: 'met', person, by: 'U0RILEY' });
  happened(life, person, 'met', before);
}

async function snooze(life: Life, person: string, before: boolean): Promise<void> {
  const until = life.now + life.random.int(5, 60) * DAY;
  await life.act({ what: 'snooze', person, until, by: 'U0RILEY' });
  happened(life, person, 'snoozed', before, { until });
}

async function erase(life: Life, person: string, before: boolean): Promise<void> {
  const { done } = (await life.act({ what: 'erase', person, by: 'U0RILEY' })) as Outcome;
  // Something is being sent: it ends, and then they are erased.
  if (done) happened(life, person, 'erased', before);
  else life.plan(life.now, async (later) => happened(life, person, 'erased', later));
}

const isThere = async (life: Life, person: string) =>
  (await life.db.collection<{ _id: string }>('candidates').countDocuments({ _id: person })) === 1;

interface Running {
  _id: string;
  candidateId: string;
  state: string;
}

async function runningOf(life: Life, person: string): Promise<string | null> {
  const found = await life.db
    .collection<Running>('enrolments')
    .findOne({ candidateId: person, state: { $in: ['active', 'waiting'] } });
  return found?._id ?? null;
}

/** Does it, and puts it down if it was done: also when the process died before it could say so. */
async function step(
  life: Life,
  person: string,
  act: { what: 'pause' | 'resume' | 'leave'; enrolment: string },
  before: boolean,
): Promise<boolean> {
  const what = { pause: 'paused', resume: 'resumed', leave: 'left' } as const;
  const note = (moment: Moment) =>
    life.year.happened.push({ ...moment, person, what: what[act.what], before, enrolment: act.enrolment });
  const came = (await life.act({ ...act, by: 'U0RILEY' }).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
    // Its last write may come through after the news of its death: looked at a round later.
    const moment = life.moment();
    life.plan(life.now, async () => void ((await isSo(life, act)) && note(moment)));
    return { done: false };
  })) as Outcome;
  if (came.done) note(life.moment());
  return came.done;
}

async function isSo(
  life: Life,
  { what, enrolment }: { what: 'pause' | 'resume' | 'leave'; enrolment: string },
): Promise<boolean> {
  const state = (await life.db.collection<Running>('enrolments').findOne({ _id: enrolment }))?.state ?? '';
  return what === 'resume' ? state !== 'paused' : state === (what === 'pause' ? 'paused' : 'stopped');
}

/** Paused for a while; some are never resumed. */
async function hold(life: Life, person: string, before: boolean): Promise<void> {
  const enrolment = await runningOf(life, person);
  if (!enrolment || !(await step(life, person, { what: 'pause', enrolment }, before))) return;
  if (life.random.chance(0.1)) return;
  life.plan(
    life.now + life.random.int(0, 20) * DAY,
    async (then) => void (await step(life, person, { what: 'resume', enrolment }, then)),
  );
}

async function leave(life: Life, person: string, before: boolean): Promise<void> {
  const enrolment = await runningOf(life, person);
  if (enrolment) await step(life, person, { what: 'leave', enrolment }, before);
}

/** Sequences are paused for some days, and edited while people are inside: a step removed, moved, or added. */
export function planEdits(life: Life, begin: number, days: number): void {
  for (const id of life.sequences.keys()) {
    if (life.random.chance(0.5)) planPause(life, id, begin + life.random.int(7, days - 30) * DAY);
    if (life.random.chance(0.6))
      life.plan(begin + life.random.int(7, Math.min(150, days - 30)) * DAY, () => editSteps(life, id));
  }
}

function planPause(life: Life, id: string, at: number): void {
  const until = at + life.random.int(1, 12) * DAY;
  life.plan(at, async () => {
    await change(life, id, { state: 'paused' });
    // Planned only now: a long jump of the clock would do both at once.
    life.plan(until, () => change(life, id, { state: 'active' }));
  });
}

async function editSteps(life: Life, id: string): Promise<void> {
  const steps = life.sequences.get(id)?.steps ?? [];
  const [first, second] = steps;
  if (!first || !second) return;
  const edit = life.random.pick(['remove', 'move', 'add'] as const);
  if (edit === 'remove')
    return change(life, id, { steps: steps.toSpliced(life.random.int(0, steps.length - 1), 1) });
  if (edit === 'move') return change(life, id, { steps: [second, first, ...steps.slice(2)] });
  // A task of its own words: the same told twice would be a fault.
  const variants =
    first.kind === 'task' ? [{ subject: '', message: `Call them, round ${life.round}` }] : first.variants;
  const added = { ...first, variants, id: `${id}added${life.round}`, delayDays: 4 };
  return change(life, id, { steps: [...steps, added] });
}

async function change(
  life: Life,
  id: string,
  set: Partial<Pick<Sequence, 'steps' | 'state'>>,
): Promise<void> {
  const before = life.sequences.get(id);
  if (!before) return;
  await life.act({ what: 'change', sequence: id, set, by: before.owner.id });
  const after = { ...(life.sequences.get(id) ?? before), ...set };
  life.sequences.set(id, after);
  recordSequence(life, after);
}
