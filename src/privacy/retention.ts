import { recordAudit } from '#audit/record.ts';
import type { Candidate } from '#candidates/candidate.ts';
import { basisFigures, consentsEndingBetween, type KeepingDeps, quietSince } from '#candidates/keeping.ts';
import { erase, type PrivacyDeps } from './erase.ts';

export interface RetentionDeps extends PrivacyDeps, KeepingDeps {}

const DAY_MS = 86_400_000;
/** Consents that end within so many days are shown. */
const SOON_DAYS = 30;
/** People erased by the rule in one go. */
const AT_ONCE = 50;
export const RETENTION_MONTHS = [12, 24, 36, 60] as const;

/** What admins see about privacy. */
export interface PrivacyFigures {
  /** People by lawful basis. */
  bases: Record<Candidate['lawfulBasis']['basis'], number>;
  /** Consents that end within 30 days, and those that have ended. */
  endingSoon: number;
  ended: number;
  erased: number;
  months: number | null;
  /** People whom the rule would erase today. */
  due: number;
}

/**
 * What `/rekindle privacy` shows.
 * @param wouldBe months of a rule that is only asked about; else the one that is set
 */
export async function privacyFigures(deps: RetentionDeps, wouldBe?: number): Promise<PrivacyFigures> {
  const now = deps.clock.now();
  const rule = await deps.privacy.rule();
  const months = wouldBe ?? rule?.months ?? null;
  const [bases, endingSoon, ended, erased, due] = await Promise.all([
    basisFigures(deps),
    consentsEndingBetween(deps, now, new Date(now.getTime() + SOON_DAYS * DAY_MS)),
    consentsEndingBetween(deps, new Date(0), now),
    deps.privacy.countErased(),
    months === null ? [] : quietSince(deps, monthsBefore(now, months), 1_000),
  ]);
  return { bases, endingSoon, ended, erased, months: rule?.months ?? null, due: due.length };
}

/** @param months null: nobody is erased by themselves */
export async function setRetention(deps: RetentionDeps, months: number | null, by: string): Promise<void> {
  const before = await deps.privacy.rule();
  await deps.privacy.setRule({ _id: 'retention', months, by, at: deps.clock.now() });
  await recordAudit(deps, {
    by,
    action: 'retention rule changed',
    subject: 'privacy',
    before: { months: before?.months ?? null },
    after: { months },
    surface: 'modal Privacy',
  });
}

/**
 * Erases people with whom nothing has happened for as long as the rule says; for a recurring job. Hired people, and
 * those who opted out (what keeps us from writing to them would be forgotten), stay.
 */
export async function sweepRetention(deps: RetentionDeps, stopping?: AbortSignal): Promise<number> {
  const rule = await deps.privacy.rule();
  if (!rule || rule.months === null) return 0;
  const before = monthsBefore(deps.clock.now(), rule.months);
  const due = await quietSince(deps, before, AT_ONCE);
  for (const id of due) {
    if (stopping?.aborted) break;
    await erase(deps, id, 'rekindle');
  }
  return due.length;
}

function monthsBefore(now: Date, months: number): Date {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() - months);
  return then;
}
