import type { MovableClock } from '#platform/clock.ts';
import type { Workspace } from '../context.ts';

/** By how much the clock is pushed forward. */
export interface Forward {
  minutes?: number | undefined;
  days?: number | undefined;
  weeks?: number | undefined;
  months?: number | undefined;
}

/**
 * The moment that lies so far ahead. Days and months are those of the calendar in UTC; 31 January and a month is the
 * last day of February.
 */
export function ahead(from: Date, by: Forward): Date {
  const to = new Date(from);
  const months = by.months ?? 0;
  if (months > 0) {
    const day = to.getUTCDate();
    to.setUTCDate(1);
    to.setUTCMonth(to.getUTCMonth() + months);
    const days = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
    to.setUTCDate(Math.min(day, days));
  }
  to.setUTCDate(to.getUTCDate() + (by.days ?? 0) + 7 * (by.weeks ?? 0));
  return new Date(to.getTime() + (by.minutes ?? 0) * 60_000);
}

/** Moves the clock; when this resolves, all that the app does because of it is done. */
export async function moveClock(
  { clock, live }: Pick<Workspace, 'live'> & { clock: MovableClock },
  by: Forward,
): Promise<{ now: string }> {
  await clock.moveTo(ahead(clock.now(), by));
  live.tell({ changed: 'clock' });
  live.tell({ changed: 'workspace' });
  return { now: clock.now().toISOString() };
}
