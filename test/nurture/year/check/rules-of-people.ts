import type { Happening } from '../record.ts';
import { dateOf, isInWorkingHours } from './calendar.ts';
import { type Facts, isBefore, type Mail, placeOf, told } from './facts.ts';

/** Product.md section 7: who may be written to, when, and how often. Each rule answers with what breaks it. */
const DAY = 86_400_000;
const CAP = 50;

/** The first time that each message came; the same one again is `neverTwice`'s. */
function firsts(mails: readonly Mail[]): Mail[] {
  return [...new Map([...mails].reverse().map((mail) => [mail.messageId, mail])).values()].toSorted(
    (a, b) => a.n - b.n,
  );
}

export function neverTwice({ mails }: Facts): string[] {
  return [...Map.groupBy(mails, ({ messageId }) => messageId).values()].flatMap((same) => {
    const asked = same.at(-1)?.decided.filter(({ what }) => what === 'again').length ?? 0;
    return same.slice(1 + asked).map((mail) => `twice: ${told(mail)}`);
  });
}

export function nobodyUnknown({ strays }: Facts): string[] {
  return strays.map(({ raw }) => `of nobody’s doing: ${raw.slice(0, 300)}`);
}

/** What ends everything, for good. */
const ENDS: Happening['what'][] = ['opted out', 'bounced', 'erased', 'hired', 'applied'];

export function nothingAfterTheEnd(facts: Facts): string[] {
  return facts.mails.flatMap((mail) => {
    const ended = facts.happenedTo(mail.person.id, ...ENDS).find((one) => isBefore(one, mail));
    const consent = mail.person.consentEnds !== null && mail.person.consentEnds <= mail.at;
    return [
      ...(ended ? [`after they ${ended.what}: ${told(mail)}`] : []),
      ...(consent ? [`after their consent ended: ${told(mail)}`] : []),
    ];
  });
}

export function nothingAfterAnAnswer(facts: Facts): string[] {
  return facts.mails.flatMap((mail) => {
    const { of } = mail;
    if (!of) return [];
    // Within a round people act at the same time: an answer of the round of the enrolment may have been handled before it.
    const answer = facts
      .happenedTo(mail.person.id, 'answered')
      .find((one) => one.round > of.enrolment.round && isBefore(one, mail));
    return answer
      ? [`after their answer in round ${answer.round}, enrolled in ${of.enrolment.round}: ${told(mail)}`]
      : [];
  });
}

export function onlyInWorkingHours({ mails }: Facts): string[] {
  return mails.flatMap((mail) => {
    const place = placeOf(mail);
    if (isInWorkingHours(mail.at, place)) return [];
    // A click outside these hours, on a button that says what time it is there, is the confirmation.
    const meant = mail.decided.some(
      ({ what, at }) => (what === 'approved' || what === 'again') && !isInWorkingHours(at, place),
    );
    return meant ? [] : [`outside working hours: ${told(mail)}`];
  });
}

const overrode = (mail: Mail, reason: RegExp) =>
  mail.decided.some(({ confirmed }) => confirmed.some((id) => reason.test(id)));

/** Whether theirs was the last word before it. */
function isAnswer(facts: Facts, mail: Mail, before: Mail | undefined): boolean {
  return facts
    .happenedTo(mail.person.id, 'answered')
    .some(({ n }) => n < mail.n && (before === undefined || n > before.n));
}

export function notTooOften(facts: Facts): string[] {
  return [...facts.mailsOf.values()].flatMap((all) => {
    const written: Mail[] = [];
    const broken: string[] = [];
    let before: Mail | undefined;
    for (const mail of firsts(all)) {
      const answering = isAnswer(facts, mail, before);
      before = mail;
      if (answering) continue;
      const within = (days: number) => written.filter(({ at }) => mail.at - at < days * DAY).length;
      if (!overrode(mail, /^more than 1 in 7/) && within(7) >= 1)
        broken.push(`twice in 7 days: ${told(mail)}`);
      if (!overrode(mail, /^more than 4 in 90/) && within(90) >= 4)
        broken.push(`more than 4 in 90 days: ${told(mail)}`);
      written.push(mail);
    }
    return broken;
  });
}

export function enrolmentsAWeekApart(facts: Facts): string[] {
  return [...facts.mailsOf.values()].flatMap((all) => {
    const ofSequences = firsts(all).filter(({ of }) => of !== null);
    return ofSequences.flatMap((mail, index) => {
      const other = ofSequences
        .slice(0, index)
        .find(({ of, at }) => of?.enrolment.id !== mail.of?.enrolment.id && mail.at - at < 7 * DAY);
      return other && !overrode(mail, /^more than/)
        ? [`two enrolments in a week: ${told(mail)} and ${told(other)}`]
        : [];
    });
  });
}

export function notWhileSnoozed(facts: Facts): string[] {
  return facts.mails.flatMap((mail) => {
    const snoozed = facts.happenedTo(mail.person.id, 'snoozed').findLast((one) => isBefore(one, mail));
    if (!snoozed || mail.at >= (snoozed.until ?? 0) || overrode(mail, /^snoozed$/)) return [];
    // Whoever answers is answered, snoozed or not.
    return facts.happenedTo(mail.person.id, 'answered').some(({ n }) => n < mail.n) && mail.of === null
      ? []
      : [`while snoozed: ${told(mail)}`];
  });
}

/** An automatic answer: sequences are silent for a week, unless somebody decides otherwise in it. */
export function notWhileAway(facts: Facts): string[] {
  return facts.mails.flatMap((mail) => {
    if (mail.of === null) return [];
    const away = facts
      .happenedTo(mail.person.id, 'away')
      .find((one) => isBefore(one, mail) && mail.at - one.at < 7 * DAY);
    return away && !mail.byHand ? [`while they are away: ${told(mail)}`] : [];
  });
}

export function withinTheCap({ mails }: Facts): string[] {
  const counted = firsts(mails).filter((mail) => !overrode(mail, /^daily cap$/));
  return [...Map.groupBy(counted, ({ sender, at }) => `${sender.id} on ${dateOf(at, sender.zone)}`)].flatMap(
    ([day, sent]) => (sent.length > CAP ? [`${sent.length} messages of ${day}`] : []),
  );
}
