import { heatOf, type TemperatureSettings, temperatureAt } from '#engagement/temperature.ts';
import { isEngaging, type Touchpoint } from '#engagement/touchpoint.ts';

/** Days in which an answer counts as recovered, and in which one person counts once (product.md section 10). */
export const COUNTS_FOR_DAYS = 60;
/** Days that the rate looks back. */
export const RATE_DAYS = 180;
export const SILENT_MONTHS = 6;
/** Whoever crossed downwards so lately is going cold: as long as a draft about it waits for a decision. */
const GOING_COLD_DAYS = 14;
const DAY_MS = 86_400_000;

/** We turned to somebody who had gone cold, in the collection `reengagements`. */
export interface Reengagement {
  /** What it was: `draft:ID` or `enrolment:ID`. */
  _id: string;
  /** Null: the person was erased; that it happened, and what came of it, goes on counting. */
  candidateId: string | null;
  at: Date;
  means: 'message' | 'sequence';
  /** Slack user id of who looked after the person then; of who wrote or enrolled them when nobody did. */
  owner: string;
  sequence: string | null;
  pool: string | null;
  /** True for 60 days: as long nothing else counts for this person. */
  counting: boolean;
  /** True when nothing changes any more: 60 days are over, or the person was erased. Then `recovered` holds. */
  settled: boolean;
  recovered: boolean;
}

/** Whether an answer at this moment is one to it. */
export function isInTime(reengagedAt: Date, answeredAt: Date): boolean {
  return answeredAt > reengagedAt && answeredAt.getTime() - reengagedAt.getTime() <= COUNTS_FOR_DAYS * DAY_MS;
}

/**
 * Whether somebody was cold at a moment, or going cold (hot two weeks before and not any more), or silent for six months:
 * told by what had happened until then, however late it is asked.
 * @param touchpoints all of one person, in any order
 */
export function hadGoneCold(
  touchpoints: readonly Touchpoint[],
  at: Date,
  settings: TemperatureSettings,
): boolean {
  const until = (moment: Date) => touchpoints.filter((one) => one.at < moment);
  const warmth = (moment: Date) => temperatureAt(heatOf(until(moment), settings), moment, settings);
  const now = warmth(at);
  if (now === 'cold') return true;
  if (now === 'warm' && warmth(new Date(at.getTime() - GOING_COLD_DAYS * DAY_MS)) === 'hot') return true;
  const silentSince = new Date(at);
  silentSince.setUTCMonth(silentSince.getUTCMonth() - SILENT_MONTHS);
  return !until(at).some((one) => isEngaging(one.kind) && one.at > silentSince);
}

/** Whether there was ever anything to go back to: who was only added has nothing to cool down. */
export function wasEverEngaged(touchpoints: readonly Touchpoint[], at: Date): boolean {
  return touchpoints.some((one) => isEngaging(one.kind) && one.at < at);
}
