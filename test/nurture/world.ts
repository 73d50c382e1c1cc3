import { beforeEach } from 'vitest';
import { ensureIndexes } from '#platform/database/indexes.ts';
import type { NurtureDeps } from '../../src/nurture/deps.ts';
import type { Sequence, Step } from '../../src/nurture/sequence.ts';
import { enrolmentIndexes, enrolmentStore, sequenceIndexes, sequenceStore } from '../../src/nurture/store.ts';
import { sweepEnrolments } from '../../src/nurture/sweep.ts';
import { maySendStep } from '../../src/nurture/when-allowed.ts';
import type { testDatabase } from '../support/database.ts';
import {
  candidate,
  RILEY,
  type TestOutreach,
  takingMailer,
  testOutreach,
  testPeople,
} from '../support/outreach.ts';

export const BODY =
  'Hi {{ first_name }},\n\nIt has been a while since we were in touch, and I have been wondering how things are going for you. Would a short call suit you?\n\n{{ sender }}';
export const DAY_MS = 86_400_000;

/** Sequences on the real engine, with people kept in memory and a mailer that counts; fresh before each test. */
export interface NurtureWorld {
  outreach: TestOutreach;
  deps: NurtureDeps;
  mailer: ReturnType<typeof takingMailer>;
  /** Ids of people of whom a task was told. */
  tasks: string[];
  sequence(steps: Step[], change?: Partial<Sequence>): Promise<Sequence>;
  people(count: number): ReturnType<typeof candidate>[];
  /** A day later, with every sweep run as often as it would. */
  days(count: number, processes?: NurtureDeps[]): Promise<void>;
  /** Of every enrolment: why it stopped, or its state. */
  states(): Promise<string[]>;
}

let number = 0;
export const step = (change: Partial<Step> = {}): Step => ({
  id: `step${++number}`,
  kind: 'message',
  delayDays: 1,
  variants: [{ subject: 'Hello {{ first_name }}', message: BODY }],
  withoutApproval: RILEY,
  ...change,
});

/** An active sequence of Riley's, not in any database. */
export function sequenceOf(steps: Step[], change: Partial<Sequence> = {}): Sequence {
  return {
    _id: 'sequence',
    name: 'Loops',
    key: 'loops',
    audience: '',
    owner: { id: RILEY, name: 'Riley Park', timeZone: 'America/Chicago' },
    steps,
    stopAt: null,
    state: 'active',
    revision: 0,
    createdBy: RILEY,
    createdAt: new Date(),
    deletedAt: null,
    ...change,
  };
}

export function nurtureWorld(database: ReturnType<typeof testDatabase>): NurtureWorld {
  const world = {
    async sequence(steps, change = {}) {
      const id = `sequence${++number}`;
      const made = sequenceOf(steps, {
        _id: id,
        name: id,
        key: id,
        createdAt: world.deps.clock.now(),
        ...change,
      });
      await world.deps.sequences.insert(made);
      return made;
    },
    people: (count) =>
      Array.from({ length: count }, (_, index) => {
        const one = candidate({ name: `Person${index} Test`, emails: [`p${index}@example.com`] });
        world.outreach.people.candidates.set(one._id, one);
        return one;
      }),
    async days(count, processes = [world.deps]) {
      for (let day = 0; day < count; day++) {
        world.outreach.wait(DAY_MS);
        await Promise.all(processes.map((one) => sweepEnrolments(one)));
        world.outreach.wait(60_000);
        await Promise.all(processes.map((one) => sweepEnrolments(one)));
      }
    },
    states: async () =>
      (await database.db().collection('enrolments').find().toArray()).map(({ state, stop }) => stop ?? state),
  } as NurtureWorld;

  beforeEach(async () => {
    await database.empty();
    await ensureIndexes(database.db(), [sequenceIndexes, enrolmentIndexes]);
    world.mailer = takingMailer();
    world.tasks = [];
    const outreach = await testOutreach(database.db(), { people: testPeople([]), mailer: world.mailer });
    world.outreach = outreach;
    world.deps = {
      audit: outreach.audit,
      clock: outreach.clock,
      sequences: sequenceStore(database.db()),
      enrolments: enrolmentStore(database.db()),
      outreach,
      tellTask: async ({ candidateId }) => void world.tasks.push(candidateId),
    };
    outreach.maySendStep = (draft) => maySendStep(world.deps, draft);
    outreach.people.temperature = () => 'cold';
  });
  return world;
}
