import type { Logger } from '#platform/logger.ts';
import type { CommandWord } from '#platform/slack/surface.ts';
import type { CaptureDeps } from '../capture.ts';
import type { SearchDeps } from '../searches.ts';

/** Everything that the Slack side of candidates works with. */
export interface CandidateSlackDeps extends CaptureDeps, SearchDeps {
  /** Words of `/candidate` beyond its own. */
  words: Record<string, CommandWord>;
  logger: Logger;
}

/** The permission that everything here needs. */
export const NEED = 'candidates';
