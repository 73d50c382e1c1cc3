import type { Candidate } from '#candidates/candidate.ts';
import type { ChangeDeps } from '#candidates/change.ts';
import type { RecordDeps } from '#engagement/record.ts';
import type { BatchDeps } from '#outreach/batch/work-off.ts';
import type { Model } from '#platform/llm/model.ts';
import type { Prompt } from '#platform/llm/prompt.ts';
import type { Logger } from '#platform/logger.ts';
import type { PoolChangeDeps } from '#pools/pools.ts';
import type { AuthorizeDeps } from '#team/actor.ts';
import type { TeamDeps } from '#team/members.ts';
import type { RoleDeps } from './keep.ts';
import type { Match } from './match.ts';
import type { Place, RolePost } from './post.ts';
import type { PostStore } from './post-store.ts';
import type { RankDeps } from './ranking/rank.ts';
import type { Closing, Role } from './role.ts';

/** What a message that lists matches says. */
export interface PostView {
  post: RolePost;
  role: Role;
  people: { match: Match; candidate: Candidate }[];
  blocked: { candidate: Candidate; why: string }[];
}

/** What a hiring manager is asked, or was. */
export interface AskView {
  role: Role;
  match: Match;
  candidate: Candidate;
  /** The post in the role's channel under which it is asked, too; null: by direct message only. */
  thread: Place | null;
}

/** What became of closing a role. */
export interface Closed {
  role: Role;
  closing: Closing;
  hired: number;
  medalists: number;
  /** Null: nobody was to be enrolled. */
  enrolled: number | null;
  /** Why some weren't enrolled. */
  refused: string[];
}

/** What roles say in Slack; each throws when Slack is away. */
export interface Saying {
  /** Posts a list of matches, or shows it again. */
  showPost(view: PostView): Promise<Place>;
  /** Takes back a message that somebody else has posted, too; one that isn't there any more is fine. */
  remove(place: Place): Promise<void>;
  /** Asks the hiring manager, or shows again what they were asked. @returns where */
  showAsk(view: AskView): Promise<Place[]>;
  /** Tells the recruiter what the hiring manager said. @returns where */
  tellWord(view: AskView & { recruiter: string }): Promise<Place>;
  tellClosed(closed: Closed): Promise<void>;
}

/** Everything that roles work with. */
export interface RolesDeps
  extends RoleDeps,
    RankDeps,
    PoolChangeDeps,
    ChangeDeps,
    RecordDeps,
    TeamDeps,
    Pick<AuthorizeDeps, 'lookUp'> {
  posts: PostStore;
  outreach: BatchDeps;
  saying: Saying;
  /**
   * Puts somebody into a sequence, permission asked.
   * @returns why not, in words; null: they are in it now, or were
   */
  enrol: (sequence: string, candidateId: string, by: string) => Promise<string | null>;
  /** Sequences with steps, to pick from; the ready ones are made for whoever asks first. */
  sequencesToPick: (asker: {
    id: string;
    name: string;
    timeZone: string;
  }) => Promise<{ id: string; name: string }[]>;
  /** Null: descriptions are read by known words. */
  model: Model | null;
  descriptionPrompt: Prompt;
  logger: Logger;
  /** Names this process in leases. */
  processId: string;
}
