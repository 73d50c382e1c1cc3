import anyAscii from 'any-ascii';
import type { Fact, Finding } from '../draft.ts';

/** What a draft is held against: everything that its facts say, taken apart once. */
export interface Ground {
  /** Words of all facts, see `wordOf`. */
  words: ReadonlySet<string>;
  /** All facts as words in order, for quotations. */
  told: string;
  numbers: ReadonlySet<string>;
  dates: ReadonlySet<string>;
  /** Only what we said ourselves or the recruiter asked for: nobody else puts a link into our messages. */
  links: ReadonlySet<string>;
  addresses: ReadonlySet<string>;
  /** What we and the recruiter said, in lower case. */
  asked: string;
  /** Notes that colleagues wrote for each other, as words. */
  ours: readonly string[][];
  /** ISO 639-1, e.g. `en`. */
  language: string;
  /** Characters of the longest text that the channel takes. */
  longest: number;
}

/** One way of looking at a message; pure. */
export type Check = (message: { subject: string; body: string }, ground: Ground) => Finding[];

export const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/giu;
/** With a scheme whatever stands before an “@” is part of it: `http://ours@theirs`. */
const WITH_SCHEME = /\b[a-z][a-z0-9+.-]*:\/\/[^\s<>()"”]+|\b(?:mailto|javascript|data|tel):[^\s<>()"”]+/giu;
const BARE_LINK =
  /\b(?:www\.)[^\s<>()"”]+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|ai|co|eu|de|uk|fr|es|nl|ru|cn|info|biz|app|xyz|me|ly|gl|link|site|online|top|example|test)\b(?:[/?#][^\s<>()"”]*)?/giu;
const PHONE = /(?<![\p{L}\p{N}])\+?\(?\d(?:[ ()./-]{0,2}\d){6,}/gu;
const ISO_DATE = /\b\d{4}-\d{2}-\d{2}\b/g;
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const MONTH = MONTHS.join('|');
/** A day of a month, in either order, with or without its year; or a month with its year. */
const FULL_DATE = new RegExp(
  `\\b(?:(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH})(?:,? (\\d{4}))?|(${MONTH}) (\\d{1,2})(?:st|nd|rd|th)?(?!\\d)(?:,? (\\d{4}))?|(${MONTH}) (\\d{4}))\\b`,
  'giu',
);
const NUMBER = /(?<![\p{L}\p{N}])\p{N}+(?:[.,:]\p{N}+)*/gu;
const DATE =
  /\b(?:(?:january|february|march|april|june|july|august|september|october|november|december)|may(?=\s+\d)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|yesterday|tonight|(?:next|last) (?:week|month|year|spring|summer|autumn|fall|winter))\b/giu;

/** Small numbers that people write out; “one” is hardly ever a number. */
const WRITTEN: Record<string, string> = Object.fromEntries(
  'two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, index) => [word, String(index + 2)]),
);
Object.assign(WRITTEN, {
  twenty: '20',
  thirty: '30',
  forty: '40',
  fifty: '50',
  hundred: '100',
  thousand: '1000',
});

/** Takes the facts apart. */
export function groundOf(facts: readonly Fact[], language: string, longest: number): Ground {
  const ofUs = facts.filter(({ from }) => from === undefined || from === 'us' || from === 'asked');
  const all = facts.map(({ text }) => text).join('\n');
  const us = ofUs.map(({ text }) => text).join('\n');
  return {
    words: new Set(wordsIn(all)),
    told: ` ${wordsIn(all).join(' ')} `,
    numbers: numbersIn(all),
    dates: datesIn(all, true),
    links: linksIn(us),
    addresses: addressesIn(us),
    asked: us.toLowerCase(),
    ours: facts.filter(({ from }) => from === 'ours').map(({ text }) => wordsIn(text)),
    language,
    longest,
  };
}

/** Lower case without accents, so that “López” and “Lopez” are one word. */
export function wordOf(text: string): string {
  return anyAscii(text).toLowerCase();
}

/** The words of a text in order, without punctuation. */
export function wordsIn(text: string): string[] {
  return wordOf(text).match(/[\p{L}\p{N}]+(?:[.+#][\p{L}\p{N}+#]+|[+#]+)*/gu) ?? [];
}

/** Numbers that are no part of a day of the month, links or addresses; small ones written out as well. */
export function numbersIn(text: string): Set<string> {
  const plain = withoutLinks(text)
    .replace(EMAIL, ' ')
    // A year stands for itself, the day of a month doesn't.
    .replace(FULL_DATE, (_all, _d, _m, y1 = '', _m2, _d2, y2 = '', _m3, y3 = '') => ` ${y1}${y2}${y3} `);
  const written = (plain.toLowerCase().match(/\b[a-z]+\b/g) ?? []).flatMap((word) => WRITTEN[word] ?? []);
  return new Set([...matches(plain, NUMBER), ...written]);
}

/** @param withParts “3 March 2026” is then also 3 March, March 2026 and March */
export function datesIn(text: string, withParts = false): Set<string> {
  const found = new Set<string>();
  const rest = withoutLinks(text).replace(FULL_DATE, (_all, d1, m1, y1, m2, d2, y2, m3, y3) => {
    const [day, month, year] = [d1 ?? d2, String(m1 ?? m2 ?? m3).toLowerCase(), y1 ?? y2 ?? y3];
    const parts = [[day, month, year], ...(withParts ? [[day, month], [month, year], [month]] : [])];
    for (const part of parts) found.add(part.filter(Boolean).join(' '));
    return ' ';
  });
  return new Set([...found, ...matches(rest, DATE)]);
}

/** Links without scheme and closing punctuation; addresses of e-mail are no links. */
export function linksIn(text: string): Set<string> {
  const bare = matches(text.replace(WITH_SCHEME, ' ').replace(EMAIL, ' '), BARE_LINK);
  return new Set([...matches(text, WITH_SCHEME), ...bare].map(bareLink));
}

/** E-mail addresses, and phone numbers as their digits. */
export function addressesIn(text: string): Set<string> {
  const plain = text.replace(WITH_SCHEME, ' ');
  const phones = [...plain.replace(ISO_DATE, ' ').matchAll(PHONE)].map(([phone]) => phone.replace(/\D/g, ''));
  return new Set([...matches(plain, EMAIL), ...phones]);
}

/** The text without what leads somewhere. */
export function withoutLinks(text: string): string {
  return text.replace(WITH_SCHEME, ' ').replace(EMAIL, ' ').replace(BARE_LINK, ' ');
}

function bareLink(link: string): string {
  return link
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[.,;:!?/'’]+$/, '');
}

/** All that a global pattern finds, in lower case. */
export function matches(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map(([match]) => match.toLowerCase()));
}

/** Sentences, or lines where there are none, trimmed. */
export function sentencesOf({ subject, body }: { subject: string; body: string }): string[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  return `${subject}\n${body}`
    .split('\n')
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter(Boolean);
}

/** A check that looks at one sentence after the other. @param find what is wrong with it, as sentences */
export function bySentence(
  kind: Finding['kind'],
  find: (sentence: string, ground: Ground) => Iterable<string>,
): Check {
  return (message, ground) =>
    sentencesOf(message).flatMap((sentence) =>
      [...find(sentence, ground)].map((problem) => ({ kind, sentence, problem })),
    );
}
