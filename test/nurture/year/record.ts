/** What a simulated year leaves behind, as plain data: all that the checker is given. Times are milliseconds of the app's clock. */
export interface Moment {
  /** Place in the order in which things really happened. */
  n: number;
  /** Within a round the app's clock stands still. */
  round: number;
  at: number;
}

/** A message that the SMTP server took, whether or not its answer was heard. */
export interface TakenMail extends Moment {
  raw: string;
}

export interface Person {
  id: string;
  address: string;
  zone: string;
  country: string | null;
  /** When the consent ends; null: never. */
  consentEnds: number | null;
}

export interface StepThen {
  id: string;
  kind: 'message' | 'draft' | 'task' | 'wait';
  delayDays: number;
  /** How the subject of each variant begins; empty for what the model writes. */
  subjects: string[];
  withoutApproval: string | null;
}

/** A sequence as it was from this moment on. */
export interface SequenceThen extends Moment {
  id: string;
  name: string;
  owner: { id: string; zone: string };
  steps: StepThen[];
  stopAt: 'hot' | 'warm' | null;
  state: 'active' | 'paused';
}

export interface Enrolled extends Moment {
  id: string;
  person: string;
  sequence: string;
}

/** What somebody did, or what was done about them. */
export interface Happening extends Moment {
  person: string;
  what:
    | 'answered'
    | 'opted out'
    | 'bounced'
    | 'erased'
    | 'hired'
    | 'applied'
    | 'snoozed'
    | 'away'
    | 'met'
    | 'clicked'
    | 'left'
    | 'paused'
    | 'resumed';
  /** Acknowledged before anything else of its round began; else it happened at the same time as the sweeps. */
  before: boolean;
  /** Nobody knows whether anybody heard of it: it explains things and forbids none. */
  perhaps?: boolean;
  /** Snoozed until. */
  until?: number;
  /** Clicked in which message. */
  messageId?: string;
  /** Of one enrolment only. */
  enrolment?: string;
}

/** What a person decided about a draft. */
export interface Decided extends Moment {
  messageId: string;
  person: string;
  by: string;
  what: 'approved' | 'approved for the morning' | 'discarded' | 'again' | 'arrived';
  /** Ids of the soft reasons that they saw and overrode. */
  confirmed: string[];
  /** Of no sequence: somebody wrote by themselves. */
  byHand: boolean;
}

export interface Told extends Moment {
  person: string;
  sequence: string;
  text: string;
}

/** An enrolment as the year leaves it. */
export interface Left {
  id: string;
  person: string;
  sequence: string;
  state: 'active' | 'waiting' | 'paused' | 'done' | 'stopped';
  stop: string | null;
  step: string;
  nextAt: number;
  /** What was done, in order. */
  steps: { step: string; variant: number; at: number }[];
  /** State of the draft that is waited for; null: there is none. */
  draft: string | null;
}

export interface Year {
  seed: number;
  postalAddress: string;
  people: Person[];
  sequences: SequenceThen[];
  enrolled: Enrolled[];
  mails: TakenMail[];
  happened: Happening[];
  decided: Decided[];
  told: Told[];
  /** Rounds in which a process was killed. */
  kills: number[];
  left: Left[];
  end: Moment;
}
