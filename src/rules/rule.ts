import { STAGES } from '#candidates/candidate.ts';
import { KINDS, type Kind } from '#engagement/touchpoint.ts';

/** What sets a rule off. */
export const TRIGGERS = {
  tag: 'Someone gets a tag',
  stage: 'Someone comes to a stage',
  pool: 'Someone comes into a pool',
  touchpoint: 'Something happens with someone',
  silence: 'Someone has been silent for some time',
} as const;
export type Trigger = keyof typeof TRIGGERS;

export type When =
  | { kind: 'tag'; value: string }
  | { kind: 'stage'; value: string }
  /** The pool's id. */
  | { kind: 'pool'; value: string }
  /** A kind of touchpoint. */
  | { kind: 'touchpoint'; value: string }
  /** Days without engagement, in digits. */
  | { kind: 'silence'; value: string };

export type Action =
  | { kind: 'tag'; tags: string[] }
  | { kind: 'pool'; pool: string }
  | { kind: 'owner'; owner: string }
  | { kind: 'enrol'; sequence: string }
  | { kind: 'remind'; days: number; note: string }
  | { kind: 'notify'; channel: string };
export type ActionKind = Action['kind'];

/** Actions are done in this order: a reminder goes to whom the rule has made the owner. */
export const ACTIONS: readonly ActionKind[] = ['tag', 'pool', 'owner', 'enrol', 'remind', 'notify'];

/** Kinds of touchpoints that rules may look at: decisions about drafts are our own paperwork. */
export const WATCHABLE = (Object.keys(KINDS) as Kind[]).filter((kind) => kind !== 'decision');

export const MOST_RULES = 50;
export const MOST_ACTIONS = 5;
export const MOST_TAGS = 5;
export const MOST_DAYS = 1_095;
export const MOST_REMIND_DAYS = 365;
/** Rules that may follow each other. */
export const LONGEST_CHAIN = 3;
/** People of a pool by query that a rule looks at. */
export const MOST_MEMBERS = 20_000;
export const LONGEST = { name: 80, only: 500, note: 300 } as const;

/** When … then …, in the collection `rules`. */
export interface Rule {
  _id: string;
  name: string;
  /** The name as it is looked up; unique among those that aren't deleted. */
  key: string;
  enabled: boolean;
  when: When;
  /** Only people who fit this query; null: everybody. */
  only: string | null;
  /** One to five, one of each kind. */
  actions: Action[];
  /** Who made it: Slack user id and zone. Reminders about somebody whom nobody owns go to them. */
  maker: { id: string; timeZone: string };
  /** Since when it is enabled; nothing that happened earlier sets it off. */
  since: Date;
  /** How far it has looked for silence, or when it last compared a pool by query. */
  lookedAt: Date;
  /** Of a pool by query: whether it is known who was in it at first. */
  isSeeded: boolean;
  /** What keeps it from working, in words; null: nothing. */
  problem: string | null;
  createdAt: Date;
  deletedAt: Date | null;
  /** Rises with each edit, pause and resumption. */
  revision: number;
}

/** What one rule does because of one thing that happened, in the collection `rule_runs`. */
export interface Run {
  /** Derived from rule and cause. */
  _id: string;
  rule: string;
  candidateId: string;
  /** What it was that happened, as the rule said then. */
  when: When;
  /** Rules that led to it, this one last. */
  chain: string[];
  state: 'due' | 'done';
  dueAt: Date;
  attempts: number;
  lease: { by: string; until: Date } | null;
  /** When posting to the channel was claimed; null: it wasn't, or failed. */
  postedAt: Date | null;
  did: Did[];
  /** Why nothing (more) was done, in words; null: no reason. */
  held: string | null;
  at: Date;
  endedAt: Date | null;
}

/** What became of one action. */
export interface Did {
  kind: ActionKind;
  outcome: 'done' | 'was so' | 'could not';
  /** Why it couldn't be done; otherwise null. */
  words: string | null;
}

/** Somebody in a pool by query, as a rule saw them, in the collection `rule_members`. */
export interface Member {
  /** `RULE:CANDIDATE`. */
  _id: string;
  rule: string;
  candidateId: string;
  /** Of this entry: the run's id follows from it. */
  entry: string;
  /** Whether the run of this entry may not be there yet. */
  isNew?: true;
  /** When they were last seen in it. */
  at: Date;
}

/** Names are compared without regard to case and spaces. */
export function ruleKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

export function isStage(text: string): boolean {
  return (STAGES as readonly string[]).includes(text);
}
