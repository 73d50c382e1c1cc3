/** What the people of the random day were told, and what they tried: written down by them, not by the app. */
export interface Ledger {
  /** Whose window closed after **Save**; what else was said of them is in the lists below. */
  candidates: { email: string; name: string }[];
  notes: { email: string; text: string }[];
  tags: { email: string; tag: string }[];
  reminders: { email: string; by: string; text: string }[];
  /** Asked for by the form **Draft outreach**. */
  drafts: { email: string; mention: string }[];
  enrolments: { email: string }[];
  referrals: { email: string; by: string }[];
  imports: { file: string; emails: string[]; refused: number }[];
  /** Mails to us that the webhook took with a 200. */
  answers: { email: string; messageId: string }[];
  /** Draft ids whose message in Slack said after the click that it is approved. */
  approved: Set<string>;
  /** Draft ids on which somebody pressed **Approve & send**, and how often **Send again**: before the click, whatever came of it. */
  triedToApprove: Set<string>;
  triedToResend: Map<string, number>;
  /** Draft ids of which somebody pressed **It arrived**. */
  saidToHaveArrived: Set<string>;
  /** Addresses on whose card somebody pressed **Enrol**, acknowledged or not. */
  triedToEnrol: Set<string>;
}

export function emptyLedger(): Ledger {
  return {
    candidates: [],
    notes: [],
    tags: [],
    reminders: [],
    drafts: [],
    enrolments: [],
    referrals: [],
    imports: [],
    answers: [],
    approved: new Set(),
    triedToApprove: new Set(),
    triedToResend: new Map(),
    saidToHaveArrived: new Set(),
    triedToEnrol: new Set(),
  };
}

/** How many things were acknowledged. */
export function acknowledged(ledger: Ledger): Record<string, number> {
  const { candidates, notes, tags, reminders, drafts, enrolments, referrals, imports, answers, approved } =
    ledger;
  return {
    candidates: candidates.length,
    notes: notes.length,
    tags: tags.length,
    reminders: reminders.length,
    'drafts asked for': drafts.length,
    approvals: approved.size,
    enrolments: enrolments.length,
    referrals: referrals.length,
    imports: imports.length,
    answers: answers.length,
  };
}
