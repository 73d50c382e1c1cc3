import { derived } from './derived.ts';
import type { CandidateStore } from './store.ts';

const AT_ONCE = 500;

/**
 * Brings records of earlier versions up to date: what is new gets its default, what is derived is derived anew. Found
 * by an index, so it costs nothing where there are none. Safe to run twice and on several processes.
 * @returns how many there were
 */
export async function upgradeCandidates(
  deps: { candidates: CandidateStore },
  stopping?: AbortSignal,
): Promise<number> {
  let done = 0;
  while (!stopping?.aborted) {
    const old = await deps.candidates.outdated(AT_ONCE);
    for (const candidate of old) {
      const whole = {
        ...candidate,
        pools: candidate.pools ?? [],
        snoozedUntil: candidate.snoozedUntil ?? null,
        lawfulBasis: candidate.lawfulBasis ?? {
          basis: 'legitimate interest' as const,
          at: candidate.source.at,
          expiresAt: null,
        },
        viewers: candidate.viewers ?? [],
        aliases: candidate.aliases ?? [],
      };
      const { pools, snoozedUntil, lawfulBasis, viewers, aliases } = whole;
      await deps.candidates.upgrade(candidate._id, candidate.revision, {
        ...{ pools, snoozedUntil, lawfulBasis, viewers, aliases },
        ...derived(whole),
        ...(candidate.blocks === undefined && { duplicatesDue: true }),
      });
      done++;
    }
    if (old.length < AT_ONCE) break;
  }
  return done;
}
