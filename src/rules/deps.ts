import type { Candidate } from '#candidates/candidate.ts';
import type { ChangeDeps } from '#candidates/change.ts';
import type { HappeningDeps } from '#candidates/happenings.ts';
import type { VocabularyDeps } from '#candidates/vocabulary.ts';
import type { RecordDeps } from '#engagement/record.ts';
import type { NurtureDeps } from '#nurture/deps.ts';
import type { Logger } from '#platform/logger.ts';
import type { PoolDeps } from '#pools/figures.ts';
import type { ReminderDeps } from '#reminders/remind.ts';
import type { Rule } from './rule.ts';
import type { MemberStore, RuleStore, RunStore } from './store.ts';

/** What rules work with. */
export interface RuleDeps
  extends NurtureDeps,
    PoolDeps,
    ChangeDeps,
    RecordDeps,
    VocabularyDeps,
    HappeningDeps,
    Pick<ReminderDeps, 'reminders'> {
  rules: RuleStore;
  runs: RunStore;
  members: MemberStore;
  logger: Logger;
  clock: NurtureDeps['clock'];
  /** Reads anew what is to be looked at; call it after each change of a rule. */
  refreshWatched: () => Promise<void>;
  /**
   * Tells a channel what has happened to somebody.
   * @throws PersonError when the channel is gone or closed to the app; anything else may work later
   */
  tellChannel: (told: { channel: string; candidate: Candidate; rule: Rule }) => Promise<void>;
}
