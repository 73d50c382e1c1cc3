import { z } from 'zod';

/** Kinds of touchpoint; the labels are what a person reads and picks. */
export const KINDS = {
  replied: 'Reply',
  meeting: 'Meeting',
  interview: 'Interview',
  applied: 'Application',
  'inbound message': 'Inbound message',
  call: 'Call',
  'event attended': 'Event attended',
  referred: 'Referral',
  clicked: 'Click',
  opened: 'Open',
  'content shared': 'Content shared',
  'message sent': 'Message sent',
  note: 'Note',
  /** A person's decision about a draft (approved, edited, discarded …): kept on the card, carries no weight. */
  decision: 'Decision',
  /** Something that happened to the record: opted out, bounced. Carries no weight. */
  status: 'Status',
} as const;
export type Kind = keyof typeof KINDS;

/** Things that a candidate does, or that we do together: they move “last engaged”. */
const ENGAGING: ReadonlySet<Kind> = new Set([
  'replied',
  'meeting',
  'interview',
  'applied',
  'inbound message',
  'call',
  'event attended',
  'clicked',
]);

/** Whether they did it, or we did it together: it moves “last engaged”. */
export function isEngaging(kind: Kind): boolean {
  return ENGAGING.has(kind);
}

export const SENTIMENTS = ['positive', 'neutral', 'negative'] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

/**
 * One thing that happened between us and a candidate, in the collection `touchpoints`. Never deleted except by erasure,
 * and never edited: only how an answer was meant is put down afterwards (judge.ts).
 */
export const touchpointSchema = z.object({
  /** Derived from what caused it (a draft, a view, a Message-ID), so that recording it twice records it once. */
  _id: z.string(),
  candidateId: z.string(),
  kind: z.enum(Object.keys(KINDS) as [Kind, ...Kind[]]),
  /** `in`: they did it; `out`: we did it. */
  direction: z.enum(['in', 'out']),
  at: z.date(),
  /** Slack user id; `candidate`, or `rekindle` for what the app noticed by itself. */
  by: z.string(),
  /** `email`, `linkedin`, `phone`, `slack`, `in person`, … */
  channel: z.string().nullable(),
  sentiment: z.enum(SENTIMENTS).nullable(),
  /** Who said how it was meant: a Slack user id or `model`; missing when it came with the sentiment. */
  judgedBy: z.string().optional(),
  /** Message-ID of a mail that came in, so that an answer to it is threaded; with angle brackets. */
  messageId: z.string().nullable().optional(),
  draftId: z.string().nullable(),
  note: z.string().nullable(),
  /** True until the candidate's engagement has been recomputed with it; a sweep takes up what a crash left. */
  pending: z.boolean(),
  /** There until workflow rules that look at its kind have looked at it. */
  forRules: z.literal(true).optional(),
  recordedAt: z.date(),
});

export type Touchpoint = z.infer<typeof touchpointSchema>;
/** What a caller says; the rest is filled in by record.ts. */
export type NewTouchpoint = Pick<Touchpoint, '_id' | 'candidateId' | 'kind' | 'direction' | 'at' | 'by'> &
  Partial<Pick<Touchpoint, 'channel' | 'sentiment' | 'draftId' | 'note' | 'messageId'>>;
