import type { NurtureDeps } from './deps.ts';

/** The sweep looks every fifteen seconds; what is due longer than this is late. */
const LATE_MS = 120_000;
const COUNTED = 10_000;

export type LateDeps = Pick<NurtureDeps, 'enrolments' | 'clock'>;

/** How many steps of sequences are due for more than two minutes, counted up to 10,000. */
export function lateStepCount(deps: LateDeps): Promise<number> {
  return deps.enrolments.backlog(new Date(deps.clock.now().getTime() - LATE_MS), COUNTED);
}

/** How many steps of sequences are late, in words; nothing when none is. */
export async function lateSteps(deps: LateDeps): Promise<string[]> {
  const late = await lateStepCount(deps);
  if (late === 0) return [];
  const count = late >= COUNTED ? `more than ${COUNTED.toLocaleString('en')}` : late.toLocaleString('en');
  return [
    `Sequences are behind: ${count} ${late === 1 ? 'step is' : 'steps are'} due for more than two minutes.`,
  ];
}
