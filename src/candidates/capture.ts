import { ObjectId } from 'mongodb';
import { type AuditDeps, recordAudit } from '#audit/record.ts';
import { type RecordDeps, recordTouchpoint } from '#engagement/record.ts';
import { NO_HEAT } from '#engagement/temperature.ts';
import type { Candidate } from './candidate.ts';
import { derived } from './derived.ts';
import { happenedTo, NOBODY } from './happened.ts';
import { identityKeys } from './identity.ts';
import type { Profile } from './profile.ts';
import type { CandidateStore } from './store.ts';
import { learnWords, type VocabularyDeps } from './vocabulary.ts';

export interface CaptureDeps extends RecordDeps, AuditDeps, VocabularyDeps {
  candidates: CandidateStore;
  /** Which of these identity keys belong to somebody who was erased on request. */
  erasedAmong: (keys: readonly string[]) => Promise<ReadonlySet<string>>;
}

export type Captured =
  | { outcome: 'added'; candidate: Candidate }
  /** Who has one of the same addresses, numbers or links. Several when they belong to different people. */
  | { outcome: 'known'; candidates: Candidate[] }
  /** They asked to be erased, and aren't brought back. */
  | { outcome: 'erased' };

export interface Capture {
  profile: Profile;
  /** Slack user id. */
  by: string;
  surface: string;
  /** How somebody told us what they are interested in. */
  interestHow?: string;
  /** When the person came to us, if it was not now. */
  since?: Date;
}

/**
 * Adds a person, unless they are known already by e-mail, phone or link. Two captures of one person in the same
 * moment make one record: the unique index on the keys decides.
 */
export async function capture(
  deps: CaptureDeps,
  { profile, by, surface, ...more }: Capture,
): Promise<Captured> {
  const keys = identityKeys(profile);
  const known = await deps.candidates.byKeys(keys);
  if (known.length > 0) return { outcome: 'known', candidates: known };
  if ((await deps.erasedAmong(keys)).size > 0) return { outcome: 'erased' };
  const candidate = newCandidate(profile, by, deps.clock.now(), more);
  const happened = happenedTo(NOBODY, candidate, deps.watched, { at: deps.clock.now() });
  if (!(await deps.candidates.insert(happened.length > 0 ? { ...candidate, happened } : candidate)))
    return { outcome: 'known', candidates: await deps.candidates.byKeys(keys) };
  await learnWords(deps, candidate);
  if (profile.note) await recordNote(deps, candidate._id, `capture:${candidate._id}`, profile.note, by);
  await recordAudit(deps, {
    by,
    action: 'candidate added',
    subject: `candidate:${candidate._id}`,
    before: null,
    after: { source: candidate.source.kind, owner: candidate.owner },
    surface,
  });
  return { outcome: 'added', candidate };
}

/** Of somebody with whom nothing has happened yet. */
export const NOT_ENGAGED: Candidate['engagement'] = {
  heat: NO_HEAT,
  lastContactedAt: null,
  lastEngagedAt: null,
  lastAnswer: null,
  lastAt: null,
  revision: 0,
};

/** @param cause what makes the touchpoint's id, so that the same note is kept once */
export async function recordNote(
  deps: RecordDeps,
  candidateId: string,
  cause: string,
  note: string,
  by: string,
): Promise<void> {
  await recordTouchpoint(deps, {
    _id: `${cause}:note`,
    candidateId,
    kind: 'note',
    direction: 'out',
    at: deps.clock.now(),
    by,
    note,
  });
}

/** A record from a profile; nothing is written. */
export function newCandidate(
  profile: Profile,
  by: string,
  now: Date,
  { interestHow = 'told us', since = now }: { interestHow?: string; since?: Date },
): Candidate {
  const { note: _, source, sourceDetail, interests, ...rest } = profile;
  const record = {
    ...rest,
    interests: interests.map((what) => ({ what, at: since, how: interestHow })),
    source: { kind: source ?? ('Sourced' as const), detail: sourceDetail, at: since, by },
    stage: 'prospect' as const,
    pools: [],
    suppressions: [],
    snoozedUntil: null,
    lawfulBasis: { basis: 'legitimate interest' as const, at: since, expiresAt: null },
    viewers: [],
    aliases: [],
  };
  return {
    _id: new ObjectId().toHexString(),
    ...record,
    ...derived(record),
    duplicatesDue: true,
    engagement: NOT_ENGAGED,
    revision: 0,
    createdAt: since,
    updatedAt: now,
  };
}
