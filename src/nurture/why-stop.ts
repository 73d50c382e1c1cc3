import type { Candidate } from '#candidates/candidate.ts';
import type { Touchpoint } from '#engagement/touchpoint.ts';
import type { NurtureDeps } from './deps.ts';
import type { Enrolment, Stop } from './enrolment.ts';
import type { Sequence } from './sequence.ts';

/** Product.md section 9: what ends an enrolment, asked before each step, and before each message of one goes out. */
export function whyStop(
  { outreach }: { outreach: Pick<NurtureDeps['outreach'], 'people'> },
  sequence: Sequence,
  { startedAt }: Enrolment,
  candidate: Candidate,
  history: readonly Touchpoint[],
): Stop | null {
  const since = history.filter(({ at }) => at > startedAt);
  const has = (kind: Touchpoint['kind']) => since.some((one) => one.kind === kind && one.direction === 'in');
  if (candidate.suppressions.some(({ reason }) => reason === 'opted out')) return 'opted out';
  if (candidate.suppressions.some(({ reason }) => reason === 'bounced')) return 'bounced';
  if (has('replied') || has('inbound message')) return 'answered';
  if (candidate.stage === 'hired') return 'hired';
  if (has('applied') || candidate.stage === 'applied' || candidate.stage === 'interviewing') return 'applied';
  const warmth = outreach.people.temperature(candidate);
  if (sequence.stopAt === 'hot' && warmth === 'hot') return 'warm';
  if (sequence.stopAt === 'warm' && warmth !== 'cold') return 'warm';
  return null;
}
