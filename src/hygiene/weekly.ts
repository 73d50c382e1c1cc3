import { DateTime } from 'luxon';
import type { Asker } from '#candidates/search.ts';
import { type Finding, type FindingDeps, findingsFor } from './findings.ts';
import type { HygieneStore } from './store.ts';

export interface HygieneDeps extends FindingDeps {
  hygiene: HygieneStore;
  /** Everybody who works with candidates. */
  recruiters: () => Promise<(Asker & { isAdmin: boolean })[]>;
  /** One message to one person, with a button at each finding. */
  tell: (userId: string, findings: Finding[]) => Promise<void>;
}

const MONDAY = 1;
const FROM_HOUR = 9;
/** Wednesday: when the app was down on Monday, it comes late, but not for the weekend. */
const LATEST_DAY = 3;

/**
 * Writes to everybody who works with candidates what of theirs wants a look: once a week, on Monday from 09:00 of their
 * time zone, until Wednesday if the app was down then, and not at all when there is nothing. For a recurring job.
 */
export async function weeklyHygiene(deps: HygieneDeps, stopping?: AbortSignal): Promise<void> {
  for (const person of await deps.recruiters()) {
    if (stopping?.aborted) return;
    const there = DateTime.fromJSDate(deps.clock.now(), { zone: person.timeZone });
    if (there.weekday > LATEST_DAY || (there.weekday === MONDAY && there.hour < FROM_HOUR)) continue;
    const letter = `${person.id}:${there.toFormat("kkkk-'W'WW")}`;
    if (!(await deps.hygiene.claim(letter, deps.clock.now()))) continue;
    try {
      const findings = await findingsFor(deps, person, person.isAdmin);
      if (findings.length > 0) await deps.tell(person.id, findings);
    } catch (error) {
      // Slack or the database was away: the next look writes it.
      await deps.hygiene.release(letter);
      throw error;
    }
  }
}
