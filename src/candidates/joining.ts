import type { Candidate } from './candidate.ts';
import { derived } from './derived.ts';
import type { Happened } from './happened.ts';
import { type Identity, identityKeys } from './identity.ts';
import type { Compared, JoiningStore } from './joining-store.ts';

export type { Compared };

/** A record that changes more often than this while one writes it is a fault. */
const TRIES = 20;

/** What duplicates/ asks of candidates' records: to compare them, take one out, rewrite one, put one back. */
export interface JoiningDeps {
  joining: JoiningStore;
}

/** Records that have changed since anybody looked for their doubles. */
export function dueForDoubles(deps: JoiningDeps, limit: number): Promise<Compared[]> {
  return deps.joining.due(limit);
}

/** Everybody in one of these blocks (duplicates/blocks.ts). */
export function sharingBlocks(
  deps: JoiningDeps,
  blocks: readonly string[],
  limit: number,
): Promise<Compared[]> {
  return deps.joining.inBlocks(blocks, limit);
}

/** What of a record is compared when doubles are looked for; null when there is none (any more). */
export function comparedRecord(deps: JoiningDeps, id: string): Promise<Compared | null> {
  return deps.joining.compared(id);
}

/** Notes that doubles of these have been looked for; who has changed meanwhile stays due. */
export function lookedForDoubles(
  deps: JoiningDeps,
  people: readonly Pick<Candidate, '_id' | 'revision'>[],
): Promise<void> {
  return deps.joining.looked(people);
}

/** A record by its own id, not by an alias. */
export function recordById(deps: JoiningDeps, id: string): Promise<Candidate | null> {
  return deps.joining.record(id);
}

/**
 * While a record is taken out and not yet an alias, or no alias any more and not yet back, it is found in another one: an opt-out in
 * that moment must reach somebody. @param other null: that is over
 */
export function standIn(deps: JoiningDeps, id: string, other: string | null): Promise<void> {
  return deps.joining.absorb(id, other);
}

/** @returns false when the record isn't as it was read, or not there */
export function takeOut(deps: JoiningDeps, record: Candidate): Promise<boolean> {
  return deps.joining.takeOut(record);
}

/** Brings a record that was taken out back, without the addresses, numbers and links that others have by now. */
export async function putBack(deps: JoiningDeps, taken: Candidate): Promise<void> {
  // What rules had still to look at went with the record that stayed.
  const { happened: _, ...record } = taken;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const others = await deps.joining.takenKeys(record.keys, record._id);
    const free = others.length === 0 ? record : { ...record, ...withoutKeys(record, others) };
    if ((await deps.joining.putBack({ ...free, ...derived(free), stageMoved: true })) === 'done') return;
  }
  throw new Error(`The keys of candidate ${record._id} were taken ${TRIES} times while it was put back.`);
}

/**
 * Rewrites parts of a record, the source too, from what it is at that moment; addresses, numbers and links that
 * others have by now are left out.
 * @param happened what rules have to look at besides
 * @returns the record as it was read for this and the parts as they were written; null when it isn't there
 */
export async function rewrite<Part extends Partial<Omit<Candidate, 'happened'>>>(
  deps: JoiningDeps,
  id: string,
  derive: (current: Candidate) => Part | Promise<Part>,
  now: Date,
  happened: (current: Candidate) => readonly Happened[] = () => [],
): Promise<{ before: Candidate; written: Part } | null> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await deps.joining.record(id);
    if (!before) return null;
    const wanted = await derive(before);
    const whole = { ...before, ...wanted };
    const taken = await deps.joining.takenKeys(derived(whole).keys, id);
    const written = taken.length === 0 ? wanted : { ...wanted, ...withoutKeys(whole, taken) };
    const change = {
      ...written,
      ...derived({ ...before, ...written }),
      duplicatesDue: true as const,
      stageMoved: true as const,
      updatedAt: now,
    };
    const done = await deps.joining.rewrite(id, before.revision, change, happened(before));
    if (done === 'done') return { before, written };
  }
  throw new Error(`Candidate ${id} changed ${TRIES} times while it was rewritten.`);
}

function withoutKeys(
  record: Pick<Candidate, 'emails' | 'phones' | 'links'>,
  taken: readonly string[],
): Pick<Candidate, 'emails' | 'phones' | 'links'> {
  const none = { emails: [], phones: [], links: [] };
  const isFree = (identity: Partial<Identity>) =>
    identityKeys({ ...none, ...identity }).every((key) => !taken.includes(key));
  return {
    emails: record.emails.filter((email) => isFree({ emails: [email] })),
    phones: record.phones.filter((phone) => isFree({ phones: [phone] })),
    links: record.links.filter((link) => isFree({ links: [link] })),
  };
}

/** Under which id somebody is now who was merged into somebody else, by the id they had; who wasn't is left out. */
export async function survivorsOf(
  deps: Pick<JoiningDeps, 'joining'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const merged = await deps.joining.mergedFrom(ids);
  const asked = new Set(ids);
  return new Map(
    merged.flatMap(({ _id, aliases }) =>
      aliases.filter((alias) => asked.has(alias)).map((alias): [string, string] => [alias, _id]),
    ),
  );
}
