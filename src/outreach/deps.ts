import type { AuditDeps } from '#audit/record.ts';
import type { Sentiment } from '#engagement/touchpoint.ts';
import type { Clock } from '#platform/clock.ts';
import type { Model } from '#platform/llm/model.ts';
import type { Prompt } from '#platform/llm/prompt.ts';
import type { Logger } from '#platform/logger.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { Draft } from './draft.ts';
import type { MessageRules } from './message-rules.ts';
import type { People } from './people.ts';
import type { WritingRules } from './permission/permission.ts';
import type { SendSlots } from './sending/slots.ts';
import type { DraftStore } from './store.ts';

/** Who we are to the people whom we write to. */
export interface Sender {
  /** Address of MAIL_FROM, without the name. */
  address: string;
  /** Null: no e-mail is sent at all. */
  postalAddress: string | null;
  /** Without a slash at the end; null: nobody outside can reach us, so only mailto unsubscribes. */
  publicUrl: string | null;
  /** Signs unsubscribe links. */
  secretKey: string;
}

/** What a sequence says of a message of its own in the moment before it goes out. */
export type StepPermission =
  /** Nobody is in it any more: why. */
  | { ended: string }
  /** Nobody has approved it by hand, and it is not the time. */
  | { later: Date }
  /** Nobody has approved it by hand, and somebody has to: why. */
  | { ask: string };

export interface Inbox {
  /** Tells the person who asked for a draft that its receiver did something. */
  answered(draft: Draft | null, answer: Answer): Promise<void>;
}

/** What came back from a candidate, for the person who looks after them. */
export interface Answer {
  kind: 'reply' | 'bounce' | 'opt-out' | 'challenge' | 'notice';
  candidateId: string;
  /** The touchpoint that it was recorded as. */
  touchpointId: string;
  /** Slack user id of whom to tell; null: nobody is known. */
  tell: string | null;
  text: string;
  /** Of a reply: what the model makes of it, and whether it seems to ask not to be written to. */
  sentiment?: Sentiment | null;
  wantsOut?: boolean;
}

/** Everything that outreach works with; each verb names the part that it takes. */
export interface OutreachDeps {
  drafts: DraftStore;
  people: People;
  audit: AuditDeps['audit'];
  clock: Clock;
  logger: Logger;
  /** Null: drafts come from templates. */
  model: Model | null;
  prompt: Prompt;
  /** Reads what an answer means. */
  readingPrompt: Prompt;
  mailer: Mailer;
  slots: SendSlots;
  sender: Sender;
  inbox: Inbox;
  /** How often people may be written to; the object stays the same one while an admin changes what is in it. */
  writing: WritingRules;
  /** How messages sound, who decides, how fast they go; live as `writing` is. */
  messages: MessageRules;
  /** A colleague in whose name a message may go out; null for guests, bots and people who have left. */
  colleague: (userId: string) => Promise<Draft['requester'] | null>;
  /** Ends every sequence that somebody is in. */
  stopSequences: (
    candidateIds: readonly string[],
    why: 'answered' | 'opted out' | 'bounced',
  ) => Promise<unknown>;
  /** Asks the sequence that a draft is a step of; null: it may go out. */
  maySendStep: (draft: Draft) => Promise<StepPermission | null>;
  /** Counts what came in, by what it was. */
  count: Pick<Metrics, 'inbound'>;
  /** Names this process in leases. */
  processId: string;
  /** Brings the approval message up to date; never throws. */
  show: (draftId: string) => Promise<void>;
}

/** Names that `prompts/read-answer.md` may use. */
export const READING_PROMPT_VARIABLES = ['message'] as const;

/** Names that `prompts/draft-message.md` may use. */
export const DRAFT_PROMPT_VARIABLES = [
  'channel',
  'tone',
  'language',
  'style',
  'facts',
  'previous',
  'instruction',
  'problems',
] as const;
