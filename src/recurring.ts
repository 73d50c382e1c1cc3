import { upgradeCandidates } from '#candidates/upgrade.ts';
import { type DailyDeps, writeDigests } from '#digest/daily.ts';
import { type MergeDeps, tendMerges } from '#duplicates/merging.ts';
import { type ScanDeps, scanForDuplicates } from '#duplicates/scan.ts';
import { recountPending } from '#engagement/record.ts';
import { type AttendDeps, settleAttendances } from '#events/attend.ts';
import { countMonths, type MonthDeps } from '#fairness/months.ts';
import { type HygieneDeps, weeklyHygiene } from '#hygiene/weekly.ts';
import { giveUpOldImports, type ImportDeps, workOffImports } from '#imports/run.ts';
import { type BulkDeps, workOffBulks } from '#nurture/enrol-many.ts';
import { sweepEnrolments } from '#nurture/sweep.ts';
import type { BatchDeps } from '#outreach/batch/work-off.ts';
import { registerOutreachJobs } from '#outreach/jobs.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import type { Slack } from '#platform/slack/create-slack.ts';
import { type AddingDeps, workOffAdditions } from '#pools/adding.ts';
import { keepDays } from '#pools/figures.ts';
import { finishDeleting } from '#pools/pools.ts';
import { askOwnerIn } from '#pools/slack/tell.ts';
import { askAboutStale } from '#pools/stale.ts';
import { type ColdDeps, tendColdRules } from '#pools/when-cold.ts';
import { finishErasures } from '#privacy/erase.ts';
import { type RetentionDeps, sweepRetention } from '#privacy/retention.ts';
import { noteEnrolments } from '#reengagement/note.ts';
import { type RateDeps, settleReengagements } from '#reengagement/rate.ts';
import type { ReferralDeps } from '#referrals/deps.ts';
import { followPeople } from '#referrals/follow.ts';
import { closeOldMentions } from '#referrals/mentions.ts';
import { settleOwed } from '#referrals/settle.ts';
import { upgradeReferrals } from '#referrals/upgrade.ts';
import { type ReminderDeps, tellDue } from '#reminders/remind.ts';
import type { RolesDeps } from '#roles/deps.ts';
import { tendExpected } from '#roles/expected.ts';
import { announceArrivals, sweepRoles } from '#roles/sweep.ts';
import type { RuleDeps } from '#rules/deps.ts';
import { sweepRules } from '#rules/sweep.ts';
import { type SettingsDeps, workOffRecount } from '#settings/change.ts';

/** What recurs, with what each works on. */
export interface RecurringDeps {
  base: ScanDeps & MergeDeps & Parameters<typeof upgradeCandidates>[0];
  outreach: BatchDeps;
  importing: ImportDeps;
  pooling: AddingDeps & ColdDeps;
  referring: ReferralDeps;
  keeping: RetentionDeps;
  setting: SettingsDeps;
  reminding: ReminderDeps;
  nurturing: BulkDeps;
  filling: RolesDeps;
  ruling: RuleDeps;
  noting: Parameters<typeof noteEnrolments>[0] & RateDeps;
  digest: DailyDeps;
  meeting: AttendDeps;
  fairness: MonthDeps;
  hygiene: HygieneDeps;
  client: Slack['client'];
}

/** Every sweep, and how often it looks, in seconds. */
export function recurring(jobs: Jobs, deps: RecurringDeps): void {
  const {
    base,
    outreach,
    importing,
    pooling,
    referring,
    keeping,
    setting,
    hygiene,
    reminding,
    nurturing,
    filling,
    ruling,
    noting,
    digest,
    meeting,
    fairness,
    client,
  } = deps;
  registerOutreachJobs(jobs, outreach);
  jobs.every('count touchpoints', 30, () => recountPending(base));
  jobs.every('look for duplicates', 60, async (stopping) => {
    await scanForDuplicates(base, stopping);
  });
  jobs.every('finish and forget merges', 60, () => tendMerges(base));
  jobs.every('work off imports', 15, (stopping) => workOffImports(importing, stopping));
  jobs.every('give up old imports', 300, () => giveUpOldImports(importing));
  jobs.every('add to pools', 30, (stopping) => workOffAdditions(pooling, stopping));
  jobs.every('delete pools', 60, (stopping) => finishDeleting(pooling, stopping));
  jobs.every('count pools', 3_600, (stopping) => keepDays(pooling, stopping));
  jobs.every('ask about stale pools', 3_600, () =>
    askAboutStale({ ...pooling, askOwner: askOwnerIn(client) }),
  );
  jobs.every('follow referred people', 60, (stopping) => followPeople(referring, stopping));
  jobs.every('tell of referrals', 60, (stopping) => settleOwed(referring, stopping));
  jobs.every('close old mentions', 600, () => closeOldMentions(referring));
  jobs.every('count temperatures anew', 15, (stopping) => workOffRecount(setting, stopping));
  jobs.every('tell reminders', 30, (stopping) => tellDue(reminding, stopping));
  jobs.every('follow rules', 15, (stopping) => sweepRules(ruling, stopping));
  jobs.every('enrol people of pools', 300, (stopping) => tendColdRules(pooling, stopping));
  jobs.every('enrol many', 30, (stopping) => workOffBulks(nurturing, stopping));
  jobs.every('note re-engagements', 15, (stopping) => noteEnrolments(noting, stopping));
  jobs.every('settle re-engagements', 3_600, (stopping) => settleReengagements(noting, stopping));
  jobs.every('sweep enrolments', 15, (stopping) => sweepEnrolments(nurturing, stopping));
  jobs.every('settle attendances', 60, (stopping) => settleAttendances(meeting, stopping));
  jobs.every('count selection rates', 21_600, (stopping) => countMonths(fairness, stopping));
  jobs.every('see to roles', 15, (stopping) => sweepRoles(filling, stopping));
  jobs.every('look for arrivals', 60, (stopping) => announceArrivals(filling, stopping));
  jobs.every('see to expected roles', 900, (stopping) => tendExpected(filling, stopping));
  jobs.every('write digests', 60, (stopping) => writeDigests(digest, stopping));
  jobs.every('weekly hygiene', 900, (stopping) => weeklyHygiene(hygiene, stopping));
  jobs.every('finish erasures', 30, () => finishErasures(keeping));
  jobs.every('erase by the retention rule', 3_600, async (stopping) => {
    await sweepRetention(keeping, stopping);
  });
  // Each by itself: a record that can't be upgraded keeps no other kind waiting.
  jobs.every('upgrade old referrals', 3_600, async () => void (await upgradeReferrals(referring)));
  jobs.every('upgrade old records', 3_600, async (stopping) => {
    await upgradeCandidates(base, stopping);
  });
}
