import { type AuditDeps, recordAudit } from '#audit/record.ts';
import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { candidateById, type FindDeps } from '#candidates/find.ts';
import type { Logger } from '#platform/logger.ts';
import { PersonError } from '#platform/person-error.ts';
import { Busy, type Erasure, type Holding, type Person } from './erasure.ts';
import { type HashDeps, hashOf } from './hashes.ts';

export interface PrivacyDeps extends HashDeps, FindDeps, AuditDeps {
  logger: Logger;
  /** What each feature holds; the record itself last. */
  holdings: readonly Holding[];
}

/** Letters from which on a part of a name names somebody: what names another of that name is forgotten with it. */
const TELLING = 4;
/** An erasure that moves no more was left by a process that died. */
const QUIET_MS = 30_000;

/** Somebody as the holdings know them. */
export function personOf(record: Candidate): Person {
  const { name, emails, phones, links } = record;
  const bare = links.map((link) => link.replace(/^https:\/\/(www\.)?/, ''));
  const words = name.split(/[\s,]+/).filter((word) => word.length >= TELLING);
  return { ids: idsOf(record), names: [name, ...words, ...emails, ...phones, ...bare], record };
}

/**
 * Erases somebody: from every collection and from queued work. Salted hashes of their addresses, numbers and links
 * stay, so that an import doesn't bring them back, and what kind of person it was, so that counts stay right.
 * @returns `later` when something about them is under way; the sweep goes on in a moment
 * @throws PersonError when they are gone already
 */
export async function erase(deps: PrivacyDeps, candidateId: string, by: string): Promise<'erased' | 'later'> {
  const record = await candidateById(deps, candidateId);
  if (!record) throw new PersonError('This candidate is not there any more.');
  const at = deps.clock.now();
  const erasure: Erasure = {
    _id: record._id,
    ids: idsOf(record),
    state: 'erasing',
    by,
    at,
    movedAt: at,
    figures: { source: record.source.kind, addedOn: record.createdAt, stage: record.stage },
  };
  await deps.privacy.begin(erasure);
  return carryOut(deps, erasure);
}

async function carryOut(deps: PrivacyDeps, erasure: Erasure): Promise<'erased' | 'later'> {
  const record = await candidateById(deps, erasure._id);
  if (record) {
    // First, so that nobody comes back in between.
    const hashes = record.keys.map((key) => hashOf(deps, key));
    await deps.privacy.keepHashes(hashes, erasure.at);
    if (!(await eraseAll(deps, personOf(record)))) return 'later';
  }
  // Once more: what was written about them while this went on.
  const nameless: Person = { ids: erasure.ids, names: record ? personOf(record).names : [], record: null };
  if (!(await eraseAll(deps, nameless))) return 'later';
  await recordAudit(deps, {
    by: erasure.by,
    action: 'candidate erased',
    subject: `candidate:${erasure._id}`,
    before: null,
    after: null,
    surface: erasure.by === 'rekindle' ? 'retention' : 'slack',
  });
  await deps.privacy.finish(erasure._id, deps.clock.now());
  return 'erased';
}

/** @returns false when something is under way that has to end first */
async function eraseAll(deps: PrivacyDeps, person: Person): Promise<boolean> {
  for (const holding of deps.holdings)
    try {
      await holding.erase(person);
    } catch (error) {
      if (!(error instanceof Busy)) throw error;
      deps.logger.info({ candidateId: person.ids[0], holding: holding.name }, 'erasing waits');
      return false;
    }
  return true;
}

/** Goes on with erasures that a process which died has left, or that had to wait; for a recurring job. */
export async function finishErasures(deps: PrivacyDeps): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - QUIET_MS);
  for (const erasure of await deps.privacy.unfinished(before)) await carryOut(deps, erasure);
}

/** Everything that is held of somebody, as JSON. @throws PersonError when they are gone */
export async function exportPerson(
  deps: PrivacyDeps,
  candidateId: string,
  by: string,
): Promise<{ name: string; content: Buffer }> {
  const record = await candidateById(deps, candidateId);
  if (!record) throw new PersonError('This candidate is not there any more.');
  const person = personOf(record);
  const held: Record<string, unknown> = { exportedAt: deps.clock.now() };
  for (const { name, read } of deps.holdings) held[name] = await read(person);
  await recordAudit(deps, {
    by,
    action: 'candidate data exported',
    subject: `candidate:${record._id}`,
    before: null,
    after: null,
    surface: 'slack',
  });
  return { name: record.name, content: Buffer.from(JSON.stringify(held, null, 2)) };
}
