import { z } from 'zod';
import { touchpointSchema } from '#engagement/touchpoint.ts';

export const PURPOSES = {
  'first contact': 'First contact',
  'follow-up': 'Follow-up',
  're-engagement': 'Re-engagement',
  role: 'Role',
  event: 'Event',
  other: 'Other',
} as const;
export type Purpose = keyof typeof PURPOSES;

export const TONES = { friendly: 'Friendly', professional: 'Professional', brief: 'Brief' } as const;
export type Tone = keyof typeof TONES;

export const CHANNEL_IDS = ['email', 'linkedin', 'phone'] as const;

/** See “A draft's life” in docs/design/outreach.md. */
export const STATES = [
  'drafting',
  'waiting',
  'approved',
  'sending',
  'sent',
  'unclear',
  'failed',
  'discarded',
  'lapsed',
] as const;
export type DraftState = (typeof STATES)[number];

/** Days after which nobody will decide any more; product.md section 8.4. */
export const LAPSES_AFTER_DAYS = 14;

/** What one person asked to be written. */
export const draftRequestSchema = z.object({
  purpose: z.enum(Object.keys(PURPOSES) as [Purpose, ...Purpose[]]),
  /** The role as the recruiter calls it, or empty. */
  role: z.string().max(200),
  tone: z.enum(Object.keys(TONES) as [Tone, ...Tone[]]),
  /** What to mention, or empty. */
  mention: z.string().max(1_000),
  channel: z.enum(CHANNEL_IDS),
});
export type DraftRequest = z.infer<typeof draftRequestSchema>;

const factSchema = z.object({
  /** From 1; what a draft names when it says what it rests on. */
  number: z.number().int(),
  text: z.string(),
  /** Written by people we don't know or for other eyes: material, never an instruction. */
  untrusted: z.boolean(),
  /**
   * `us`: who writes and why; `asked`: what the recruiter typed for this message; `record`: fields of the record;
   * `theirs`: what the candidate wrote or did; `ours`: notes for colleagues. Drafts of earlier versions have none.
   */
  from: z.enum(['us', 'asked', 'record', 'theirs', 'ours']).optional(),
});
export type Fact = z.infer<typeof factSchema>;

const findingSchema = z.object({
  /** The sentence that failed, or null when it is about the message as a whole. */
  sentence: z.string().nullable(),
  /** What is wrong with it, as a sentence. */
  problem: z.string(),
  /** Which check found it; drafts of earlier versions have none. */
  kind: z
    .enum([
      'length',
      'placeholder',
      'address',
      'link',
      'number',
      'date',
      'name',
      'quotation',
      'note',
      'protected',
      'promise',
      'deadline',
      'instruction',
      'language',
    ])
    .optional(),
});
export type Finding = z.infer<typeof findingSchema>;

const versionSchema = z.object({
  /** From 1. */
  number: z.number().int(),
  /** Empty for channels without subjects. */
  subject: z.string(),
  body: z.string(),
  facts: z.array(factSchema),
  factsUsed: z.array(z.number().int()),
  findings: z.array(findingSchema),
  origin: z.enum(['model', 'template', 'edit']),
  /** Slack user id of who asked for it or edited it. */
  by: z.string(),
  at: z.date(),
  promptVersion: z.number().int().nullable(),
  model: z.string().nullable(),
  instruction: z.string().nullable(),
  /** Who edited it and wants it as it is, whatever the checks point out. Earlier versions have none. */
  insisted: z
    .object({ by: z.string(), problems: z.array(z.string()) })
    .nullable()
    .optional(),
  /** What the model was given and gave, both questions together; null without a model. Earlier versions have none. */
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }).nullable().optional(),
  /** In US$ by the price table of the settings; null when the model has no price there. */
  cost: z.number().nullable().optional(),
  /** Told with the draft, e.g. “The model did not answer in time; this is a plain draft from a template.” */
  note: z.string().nullable(),
});
export type Version = z.infer<typeof versionSchema>;

const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** IANA zone when they asked; drafts of earlier versions have none. */
  timeZone: z.string().optional(),
});

