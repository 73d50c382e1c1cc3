import { z } from 'zod';
import { happenedSchema } from './happened.ts';

/** Where the relationship stands. */
export const STAGES = [
  'prospect',
  'contacted',
  'engaged',
  'nurturing',
  'applied',
  'interviewing',
  'silver medalist',
  'hired',
  'declined',
  'alumni',
] as const;
export type Stage = (typeof STAGES)[number];

/** Seniority levels, in rising order: the distance between two is the difference of their positions. */
export const SENIORITIES = [
  'Intern',
  'Junior',
  'Mid-level',
  'Senior',
  'Staff',
  'Principal',
  'Manager',
  'Director',
  'VP',
  'Executive',
] as const;

/** How a person first came to us. */
export const SOURCES = [
  'Sourced',
  'Referral',
  'Past applicant',
  'Silver medalist',
  'Event',
  'Inbound',
  'Import',
  'Other',
] as const;

/** What allows us to keep and write to somebody (GDPR article 6). */
export const LAWFUL_BASES = ['legitimate interest', 'consent', 'contract'] as const;

/** Why a candidate may not be written to. Hard reasons of product.md section 7 that live on the record. */
export const SUPPRESSION_REASONS = ['opted out', 'bounced'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

const suppressionSchema = z.object({
  reason: z.enum(SUPPRESSION_REASONS),
  at: z.date(),
  /** Slack user id, or `candidate` when the person did it themselves, or `mail` for a bounce. */
  by: z.string(),
});

const interestSchema = z.object({
  /** Canonical word, e.g. `backend`. */
  what: z.string(),
  at: z.date(),
  /** How it was expressed, e.g. `said to a recruiter`. */
  how: z.string(),
});

/**
 * One person as kept in the collection `candidates`.
 *
 * `keys` holds what makes two records the same person, normalised: `email:ana@example.com`,
 * `phone:+15125550123`, `link:linkedin.com/in/ana`. A unique index over it is what keeps two recruiters who
 * save the same person in the same moment from making two records.
 */
export const candidateSchema = z.object({
  _id: z.string(),
  name: z.string(),
  /** Newest first; the first one is written to. Normalised: trimmed, domain in lower case. */
  emails: z.array(z.string()),
  /** E.164. */
  phones: z.array(z.string()),
  /** Absolute https URLs. */
  links: z.array(z.string()),
  keys: z.array(z.string()),
  headline: z.string().nullable(),
  company: z.string().nullable(),
  location: z.string().nullable(),
  seniority: z.enum(SENIORITIES).nullable(),
  skills: z.array(z.string()),
  interests: z.array(interestSchema),
  tags: z.array(z.string()),
  /** Pools by hand that they are in, since when, and who put them there. */
  pools: z.array(z.object({ id: z.string(), at: z.date(), by: z.string() })),
  /** Written once at capture and kept for ever. */
  source: z.object({ kind: z.enum(SOURCES), detail: z.string().nullable(), at: z.date(), by: z.string() }),
  /** Slack user id of who looks after the relationship. */
  owner: z.string().nullable(),
  stage: z.enum(STAGES),
  suppressions: z.array(suppressionSchema),
  /** Until when nobody wants to write to them, unless a person says so; null: not snoozed. */
  snoozedUntil: z.date().nullable(),
  lawfulBasis: z.object({
    basis: z.enum(LAWFUL_BASES),
    at: z.date(),
    /** Null: it doesn't run out. */
    expiresAt: z.date().nullable(),
  }),
  /** Hiring managers who may see the limited card: Slack user ids. */
  viewers: z.array(z.string()),
  /** Ids of records that were merged into this one: touchpoints and drafts of theirs are read as ours. */
  aliases: z.array(z.string()),

  /** While a merge or its undoing is under way: the id of the record that can't be found by itself in between. */
  absorbing: z.string().optional(),

  // Derived from the above, for search (tokens.ts, place.ts).
  place: z.object({
    city: z.string().nullable(),
    country: z.string().nullable(),
    timeZone: z.string().nullable(),
  }),
  nameKey: z.string(),
  /** All words in order, one line a field, with a space before each word. */
  text: z.string(),
  /** What facets ask for, e.g. `:skill:python`. */
  facets: z.array(z.string()),
  /** Words, their first three letters and the facets: the one array that is indexed. */
  tokens: z.array(z.string()),
  // What a ranking can read in an index (sketch.ts): facet tokens, e.g. `:skill:go`, and bits.
  skillTokens: z.array(z.string()),
  sketchSkills0: z.int(),
  sketchSkills1: z.int(),
  sketchSkills2: z.int(),
  sketchSkills3: z.int(),
  sketchInterests: z.int(),
  sketchPlace: z.int(),
  interestedAt: z.array(z.object({ key: z.string(), at: z.date() })),
  /** Groups within which likely duplicates are looked for (duplicates/blocks.ts). */
  blocks: z.array(z.string()),
  /** There while nobody has looked for duplicates since the last change that matters. */
  duplicatesDue: z.literal(true).optional(),
  /** There while nobody has followed their last move to another stage (stage-moves.ts), or they were merged. */
  stageMoved: z.literal(true).optional(),

  /** What workflow rules have still to look at; missing and empty are the same. */
  happened: z.array(happenedSchema).optional(),

  /** Derived from touchpoints, rewritten as a whole by engagement/record.ts, never by hand. */
  engagement: z.object({
    /** log2 Σ weight · 2^(t/half-life), see engagement/temperature.ts; a very low number when there is none. */
    heat: z.number(),
    lastContactedAt: z.date().nullable(),
    lastEngagedAt: z.date().nullable(),
    lastAnswer: z.object({ at: z.date(), sentiment: z.string().nullable() }).nullable(),
    /** When anything happened last, notes included. */
    lastAt: z.date().nullable(),
    /** Rises with each rewrite of this part; apart from `revision`, so that an answer that comes in while
     * somebody edits the person doesn't stand in their way. */
    revision: z.number().int(),
  }),
  /** Rises by one with each change; an update names the revision that it read. */
  revision: z.number().int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

export type Candidate = z.infer<typeof candidateSchema>;
export type Interest = z.infer<typeof interestSchema>;

/** The ids under which somebody's touchpoints and drafts are kept, their own first. */
export function idsOf({ _id, aliases }: Pick<Candidate, '_id' | 'aliases'>): string[] {
  // Records of earlier versions have no aliases until they are upgraded.
  return [_id, ...(aliases ?? [])];
}
