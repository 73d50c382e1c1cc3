import type {
  Decided,
  Enrolled,
  Happening,
  Moment,
  Person,
  SequenceThen,
  StepThen,
  TakenMail,
  Year,
} from '../record.ts';
import { messageId } from './identity.ts';
import { type Letter, readLetter } from './letter.ts';

/** A message with what can be said of it from outside. */
export interface Mail extends TakenMail {
  messageId: string;
  letter: Letter;
  person: Person;
  /** Null: written by hand, in no sequence. */
  of: { enrolment: Enrolled; stepId: string } | null;
  sender: { id: string; zone: string };
  /** What people decided about it before it came. */
  decided: Decided[];
  /** Whether somebody approved it by hand. */
  byHand: boolean;
}

export interface Facts {
  year: Year;
  mails: Mail[];
  /** Nobody, or no enrolment, is known for these. */
  strays: TakenMail[];
  mailsOf: Map<string, Mail[]>;
  mailsIn: Map<string, Mail[]>;
  happenedTo: (person: string, ...what: Happening['what'][]) => Happening[];
  people: Map<string, Person>;
  /** Every form that a sequence had between two moments, the one at the beginning included. */
  formsOf(sequence: string, from: Moment, to: Moment): SequenceThen[];
}

const DOMAIN = 'acme.example';
const header = (raw: string, name: string) =>
  new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(raw)?.[1]?.trim() ?? '';

/** Whether something was known for certain before a message came: acknowledged before the sweeps of its round, or in an earlier round. */
export function isBefore(happening: Happening, mail: Moment): boolean {
  if (happening.perhaps) return false;
  return happening.round < mail.round || (happening.before && happening.n < mail.n);
}

export function factsOf(year: Year): Facts {
  const people = new Map(year.people.map((one) => [one.id, one]));
  const byAddress = new Map(year.people.map((one) => [one.address, one]));
  const forms = Map.groupBy(year.sequences, ({ id }) => id);
  const owners = new Map(year.sequences.map(({ owner }) => [owner.id, owner]));
  const steps = new Map<string, Set<string>>();
  for (const { id, steps: some } of year.sequences)
    steps.set(id, new Set([...(steps.get(id) ?? []), ...some.map((step) => step.id)]));
  const stepOf = new Map<string, NonNullable<Mail['of']>>();
  for (const enrolment of year.enrolled)
    for (const stepId of steps.get(enrolment.sequence) ?? [])
      stepOf.set(messageId(enrolment.id, stepId, DOMAIN), { enrolment, stepId });
  const decisions = Map.groupBy(year.decided, (one) => one.messageId);
  const strays: TakenMail[] = [];
  const mails = year.mails
    .toSorted((one, other) => one.n - other.n)
    .flatMap((taken): Mail[] => {
      const letter = readLetter(taken.raw);
      const id = header(taken.raw, 'Message-ID');
      const address = /<([^>]+)>/.exec(letter.headers.get('to') ?? '')?.[1] ?? letter.headers.get('to') ?? '';
      const person = byAddress.get(address);
      const of = stepOf.get(id) ?? null;
      const decided = (decisions.get(id) ?? []).filter(({ n }) => n < taken.n);
      const owner = of ? forms.get(of.enrolment.sequence)?.[0]?.owner : owners.get(decided[0]?.by ?? '');
      if (!person || !owner || (of && of.enrolment.person !== person.id)) {
        strays.push(taken);
        return [];
      }
      const byHand = decided.some(({ what }) => what !== 'discarded' && what !== 'arrived');
      return [{ ...taken, messageId: id, letter, person, of, sender: owner, decided, byHand }];
    });
  const happened = Map.groupBy(year.happened, ({ person }) => person);
  return {
    year,
    mails,
    strays,
    people,
    mailsOf: Map.groupBy(mails, ({ person }) => person.id),
    mailsIn: Map.groupBy(
      mails.filter(({ of }) => of !== null),
      ({ of }) => of?.enrolment.id ?? '',
    ),
    happenedTo: (person, ...what) => (happened.get(person) ?? []).filter((one) => what.includes(one.what)),
    formsOf(sequence, from, to) {
      const all = forms.get(sequence) ?? [];
      const at = all.findLastIndex(({ n }) => n <= from.n);
      return all.slice(Math.max(0, at)).filter(({ n }, index) => index === 0 || n <= to.n);
    },
  };
}

/** What can be said of a step while a message of it may have been made. */
export function stepThen(facts: Facts, mail: Mail): StepThen[] {
  if (!mail.of) return [];
  const { enrolment, stepId } = mail.of;
  return facts
    .formsOf(enrolment.sequence, enrolment, mail)
    .flatMap(({ steps }) => steps.filter(({ id }) => id === stepId));
}

/** Where somebody is; whose zone nobody knows is looked at from the sender's. */
export function placeOf({ person, sender }: Mail): { zone: string; country: string | null } {
  return { zone: person.zone || sender.zone, country: person.country };
}

/** A message in words, for whoever looks for the mistake. */
export function told(mail: Mail): string {
  const when = new Date(mail.at).toISOString();
  return `${mail.messageId} to ${mail.person.id} (${mail.person.zone}) at ${when}, round ${mail.round}`;
}