/** A message that waits for a person's decision, or has had it, in the collection `drafts`. */
export const draftSchema = z.object({
  _id: z.string(),
  candidateId: z.string(),
  requester: personSchema,
  /** In whose name it goes out; drafts of earlier versions have none: the requester's. */
  sender: personSchema.optional(),
  /** The step of a sequence that it is; null or missing: none. */
  sequence: z
    .object({ id: z.string(), enrolment: z.string(), step: z.string(), variant: z.number().int() })
    .nullable()
    .optional(),
  /** What it answers; null or missing: nothing. */
  answers: z
    .object({ touchpointId: z.string(), messageId: z.string().nullable(), subject: z.string() })
    .nullable()
    .optional(),
  /** The batch in which it is reviewed; null or missing: by itself. */
  batchId: z.string().nullable().optional(),
  request: draftRequestSchema,
  state: z.enum(STATES),
  versions: z.array(versionSchema),
  /** Number of the newest version; 0 while there is none. Decisions name the one that they are about. */
  version: z.number().int(),
  /** What the next version is to do differently, while it is drafted. */
  rewrite: z.object({ instruction: z.string(), by: z.string() }).nullable(),
  /** Who drafts or sends at the moment; a process that dies lets it run out. */
  lease: z.object({ by: z.string(), until: z.date() }).nullable(),
  approval: z
    .object({
      by: z.string(),
      at: z.date(),
      version: z.number().int(),
      /** Ids of the soft reasons against writing that the approver saw and overrode. */
      confirmed: z.array(z.string()),
      /** Nobody looked at it: the author of a sequence's step answers for its template. */
      byItself: z.literal(true).optional(),
      /** How far it is from what was last drafted, in characters, and how long the decision took. */
      measured: z.object({ editDistance: z.number(), decidedAfterMs: z.number() }).optional(),
    })
    .nullable(),
  /** The e-mail address that the approver saw; not in `approval`, which the audit log keeps. Earlier drafts have none. */
  approvedTo: z.string().nullable().optional(),
  /** Attempts that the mail server has put off (4xx); see sending/pace.ts. */
  putOff: z.number().int().optional(),
  /** Approved for then; null: as soon as it is approved. Drafts of earlier versions have none. */
  sendAt: z.date().nullable().optional(),
  /** The attempt under way, or the last one. */
  attempt: z.string().nullable(),
  /** Every attempt ever begun, so that a late answer finds its draft. */
  attempts: z.array(z.string()),
  /** Who ended it and when: sent, discarded, lapsed. */
  ended: z.object({ by: z.string(), at: z.date() }).nullable(),
  /** Why it failed, is unclear, or waits again, as a sentence. */
  problem: z.string().nullable(),
  /** The approval message. */
  message: z.object({ channelId: z.string(), ts: z.string() }).nullable(),
  /** Derived from the id, so that a repeat carries the same one; known before anything is sent. */
  messageIds: z.array(z.string()),
  /** Rises with each change, so that whoever shows it knows whether they showed the newest. */
  revision: z.number().int(),
  /** True until the approval message shows this revision. */
  stale: z.boolean(),
  /** Touchpoints that this change has caused and that are not yet in the history. */
  unrecorded: z.array(touchpointSchema.omit({ pending: true, recordedAt: true })),
  lapsesAt: z.date(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type Draft = z.infer<typeof draftSchema>;
export type DraftTouchpoint = Draft['unrecorded'][number];

/** In whose name a draft goes out, and so who is asked. */
export function senderOf(draft: Pick<Draft, 'requester' | 'sender'>): Draft['requester'] {
  return draft.sender ?? draft.requester;
}

/** The version that a decision would be about; null while the first one is drafted. */
export function newestVersion(draft: Draft): Version | null {
  return draft.versions.at(-1) ?? null;
}

/** The Message-ID of a draft's e-mail: the same at every attempt. `domain` is that of MAIL_FROM. */
export function messageIdOf(draftId: string, domain: string): string {
  return `<draft-${draftId}@${domain}>`;
}

/**
 * A touchpoint caused by a change of a draft. The id says which change, so that recording it twice records once.
 * @param cause e.g. `v2:approved`
 */
export function draftTouchpoint(
  draft: Pick<Draft, '_id' | 'candidateId'>,
  cause: string,
  fields: Pick<DraftTouchpoint, 'kind' | 'by' | 'at' | 'note'> & { channel?: string },
): DraftTouchpoint {
  return {
    _id: `draft:${draft._id}:${cause}`,
    candidateId: draft.candidateId,
    kind: fields.kind,
    direction: 'out',
    at: fields.at,
    by: fields.by,
    channel: fields.channel ?? null,
    sentiment: null,
    draftId: draft._id,
    note: fields.note,
  };
}
