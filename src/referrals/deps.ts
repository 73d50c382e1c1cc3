import type { Candidate } from '#candidates/candidate.ts';
import type { CaptureDeps } from '#candidates/capture.ts';
import type { FindDeps } from '#candidates/find.ts';
import type { StageDeps } from '#candidates/stage.ts';
import type { Logger } from '#platform/logger.ts';
import type { FindRoleDeps } from '#roles/find.ts';
import type { RankDeps } from '#roles/ranking/rank.ts';
import type { SlackPerson } from '#team/actor.ts';
import type { MentionStore } from './mention-store.ts';
import type { News, Posted, Referral } from './referral.ts';
import type { ReferralRules } from './rules.ts';
import type { ReferralStore } from './store.ts';

type Where = Pick<Posted, 'channelId' | 'ts'>;

/** What is said in Slack; a candidate of null was erased. An answer of null: this person or channel can't be written to, now or later; throws when Slack is away. */
export interface ReferralTelling {
  /** The message with the buttons, to who decides. */
  ask(to: string, referral: Referral, candidate: Candidate): Promise<Where | null>;
  /** That a bonus is due, to who pays it. */
  askToPay(to: string, referral: Referral, candidate: Candidate | null): Promise<Where | null>;
  /** Brings one of these up to date. */
  show(message: Posted, referral: Referral, candidate: Candidate | null): Promise<void>;
  tell(referral: Referral, candidate: Candidate | null, news: News): Promise<Where | null>;
  /** Removes a message of ours. */
  remove(message: Where): Promise<void>;
  /** Takes the button and whom it named out of an answer in a thread. */
  closeMention(message: Where, why: 'referred' | 'too old'): Promise<void>;
}

/** What the verbs of this folder work with. */
export interface ReferralDeps extends CaptureDeps, FindDeps, FindRoleDeps, RankDeps, StageDeps {
  referrals: ReferralStore;
  mentions: MentionStore;
  referralRules: ReferralRules;
  logger: Logger;
  /** Null for a user whom Slack doesn't know. */
  lookUp: (userId: string) => Promise<SlackPerson | null>;
  /** Who has this address in Slack; null for nobody, and where Slack doesn't tell addresses. */
  memberByEmail: (email: string) => Promise<SlackPerson | null>;
  /** Slack user ids of recruiters, and whether somebody is one. */
  recruiters: () => Promise<readonly string[]>;
  isRecruiter: (userId: string) => Promise<boolean>;
  admins: () => Promise<readonly string[]>;
  telling: ReferralTelling;
}
