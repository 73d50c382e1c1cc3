import type { Candidate } from './candidate.ts';
import { newCandidate } from './capture.ts';
import { derived } from './derived.ts';
import type { EngagementDeps } from './engagement.ts';
import { happenedTo, NOBODY } from './happened.ts';
import { joined, withInterests } from './joined.ts';
import type { Profile } from './profile.ts';
import type { CandidateStore } from './store.ts';

/** Profiles on their way into the database many at once: who is new, who gets something, who has it all already. */
export interface JoinedIn {
  /** What became of each profile, in their order; a string says why it can't be joined. */
  outcomes: ({ outcome: 'new' | 'updated' | 'unchanged'; candidateId: string } | { refused: string })[];
  added: Candidate[];
  changed: { before: Candidate; after: Candidate }[];
}

/**
 * Works out what becomes of profiles; nothing is written. People are known by e-mail, phone or link, in the database
 * and among the profiles alike. What was empty is filled, lists grow, nothing that is known is overwritten, and the
 * source stays what it was.
 * @param profiles with the id that each gets if it is new
 */
export async function joinIn(
  deps: { candidates: CandidateStore },
  profiles: readonly { id: string; profile: Profile; keys: readonly string[] }[],
  by: string,
  now: Date,
): Promise<JoinedIn> {
  const known = await deps.candidates.byKeys([...new Set(profiles.flatMap(({ keys }) => keys))]);
  const holders = new Map<string, Candidate>();
  const before = new Map(known.map((candidate) => [candidate._id, candidate]));
  const hold = (candidate: Candidate) => {
    for (const key of candidate.keys) holders.set(key, candidate);
  };
  known.forEach(hold);
  const added = new Map<string, Candidate>();
  const changed = new Map<string, Candidate>();
  const outcomes = profiles.map(({ id, profile, keys }): JoinedIn['outcomes'][number] => {
    const found = new Map(
      keys.flatMap((key) => {
        const holder = holders.get(key);
        return holder ? [[holder._id, holder] as const] : [];
      }),
    );
    const [one, other] = [...found.values()];
    if (one && other)
      return {
        refused:
          'This is the e-mail address, phone number or link of two different people. Merge them first.',
      };
    if (!one) {
      const candidate = { ...newCandidate(profile, by, now, { interestHow: 'imported' }), _id: id };
      added.set(candidate._id, candidate);
      hold(candidate);
      return { outcome: 'new', candidateId: candidate._id };
    }
    const joined = joinInto(one, profile, now);
    if (!joined) return { outcome: 'unchanged', candidateId: one._id };
    (before.has(joined._id) ? changed : added).set(joined._id, joined);
    hold(joined);
    return { outcome: 'updated', candidateId: one._id };
  });
  return {
    outcomes,
    added: [...added.values()],
    changed: [...changed.values()].flatMap((after) => {
      const was = before.get(after._id);
      return was ? [{ before: was, after }] : [];
    }),
  };
}

/** @returns null when the record has it all already */
function joinInto(record: Candidate, profile: Profile, now: Date): Candidate | null {
  const after: Candidate = {
    ...record,
    ...joined(record, profile, union),
    interests: withInterests(record.interests, profile.interests, 'imported', now),
  };
  const isSame = (Object.keys(after) as (keyof Candidate)[]).every(
    (field) => JSON.stringify(after[field]) === JSON.stringify(record[field]),
  );
  return isSame ? null : { ...after, ...derived(after), duplicatesDue: true, updatedAt: now };
}

/** What is the same link in another spelling isn't added again. */
function union(known: readonly string[], more: readonly string[]): string[] {
  const folded = new Set(known.map(fold));
  return [...known, ...more.filter((one) => !folded.has(fold(one)))];
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\/$/, '');
}

/**
 * Writes what `joinIn` has worked out.
 * @returns false when somebody was quicker with one of them: a key was taken or a record changed meanwhile. What could
 *   be written is; work it out anew and write the rest
 */
export async function writeJoined(
  deps: EngagementDeps,
  { added, changed }: Pick<JoinedIn, 'added' | 'changed'>,
): Promise<boolean> {
  const cause = { at: deps.clock.now() };
  const inserted = await deps.candidates.insertAll(
    added.map((one) => {
      const happened = happenedTo(NOBODY, one, deps.watched, cause);
      return happened.length > 0 ? { ...one, happened } : one;
    }),
  );
  const updated = await deps.candidates.updateAll(
    changed.map(({ before, after }) => ({
      after,
      happened: happenedTo(before, after, deps.watched, cause),
    })),
  );
  return inserted === added.length && updated === changed.length;
}
