import { messageIdOf, receiverOf } from './acts.ts';
import type { Ledger } from './ledger.ts';

/**
 * What must hold after the random day. It imports nothing of src/: what was acknowledged comes from the people's own
 * ledger, what was sent from the mail server, and what is kept is read from the database as it lies there.
 */
export interface Aftermath {
  ledger: Ledger;
  /** Raw messages in the order in which the mail server took them. */
  taken: readonly string[];
  /** All documents by collection. */
  kept: Readonly<Record<string, readonly Kept[]>>;
  /** What people see in their conversations with the app, as text. */
  shown: readonly string[];
  /** The app's clock when everything had had the time to end. */
  now: Date;
}
/** A document as it lies in the database, with those of its fields that are looked at. */
export interface Kept {
  _id: string;
  name?: string;
  emails?: string[];
  tags?: string[];
  subject?: unknown;
  note?: string | null;
  messageId?: string | null;
  pending?: boolean;
  recordedAt?: Date;
  state?: string;
  dueAt?: Date;
  toldAt?: Date | null;
  request?: { mention: string };
  approval?: object | null;
  sendAt?: Date | null;
  stale?: boolean;
  sequence?: { enrolment: string; step: string } | null;
  candidateId?: string | null;
  startedAt?: Date;
  nextAt?: Date;
  owed?: string[];
  file?: { name: string };
  counts?: { new: number; updated: number; unchanged: number; refused: number };
  lease?: { until: Date } | null;
}

/** No lease is longer than two minutes; one that ended this long ago belongs to nobody. */
const LONGEST_LEASE_MS = 120_000;

type Rule = (after: Aftermath) => string[];

const count = (list: Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
};
const all = ({ kept }: Aftermath, collection: string): readonly Kept[] => kept[collection] ?? [];
const idOf = (after: Aftermath): Map<string, Kept> =>
  new Map(
    all(after, 'candidates').flatMap((one) => (one.emails ?? []).map((email) => [email, one] as const)),
  );
const draftIdOf = (raw: string): string => /^<draft-([0-9a-f]{24})@/.exec(messageIdOf(raw))?.[1] ?? '';

/** Each thing of a list is in the database exactly so often. */
function each<T>(things: readonly T[], what: (one: T) => string, howOften: (one: T) => number): string[] {
  return things.flatMap((one) => {
    const times = howOften(one);
    return times === 1 ? [] : [`${what(one)} is there ${times} times`];
  });
}

