import { wordsOf } from '#candidates/search-words.ts';

/** Days after which a pool in which nobody was written to is stale; its owner is asked. */
export const CADENCES = [30, 60, 90, 180] as const;

/** A named group of candidates, by hand or by query. */
export interface Pool {
  _id: string;
  name: string;
  /** The name without accents and case: two pools of one name would be mixed up. */
  key: string;
  /** In the query language, always current; null: its members are put in by hand (`candidate.pools`). */
  query: string | null;
  purpose: string | null;
  /** Slack user id of who is asked when it goes stale. */
  owner: string;
  /** How many people it should have. */
  targetSize: number | null;
  /** One of CADENCES. */
  cadenceDays: number | null;
  /** When its owner was last asked about it. */
  askedAt: Date | null;
  /** What happens when somebody in it goes cold; null, and missing in earlier pools: nothing. */
  whenCold?: ColdRule | null;
  /** Set while it is being deleted: it is in no list any more, and its members are let go of. */
  deletedAt: Date | null;
  createdAt: Date;
  revision: number;
}

/** Whoever in a pool goes cold is enrolled by itself, once its owner has said Yes. */
export interface ColdRule {
  /** Id of the sequence. */
  sequence: string;
  /** `new`: nobody has gone cold yet; `asked`: the owner was asked; `yes`, `no`: what they said. */
  state: 'new' | 'asked' | 'yes' | 'no';
  /** Who went cold until then is taken care of. */
  since: Date;
  /** Until when the look under way goes; null: none is. */
  until: Date | null;
  lease: { by: string; until: Date } | null;
}

/** What stands in a pool's form. */
export type PoolForm = Pick<Pool, 'name' | 'query' | 'purpose' | 'owner' | 'targetSize' | 'cadenceDays'> & {
  /** Id of the sequence for those who go cold; null: none; missing: it stays as it is. */
  coldSequence?: string | null;
};

/** The rule after the form was saved: another sequence or another owner is asked about anew. */
export function coldRuleAfter(before: Pool | null, form: PoolForm, now: Date): ColdRule | null {
  const rule = before?.whenCold;
  if (form.coldSequence === undefined && before?.owner === form.owner) return rule ?? null;
  const sequence = form.coldSequence === undefined ? (rule?.sequence ?? null) : form.coldSequence;
  if (sequence === null) return null;
  if (rule?.sequence === sequence && before?.owner === form.owner && rule.state !== 'no') return rule;
  return { sequence, state: 'new', since: now, until: null, lease: null };
}

/** A pool's figures at one moment. */
export interface Figures {
  size: number;
  hot: number;
  warm: number;
  cold: number;
  /** Hot or warm, with an e-mail address, and nothing in the way of writing to them (product.md section 6). */
  ready: number;
  /** Did something of their own accord in the last 90 days. */
  engaged: number;
  /** Answered in the last 90 days. */
  answered: number;
}

/** A pool's figures on one day, for its growth. */
export interface PoolDay extends Figures {
  /** `POOL:2026-11-21`. */
  _id: string;
  pool: string;
  /** `2026-11-21`, UTC. */
  day: string;
}

/** What two names of one pool have in common: its words without accents, case and punctuation. */
export function poolKey(name: string): string {
  return wordsOf(name).join(' ');
}

/** Share of its people who could be written to with some hope, 0 to 1; null for nobody. */
export function readiness({ size, ready }: Pick<Figures, 'size' | 'ready'>): number | null {
  return size === 0 ? null : ready / size;
}
