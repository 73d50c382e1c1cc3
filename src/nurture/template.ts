import { Liquid, LiquidError } from 'liquidjs';
import type { Candidate } from '#candidates/candidate.ts';
import { MOST_MESSAGE, MOST_SUBJECT } from './sequence.ts';

/** What a template may say of somebody. */
export const VARIABLES = {
  first_name: 'first name',
  name: 'full name',
  company: 'company',
  headline: 'headline',
  location: 'location',
  skill: 'first skill',
  interest: 'latest interest',
  sender: 'your full name',
  sender_first_name: 'your first name',
} as const;
type Variable = keyof typeof VARIABLES;

/** No files, no includes, and an end to everything: a template is written by people, and one of them may try. */
const LIMITS = { parseLimit: 10_000, renderLimit: 200, memoryLimit: 200_000 };
const options = {
  strictFilters: true,
  relativeReference: false,
  ownPropertyOnly: true,
  templates: {},
  ...LIMITS,
};
const strict = new Liquid({ ...options, strictVariables: true });
const lenient = new Liquid(options);
const FORBIDDEN = /\{%-?\s*(?:include|render|layout|block)\b/;

/** What is wrong with a template, as a sentence with its line; null when it can be used. */
export function problemOf(text: string): string | null {
  if (text.length > Math.max(MOST_MESSAGE, MOST_SUBJECT))
    return `It is longer than ${MOST_MESSAGE} characters.`;
  if (FORBIDDEN.test(text)) return 'Templates can’t include other ones.';
  try {
    const unknown = strict
      .variablesSync(strict.parse(text))
      .filter((name) => !Object.hasOwn(VARIABLES, name));
    const [first] = unknown;
    if (first)
      return `${lineOf(text, first)}there is no “${first}”; there is ${Object.keys(VARIABLES).join(', ')}.`;
    strict.parseAndRenderSync(text, sample());
    return null;
  } catch (error) {
    return explain(text, error);
  }
}

function explain(text: string, error: unknown): string {
  if (!LiquidError.is(error)) return 'It can’t be read.';
  const message = error.message.replace(/, (?:file|line).*$/s, '').replace(/\n[\s\S]*$/, '');
  const line = /line:(\d+)/.exec(error.message)?.[1];
  const where = line ? `Line ${line}` : '';
  const word = /"([^"]+)"|'([^']+)'/.exec(message);
  const named = word?.[1] ?? word?.[2];
  return `${where || (named ? lineOf(text, named).replace(/: $/, '') : 'It')}: ${message}.`.replace(
    /^: /,
    '',
  );
}

function lineOf(text: string, word: string): string {
  const before = text.indexOf(word);
  return before < 0 ? '' : `Line ${text.slice(0, before).split('\n').length}: `;
}

function sample(): Record<Variable, string> {
  return Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, 'x'])) as Record<Variable, string>;
}

function valuesFor(candidate: Candidate, senderName: string): Partial<Record<Variable, string>> {
  const first = (name: string) => name.trim().split(/\s+/)[0] ?? name;
  const values: Record<Variable, string | null | undefined> = {
    first_name: first(candidate.name),
    name: candidate.name,
    company: candidate.company,
    headline: candidate.headline,
    location: candidate.location,
    skill: candidate.skills[0],
    interest: candidate.interests.at(-1)?.what,
    sender: senderName,
    sender_first_name: first(senderName),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !!value?.trim())) as Partial<
    Record<Variable, string>
  >;
}

/** A message that became longer than any person writes did not become what its author meant. */
const MOST_FILLED = 2 * MOST_MESSAGE;
const FAILED = {
  text: '[text missing]',
  missing: ['the text: this template can’t be filled in for them'],
};

/**
 * Fills a template in. One that was right when it was saved may still loop for one person and not for another: then it
 * says so in its own place, and a person has to look.
 * @returns the text, and what it asks for that isn't known of this person and has no default: it stands open in the text
 * then, as `[company]`, and a person has to look
 */
export function fillIn(
  template: string,
  candidate: Candidate,
  senderName: string,
): { text: string; missing: string[] } {
  try {
    const filled = fill(template, candidate, senderName);
    return filled.text.length <= MOST_FILLED ? filled : FAILED;
  } catch (error) {
    if (LiquidError.is(error)) return FAILED;
    throw error;
  }
}

function fill(template: string, candidate: Candidate, senderName: string) {
  const values = valuesFor(candidate, senderName);
  const asked = lenient
    .variablesSync(lenient.parse(template))
    .filter((name) => Object.hasOwn(VARIABLES, name));
  const render = (given: object) => String(lenient.parseAndRenderSync(template, given)).trim();
  const missing = asked.filter((name) => !(name in values));
  const marks = Object.fromEntries(missing.map((name) => [name, `[${name.replaceAll('_', ' ')}]`]));
  // A default in the template fills the gap: only what changes by being marked is open.
  const plain = render(values);
  const open = missing.filter(
    (name) =>
      render({ ...values, [name]: marks[name] }).includes(marks[name] ?? '') && !hasDefault(template, name),
  );
  return open.length === 0
    ? { text: plain, missing: [] }
    : {
        text: render({ ...values, ...Object.fromEntries(open.map((name) => [name, marks[name]])) }),
        missing: open,
      };
}

function hasDefault(template: string, name: string): boolean {
  return new RegExp(`\\{\\{-?\\s*${name}\\s*\\|[^}]*\\bdefault\\s*:`).test(template);
}
