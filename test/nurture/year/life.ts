import type { Db } from 'mongodb';
import type { Candidate } from '#candidates/candidate.ts';
import { type Random, randomFrom } from '#sample/random.ts';
import type { Sequence } from '../../../src/nurture/sequence.ts';
import type { Act } from './acts.ts';
import type { Worker } from './processes.ts';
import type { Moment, Year } from './record.ts';

/** Something that will happen at a time of the app's clock. `before`: whether it ends before the sweeps of its round begin. */
export type Planned = { at: number; decision: boolean; run: (before: boolean) => Promise<void> };

/** The year while it runs: its clock, its record, and what is going to happen. */
export interface Life {
  random: Random;
  seed: number;
  db: Db;
  year: Year;
  now: number;
  round: number;
  /** Stamps what happens now, in order. */
  moment(): Moment;
  /** @param decision of a recruiter about a draft: after everything else, since a message may go out within it */
  plan(at: number, run: Planned['run'], decision?: boolean): void;
  planned: Planned[];
  /** One of the processes that are alive does it. @throws Killed when it dies meanwhile */
  act(act: Act): Promise<unknown>;
  workers: Worker[];
  people: Map<string, Candidate>;
  /** By address. */
  byAddress: Map<string, Candidate>;
  sequences: Map<string, Sequence>;
  /** Addresses that the mail server refused in this round. */
  refused: string[];
  /** Unexpected failures of acts. */
  errors: string[];
  /** When somebody's next mail begins to draw its reactions from: the same ones for the same seed. */
  luckOf(person: string): Random;
}

export function newLife(seed: number, db: Db, begin: Date, people: Candidate[], sequences: Sequence[]): Life {
  let count = 0;
  const luck = new Map<string, Random>();
  const life: Life = {
    random: randomFrom(seed),
    seed,
    db,
    now: begin.getTime(),
    round: 0,
    moment: () => ({ n: ++count, round: life.round, at: life.now }),
    plan: (at, run, decision = false) => void life.planned.push({ at, run, decision }),
    planned: [],
    act(act) {
      const alive = life.workers.filter((one) => one.isAlive());
      return life.random.pick(alive.length > 0 ? alive : life.workers).act(act);
    },
    workers: [],
    people: new Map(people.map((one) => [one._id, one])),
    byAddress: new Map(people.map((one) => [one.emails[0] ?? '', one])),
    sequences: new Map(sequences.map((one) => [one._id, one])),
    errors: [],
    refused: [],
    luckOf(person) {
      const known = luck.get(person) ?? randomFrom(seed * 1_000_003 + Number.parseInt(person.slice(-6), 16));
      luck.set(person, known);
      return known;
    },
    year: {
      seed,
      postalAddress: '',
      people: people.map(({ _id, emails, place, lawfulBasis }) => ({
        id: _id,
        address: emails[0] ?? '',
        zone: place.timeZone ?? '',
        country: place.country,
        consentEnds: lawfulBasis.expiresAt?.getTime() ?? null,
      })),
      sequences: [],
      enrolled: [],
      mails: [],
      happened: [],
      decided: [],
      told: [],
      kills: [],
      left: [],
      end: { n: 0, round: 0, at: 0 },
    },
  };
  for (const sequence of sequences) recordSequence(life, sequence);
  return life;
}

/** Puts down how a sequence is from now on. */
export function recordSequence(life: Life, { _id, name, owner, steps, stopAt, state }: Sequence): void {
  life.year.sequences.push({
    ...life.moment(),
    id: _id,
    name,
    owner: { id: owner.id, zone: owner.timeZone },
    steps: steps.map(({ id, kind, delayDays, variants, withoutApproval }) => ({
      id,
      kind,
      delayDays,
      subjects: kind === 'message' ? variants.map(({ subject }) => subject.split(',')[0] ?? '') : [],
      withoutApproval,
    })),
    stopAt,
    state,
  });
}
