import type { Logger } from '#platform/logger.ts';
import type { CommandWord } from '#platform/slack/surface.ts';
import type { Candidate } from '../candidate.ts';
import type { CaptureDeps } from '../capture.ts';
import type { SearchDeps } from '../searches.ts';

/** Everything that the Slack side of candidates works with. */
export interface CandidateSlackDeps extends CaptureDeps, SearchDeps {
  /** Words of `/candidate` beyond its own. */
  words: Record<string, CommandWord>;
  /** Names of pools by hand, by id. */
  poolNames: (ids: readonly string[]) => Promise<string[]>;
  /** When somebody is followed up next, and by whom. */
  nextFollowUp: (candidate: Candidate) => Promise<{ at: Date; by: string } | null>;
  /** Ids of the people who were shown for a hiring manager's roles. */
  shownToManager: (userId: string) => Promise<string[]>;
  /** Whether somebody was shown for a role of this hiring manager's. */
  isShownToManager: (userId: string, candidate: Candidate) => Promise<boolean>;
  /** Tells a role why it may not do something, and who can help: mrkdwn. */
  refusal: (role: string, need: string) => Promise<string>;
  /** Role of somebody; null for who may do nothing here. */
  roleOf: (userId: string) => Promise<string | null>;
  logger: Logger;
}

/** The permission that everything here needs. */
export const NEED = 'candidates';
/** But for what hiring managers may see of people who were shared with them. */
export const NEED_LIMITED = 'shared candidates';
