import type { Candidate } from '#candidates/candidate.ts';
import type { OutreachDeps } from '../deps.ts';
import type { Draft } from '../draft.ts';
import { optOut } from '../unsubscribe.ts';
import { endSequences } from './end-sequences.ts';
import { recordStatus } from './record-status.ts';
import { tellAbout } from './tell.ts';

type Deps = OutreachDeps;

/** What became of a message, however we heard of it. */
export interface Failure {
  recipient: string | null;
  /** Of our message. */
  messageId: string | null;
  status: string | null;
  /** Whether the address itself doesn't work; only then nobody writes there any more. */
  permanent: boolean;
}

/**
 * Finds whom a failure is about: by the message that it names, else by the address, where whoever says it is known.
 * A report that came as a mail may be anybody's, and an address anybody can know; who names a message has seen it.
 */
async function about(
  deps: Deps,
  { messageId, recipient }: Failure,
  from: 'provider' | 'mail',
): Promise<{ candidate: Candidate; draft: Draft | null } | null> {
  const draft = messageId ? await deps.drafts.byMessageIds([messageId]) : null;
  if (!draft && from === 'mail') return null;
  const candidate = draft
    ? await deps.people.byId(draft.candidateId)
    : recipient && (await deps.people.byEmail(recipient));
  return candidate ? { candidate, draft } : null;
}

/**
 * A message couldn't be delivered.
 * @param touchpointId the same one a second time changes nothing
 * @param from who says so: a provider, whose signature was checked, or a mail that anybody may have written
 */
export async function receiveFailure(
  deps: Deps,
  failure: Failure,
  touchpointId: string,
  from: 'provider' | 'mail',
): Promise<'bounce' | 'unmatched'> {
  const found = await about(deps, failure, from);
  if (!found) return 'unmatched';
  const { candidate, draft } = found;
  const status = failure.status ? ` (${failure.status})` : '';
  const isNew = await recordStatus(
    deps,
    { touchpointId, candidateId: candidate._id, draftId: draft?._id ?? null },
    failure.permanent
      ? `The e-mail came back: the address doesn’t work${status}`
      : `The e-mail could not be delivered this time${status}`,
  );
  // The address that came back may be an old one: the card's own is what we write to.
  const isTheirs = failure.recipient === null || failure.recipient === candidate.emails[0]?.toLowerCase();
  if (failure.permanent && isTheirs) {
    await deps.people.suppress(candidate._id, 'bounced', 'mail');
    await endSequences(deps, candidate, 'bounced');
  }
  if (isNew) {
    const text = failure.permanent ? (isTheirs ? 'permanent' : 'elsewhere') : 'temporary';
    await tellAbout(deps, draft, candidate, { kind: 'bounce', touchpointId, text });
  }
  return 'bounce';
}

/** Somebody pressed “this is spam”: that is an opt-out, said to their provider. */
export async function receiveComplaint(deps: Deps, failure: Failure): Promise<'opt-out' | 'unmatched'> {
  const found = await about(deps, failure, 'provider');
  if (!found) return 'unmatched';
  await optOut(deps, found.candidate._id);
  return 'opt-out';
}
