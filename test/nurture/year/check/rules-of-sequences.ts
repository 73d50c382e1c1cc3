import type { StepThen } from '../record.ts';
import { dateAfterWorkingDays, dateOf } from './calendar.ts';
import { type Facts, isBefore, type Mail, placeOf, stepThen, told } from './facts.ts';
import { variant } from './identity.ts';
import { FROM, scoreOf } from './warmth.ts';

/** Product.md section 9: what a sequence may send, in which order, and when. */

/** Of unclear fate at first: the sequence went on from the first try, which nobody here may know of. Their week between messages holds all the same. */
const isSentAgain = ({ decided }: Mail) => decided.some(({ what }) => what === 'again');

export function inOrderAndOnce(facts: Facts): string[] {
  return [...facts.mailsIn.values()].flatMap((mails) =>
    mails.flatMap((mail, index) => {
      if (stepThen(facts, mail).length === 0)
        return [`of a step that the sequence didn’t have: ${told(mail)}`];
      return mails.slice(0, index).flatMap((before) => {
        if (before.of?.stepId === mail.of?.stepId || isSentAgain(mail)) return [];
        return mayFollow(facts, before, mail) ? [] : [`before its turn: ${told(mail)} after ${told(before)}`];
      });
    }),
  );
}

/** Whether in some form that the sequence had meanwhile the one stood before the other, or was not in it any more. */
function mayFollow(facts: Facts, before: Mail, mail: Mail): boolean {
  const { of } = mail;
  if (!of) return true;
  return facts.formsOf(of.enrolment.sequence, before, mail).some(({ steps }) => {
    const place = (id: string | undefined) => steps.findIndex((step) => step.id === id);
    return place(before.of?.stepId) < place(of.stepId);
  });
}

export function notBeforeTheDelay(facts: Facts): string[] {
  return [...facts.mailsIn.values()].flatMap((mails) =>
    mails.flatMap((mail) => {
      const delays = stepThen(facts, mail).map(({ delayDays }) => delayDays);
      const { of } = mail;
      if (!of || delays.length === 0 || isSentAgain(mail)) return [];
      const names = new Set(
        facts.year.sequences.filter(({ id }) => id === of.enrolment.sequence).map(({ name }) => name),
      );
      const done = [
        of.enrolment,
        ...mails.filter((one) => one.n < mail.n && one.messageId !== mail.messageId && !isSentAgain(one)),
        ...facts.year.told.filter(
          (task) =>
            task.person === mail.person.id &&
            names.has(task.sequence) &&
            task.n > of.enrolment.n &&
            task.n < mail.n,
        ),
      ];
      const last = done.reduce((one, other) => (other.at > one.at ? other : one));
      const days = Math.min(...delays);
      const earliest = dateAfterWorkingDays(last.at, days, placeOf(mail));
      const what = last === of.enrolment ? 'enrolled' : 'messageId' in last ? last.messageId : 'a task';
      return dateOf(mail.at, placeOf(mail).zone) < earliest
        ? [`${earliest} is the earliest, ${days} days after ${what} of round ${last.round}: ${told(mail)}`]
        : [];
    }),
  );
}

const goesByItself = (steps: readonly StepThen[]) =>
  steps.some(({ kind, withoutApproval }) => kind === 'message' && withoutApproval !== null);

export function byItselfOnlyWhereTicked(facts: Facts): string[] {
  return facts.mails.flatMap((mail) => {
    if (mail.byHand) return [];
    if (!mail.of || !goesByItself(stepThen(facts, mail))) return [`nobody approved it: ${told(mail)}`];
    return scoreOf(facts, mail.person.id, mail) >= FROM.hot
      ? [`by itself to somebody hot: ${told(mail)}`]
      : [];
  });
}

export function stopsWhenWarmEnough(facts: Facts): string[] {
  return facts.mails.flatMap((mail) => {
    if (!mail.of) return [];
    const forms = facts.formsOf(mail.of.enrolment.sequence, mail, mail);
    const { stopAt } = forms[0] ?? { stopAt: null };
    return stopAt && scoreOf(facts, mail.person.id, mail) >= FROM[stopAt]
      ? [`though they are ${stopAt}: ${told(mail)}`]
      : [];
  });
}

export function notWhenTakenOutOrPaused(facts: Facts): string[] {
  return facts.mails.flatMap((mail) => {
    const { of } = mail;
    if (!of) return [];
    const mine = facts
      .happenedTo(mail.person.id, 'left', 'paused', 'resumed')
      .filter((one) => one.enrolment === of.enrolment.id && isBefore(one, mail));
    if (mine.some(({ what }) => what === 'left')) return [`after they were taken out: ${told(mail)}`];
    if (mail.byHand) return [];
    const resumedNow = facts.happenedTo(mail.person.id, 'resumed').some(({ round }) => round === mail.round);
    if (mine.at(-1)?.what === 'paused' && !resumedNow) return [`while paused: ${told(mail)}`];
    const forms = facts.formsOf(of.enrolment.sequence, mail, mail);
    const then = forms[0];
    return then?.state === 'paused' && then.round < mail.round
      ? [`while the sequence is paused: ${told(mail)}`]
      : [];
  });
}

export function variantsByTheirRule(facts: Facts): string[] {
  return facts.mails.flatMap((mail) => {
    const subjects = stepThen(facts, mail).at(-1)?.subjects ?? [];
    if (!mail.of || subjects.length === 0) return [];
    const expected = subjects[variant(mail.person.id, mail.of.stepId, subjects.length)] ?? '';
    const subject = mail.letter.headers.get('subject') ?? '';
    return subject.startsWith(expected) ? [] : [`“${subject}” instead of “${expected}…”: ${told(mail)}`];
  });
}

/** By chance alone, four standard deviations are left once in 16,000 years. */
export function variantsHalfAndHalf(facts: Facts): string[] {
  const compared = facts.mails.filter((mail) => (stepThen(facts, mail).at(-1)?.subjects.length ?? 0) === 2);
  const first = compared.filter((mail) =>
    (mail.letter.headers.get('subject') ?? '').startsWith(stepThen(facts, mail).at(-1)?.subjects[0] ?? ''),
  ).length;
  const off = Math.abs(first - compared.length / 2);
  return off > 4 * Math.sqrt(compared.length / 4)
    ? [`${first} of ${compared.length} got the first variant`]
    : [];
}