export const RULES: Readonly<Record<string, Rule>> = {
  everybodyAcknowledgedIsThere: (after) => {
    const people = idOf(after);
    return after.ledger.candidates.flatMap(({ email, name }) =>
      people.get(email)?.name === name ? [] : [`${email} was saved and is not there`],
    );
  },
  nobodyIsThereTwice: (after) =>
    [...count(all(after, 'candidates').flatMap(({ emails }) => emails ?? []))].flatMap(([email, times]) =>
      times > 1 ? [`${email} is ${times} candidates`] : [],
    ),
  whatWasSavedIsInTheAuditLog: (after) => {
    const subjects = new Set(all(after, 'audit').map(({ subject }) => JSON.stringify(subject)));
    const people = idOf(after);
    return after.ledger.candidates.flatMap(({ email }) => {
      const id = people.get(email)?._id;
      return !id || [...subjects].some((subject) => subject.includes(id))
        ? []
        : [`${email} is not in the audit log`];
    });
  },
  notesAreThereOnce: (after) =>
    each(
      after.ledger.notes,
      ({ text }) => `“${text}”`,
      ({ text }) => all(after, 'touchpoints').filter((one) => one.note === text).length,
    ),
  tagsAreThere: (after) => {
    const people = idOf(after);
    return after.ledger.tags.flatMap(({ email, tag }) =>
      (people.get(email)?.tags ?? []).includes(tag) ? [] : [`${email} lacks the tag ${tag}`],
    );
  },
  remindersAreThereOnce: (after) =>
    each(
      after.ledger.reminders,
      ({ text }) => `“${text}”`,
      ({ text }) => all(after, 'reminders').filter((one) => one.note === text).length,
    ),
  remindersThatFellDueWereTold: (after) =>
    all(after, 'reminders').flatMap(({ note, dueAt, state, toldAt }) => {
      if (state !== 'open' || !dueAt || dueAt > after.now) return [];
      const told = after.shown.some(
        (said) => said.includes('You wanted to be reminded') && said.includes(note ?? ''),
      );
      return told ? [] : [`nobody was reminded of “${note}” (told: ${toldAt?.toISOString() ?? 'never'})`];
    }),
  draftsAskedForAreThereOnce: (after) =>
    each(
      after.ledger.drafts,
      ({ mention }) => `the draft about ${mention}`,
      ({ mention }) => all(after, 'drafts').filter((one) => one.request?.mention === mention).length,
    ),
  whatWasShownAsApprovedIs: (after) =>
    all(after, 'drafts').flatMap((draft) =>
      after.ledger.approved.has(draft._id) && !draft.approval
        ? [`the draft ${draft._id} was shown as approved and is ${draft.state}`]
        : [],
    ),
  everyDraftIsSettledOrWaits: (after) =>
    all(after, 'drafts').flatMap(({ _id, state = '', sendAt }) => {
      if (state === 'approved')
        return sendAt && sendAt > after.now ? [] : [`the draft ${_id} is approved and never sent`];
      return ['drafting', 'sending'].includes(state) ? [`the draft ${_id} is stuck in ${state}`] : [];
    }),
  everyMessageInSlackIsUpToDate: (after) =>
    all(after, 'drafts').flatMap(({ _id, stale }) =>
      stale ? [`the message of the draft ${_id} is old`] : [],
    ),
  sentMeansTaken: (after) => {
    const taken = new Set(after.taken.map(draftIdOf));
    return all(after, 'drafts').flatMap(({ _id, state }) => {
      // Of an unclear one a person may have said that it arrived, rightly or not.
      if (state === 'sent')
        return taken.has(_id) || after.ledger.saidToHaveArrived.has(_id)
          ? []
          : [`the draft ${_id} is “sent” and never was`];
      if (state === 'unclear' || !taken.has(_id)) return [];
      return [`the draft ${_id} was taken by the mail server and is ${state}`];
    });
  },
  nothingIsSentTwice: (after) =>
    [...count(after.taken.map(draftIdOf))].flatMap(([id, times]) =>
      times > 1 + (after.ledger.triedToResend.get(id) ?? 0)
        ? [`the draft ${id} was sent ${times} times`]
        : [],
    ),
  nothingIsSentThatNobodyApproved: (after) => {
    const drafts = new Map(all(after, 'drafts').map((draft) => [draft._id, draft]));
    return after.taken.flatMap((raw) => {
      const id = draftIdOf(raw);
      if (after.ledger.triedToApprove.has(id)) return [];
      const byItself = drafts.get(id)?.sequence && after.ledger.triedToEnrol.has(receiverOf(raw));
      return byItself ? [] : [`nobody approved ${messageIdOf(raw)} to ${receiverOf(raw)}`];
    });
  },
  oneMessageAStep: (after) => {
    const steps = all(after, 'drafts').flatMap(({ sequence }) =>
      sequence ? [`step ${sequence.step} of ${sequence.enrolment}`] : [],
    );
    return [...count(steps)].flatMap(([step, times]) => (times > 1 ? [`${step} has ${times} drafts`] : []));
  },
  enrolmentsAreThereOnce: (after) => {
    const people = idOf(after);
    return each(
      after.ledger.enrolments,
      ({ email }) => `the enrolment of ${email}`,
      ({ email }) =>
        all(after, 'enrolments').filter((one) => one.candidateId === people.get(email)?._id).length,
    );
  },
  enrolmentsGoOn: (after) =>
    all(after, 'enrolments').flatMap(({ _id, state, nextAt }) =>
      state === 'active' && nextAt && after.now.getTime() - nextAt.getTime() > LONGEST_LEASE_MS
        ? [`the enrolment ${_id} was due at ${nextAt.toISOString()}`]
        : [],
    ),
  referralsAreThereOnce: (after) => {
    const people = idOf(after);
    return each(
      after.ledger.referrals,
      ({ email }) => `the referral of ${email}`,
      ({ email }) =>
        all(after, 'referrals').filter((one) => one.candidateId === people.get(email)?._id).length,
    );
  },
  importsEndWithTheirCounts: (after) => {
    const people = idOf(after);
    return after.ledger.imports.flatMap(({ file, emails, refused }) => {
      const found = all(after, 'imports').filter((one) => one.file?.name === file);
      const [one] = found;
      if (!one || found.length > 1) return [`the import ${file} is there ${found.length} times`];
      const { counts } = one;
      const isRight =
        counts?.new === emails.length &&
        counts.updated + counts.unchanged === 0 &&
        counts.refused === refused;
      const lost = emails.filter((email) => !people.has(email));
      return [
        ...(one.state === 'done' ? [] : [`the import ${file} is ${one.state}`]),
        ...(isRight ? [] : [`the import ${file} counted ${JSON.stringify(counts)} of ${emails.length}`]),
        ...lost.map((email) => `${email} of ${file} is not there`),
      ];
    });
  },
  answersAreThereOnce: (after) =>
    each(
      after.ledger.answers,
      ({ email }) => `the answer of ${email}`,
      ({ messageId }) => all(after, 'touchpoints').filter((one) => one.messageId === messageId).length,
    ),
  whoAnsweredIsInNoSequence: (after) => {
    const people = idOf(after);
    const received = new Map(all(after, 'touchpoints').map((one) => [one.messageId, one.recordedAt]));
    const answeredAt = new Map(
      after.ledger.answers.map(({ email, messageId }) => [people.get(email)?._id, received.get(messageId)]),
    );
    return all(after, 'enrolments').flatMap(({ _id, candidateId, state = '', startedAt }) => {
      const at = answeredAt.get(candidateId ?? '');
      return ['active', 'waiting'].includes(state) && startedAt && at && startedAt < at
        ? [`the enrolment ${_id} goes on after an answer`]
        : [];
    });
  },
  everyTouchpointIsCounted: (after) =>
    all(after, 'touchpoints').flatMap(({ _id, pending }) => (pending ? [`${_id} is not counted`] : [])),
  nothingIsOwed: (after) =>
    all(after, 'referrals').flatMap(({ _id, owed = [] }) =>
      owed.length > 0 ? [`the referral ${_id} still owes ${owed.join(', ')}`] : [],
    ),
  noLeaseIsStuck: (after) =>
    Object.entries(after.kept).flatMap(([collection, documents]) =>
      documents.flatMap((one) => {
        const until: unknown = one.lease?.until;
        // What is over keeps its last lease; only what still has to be done can be stuck.
        const isOver = ['done', 'failed', 'stopped', 'sent', 'unclear', 'cancelled'].includes(
          one.state ?? '',
        );
        return until instanceof Date && !isOver && after.now.getTime() - until.getTime() > LONGEST_LEASE_MS
          ? [`${collection} ${one._id} is held since ${until.toISOString()}`]
          : [];
      }),
    ),
};

export interface Violation {
  rule: string;
  what: string;
}

export function check(after: Aftermath): Violation[] {
  return Object.entries(RULES).flatMap(([rule, find]) => find(after).map((what) => ({ rule, what })));
}
