import { type Fact, type Finding, MAX_BODY, MAX_SUBJECT } from '../draft.ts';

/** Words of a body; the trade's figures are 60 to 120, and the check leaves room around them. */
const FEWEST_WORDS = 20;
const MOST_WORDS = 220;

/**
 * Holds a draft against its facts before a person sees it: e-mail addresses, links, numbers and dates must stand
 * there, nothing may be left open, and the length must be that of a personal message.
 */
export function checkDraft(
  draft: { subject: string; body: string },
  facts: readonly Fact[],
  needsSubject: boolean,
): Finding[] {
  const findings = wholeMessage(draft, needsSubject);
  const known = groundOf(facts.map(({ text }) => text).join('\n'));
  for (const sentence of sentencesOf(`${draft.subject}\n${draft.body}`)) {
    for (const problem of [...openPlaceholders(sentence), ...ungrounded(sentence, known)])
      findings.push({ sentence, problem });
  }
  return findings;
}

function wholeMessage(
  { subject, body }: { subject: string; body: string },
  needsSubject: boolean,
): Finding[] {
  const findings: Finding[] = [];
  const say = (problem: string) => findings.push({ sentence: null, problem });
  const words = body.trim() ? body.trim().split(/\s+/).length : 0;
  if (needsSubject && !subject.trim()) say('There is no subject.');
  if (subject.length > MAX_SUBJECT) say(`The subject is longer than ${MAX_SUBJECT} characters.`);
  if (words === 0) say('The message is empty.');
  else if (words < FEWEST_WORDS) say(`The message is very short (${words} words).`);
  if (words > MOST_WORDS || body.length > MAX_BODY) say(`The message is very long (${words} words).`);
  return findings;
}

function openPlaceholders(sentence: string): string[] {
  const open =
    /\{\{[^}]*\}?\}?|\{%[^%]*|\[[A-Za-z][^\]\n]{0,40}\]|<[A-Za-z][A-Za-z _-]{1,30}>|\b(?:XXX+|TBD|lorem ipsum)\b/i.exec(
      sentence,
    );
  return open ? [`A placeholder is left open: ${open[0]}`] : [];
}

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/giu;
const URL_ =
  /\b(?:https?:\/\/|www\.)[^\s<>()"”]+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|ai|co|eu|de|uk)\b(?:\/[^\s<>()"”]*)?/giu;
const NUMBER = /(?<![\p{L}\p{N}])\p{N}+(?:[.,:]\p{N}+)*/gu;
const DATE_WORD =
  /\b(?:(?:january|february|march|april|june|july|august|september|october|november|december)|may(?=\s+\d)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|yesterday|next (?:week|month))\b/giu;

interface Ground {
  emails: Set<string>;
  urls: Set<string>;
  numbers: Set<string>;
  dates: Set<string>;
}

function groundOf(text: string): Ground {
  return {
    emails: matches(text, EMAIL),
    urls: new Set([...matches(text, URL_)].map(bareUrl)),
    numbers: matches(text, NUMBER),
    dates: matches(text, DATE_WORD),
  };
}

/** Whole tokens are compared, never parts of strings: “5” does not stand in “2025”. */
function ungrounded(sentence: string, known: Ground): string[] {
  const found = groundOf(sentence);
  const problems: string[] = [];
  const report = (kind: string, values: Set<string>, ground: Set<string>) => {
    for (const value of values)
      if (!ground.has(value)) problems.push(`${kind} is not in the facts: ${value}`);
  };
  report('This e-mail address', found.emails, known.emails);
  const withoutEmails = groundOf(sentence.replace(EMAIL, ' '));
  report('This link', withoutEmails.urls, known.urls);
  const plain = groundOf(sentence.replace(EMAIL, ' ').replace(URL_, ' '));
  report('This number', plain.numbers, known.numbers);
  report('This date', plain.dates, known.dates);
  return problems;
}

function matches(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map(([match]) => match.toLowerCase()));
}

function bareUrl(url: string): string {
  return url
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[.,;:!?/]+$/, '');
}

/** Sentences, or lines where there are none, trimmed. */
export function sentencesOf(text: string): string[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  return text
    .split('\n')
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter(Boolean);
}
