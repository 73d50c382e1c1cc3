import { derived } from './derived.ts';
import type { CandidateStore, OldCandidate } from './store.ts';

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
    await deps.candidates.upgradeAll(old.map(upgraded));
    done += old.length;
    if (old.length < AT_ONCE) break;
  }
  return done;
}

function upgraded(candidate: OldCandidate) {
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
  const added = {
    ...{ pools, snoozedUntil, lawfulBasis, viewers, aliases },
    ...derived(whole),
    ...(candidate.blocks === undefined && { duplicatesDue: true as const }),
  };
  return { id: candidate._id, revision: candidate.revision, added };
}
