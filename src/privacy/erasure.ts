import type { Candidate } from '#candidates/candidate.ts';

/** Somebody whom a feature may hold something of. */
export interface Person {
  /** Their id and those of records that were merged into theirs. */
  ids: string[];
  /** Texts that name them: name and its parts, addresses, numbers, links. */
  names: string[];
  /** The record; null once it is gone. */
  record: Candidate | null;
}

/** What one feature holds of a person. To add one, write it in features.ts beside the others. */
export interface Holding {
  /** As it stands in an export. */
  name: string;
  /** Everything held, as plain data. */
  read(person: Person): Promise<unknown>;
  /**
   * Removes it; a second time changes nothing. Runs before the record goes and once more afterwards.
   * @throws Busy when something is under way that has to end first
   */
  erase(person: Person): Promise<void>;
}

/** Something is under way that has to end first: the sweep tries again. */
export class Busy extends Error {}

/** An erasure, without anything personal: ids are random, keys are salted hashes. */
export interface Erasure {
  /** The candidate's id. */
  _id: string;
  ids: string[];
  state: 'erasing' | 'erased';
  /** Slack user id, or `rekindle` for the retention rule. */
  by: string;
  at: Date;
  movedAt: Date;
  /** What reports go on counting. */
  figures: { source: Candidate['source']['kind']; addedOn: Date; stage: Candidate['stage'] };
}

/** Salted hash of an identity key of somebody who was erased. */
export interface ErasedKey {
  _id: string;
  at: Date;
}

/** Everybody's basis, the rule for keeping people, and what was asked about it. */
export interface RetentionRule {
  _id: 'retention';
  /** Months without anything happening after which people are erased; null: never. */
  months: number | null;
  by: string;
  at: Date;
}
