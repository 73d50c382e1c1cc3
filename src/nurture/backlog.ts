import type { NurtureDeps } from './deps.ts';

/** The sweep looks every fifteen seconds; what is due longer than this is late. */
const LATE_MS = 120_000;
const COUNTED = 10_000;

/** How many steps of sequences are late, in words; nothing when none is. */
export async function lateSteps(deps: Pick<NurtureDeps, 'enrolments' | 'clock'>): Promise<string[]> {
  const late = await deps.enrolments.backlog(new Date(deps.clock.now().getTime() - LATE_MS), COUNTED);
  if (late === 0) return [];
  const count = late >= COUNTED ? `more than ${COUNTED.toLocaleString('en')}` : late.toLocaleString('en');
  return [
    `Sequences are behind: ${count} ${late === 1 ? 'step is' : 'steps are'} due for more than two minutes.`,
  ];
}
