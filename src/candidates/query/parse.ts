import { closest, distance } from 'fastest-levenshtein';
import { keyOf } from '../identity.ts';
import { wordsOf } from '../search-words.ts';
import { CHOICES, readChoice, readSort } from './choices.ts';
import { lex, type Piece } from './lex.ts';
import {
  CHOICE_FACETS,
  type Condition,
  FACETS,
  type Query,
  type QueryError,
  SORTS,
  TIME_FACETS,
  WORD_FACETS,
} from './query.ts';
import { readTime, TIME_EXAMPLES } from './times.ts';

/** Longest query, in characters, and most conditions and alternatives in one. */
export const MOST = { characters: 1_000, conditions: 30, alternatives: 20 } as const;

export type Parsed = { query: Query } | { error: QueryError };

/** Other words that people type before the colon. */
const OTHER_NAMES: Record<string, (typeof FACETS)[number]> = {
  skills: 'skill',
  tags: 'tag',
  pools: 'pool',
  level: 'seniority',
  interest: 'interested',
  interests: 'interested',
  temperature: 'temp',
  replied: 'answered',
  location: 'city',
  place: 'city',
  employer: 'company',
  in: 'city',
  at: 'company',
  order: 'sort',
};

/**
 * Reads the query language of product.md section 3. Never throws: what can't be read comes back as a sentence that
 * names the word and the nearest one that would do.
 */
export function parseQuery(text: string): Parsed {
  if (text.length > MOST.characters)
    return failed(
      text.slice(0, 40),
      `This query has ${text.length.toLocaleString('en')} characters; ${MOST.characters.toLocaleString('en')} are the most.`,
    );
  const pieces = lex(text);
  if (!Array.isArray(pieces)) return { error: pieces };
  if (pieces.length > MOST.conditions)
    return failed('', `This query has ${pieces.length} conditions; ${MOST.conditions} are the most.`);
  const query: Query = { conditions: [], sort: null };
  for (const piece of pieces) {
    const error = readPiece(piece, query);
    if (error) return { error };
  }
  return { query };
}

function readPiece(piece: Piece, query: Query): QueryError | null {
  if (piece.values.length > MOST.alternatives)
    return {
      word: piece.text,
      message: `“${shown(piece.text)}” has ${piece.values.length} alternatives; ${MOST.alternatives} are the most.`,
    };
  if (piece.head === null) return readWords(piece, query);
  const facet = facetNamed(piece.head);
  if (!facet) {
    const near = nearest(piece.head, FACETS);
    return {
      word: `${piece.head}:`,
      message: `I don’t know “${shown(piece.head)}:”. ${near ? `Did you mean \`${near}:\`?` : `I know ${FACETS.map((one) => `\`${one}:\``).join(' ')}.`} To look for a word with a colon in it, put it in quotation marks.`,
    };
  }
  if (piece.values.length === 0)
    return { word: piece.text, message: `Please say which after \`${facet}:\`, e.g. ${exampleOf(facet)}.` };
  if (facet === 'sort') return readSorting(piece, query);
  const condition = readFacet(facet, piece);
  if ('message' in condition) return condition;
  query.conditions.push(condition);
  return null;
}

function readWords({ values, negated, text }: Piece, query: Query): QueryError | null {
  const keys = values.map(identityIn);
  if (keys.length > 0 && keys.every((key) => key !== null)) {
    query.conditions.push({ kind: 'identity', negated, anyOf: keys, typed: values });
    return null;
  }
  const anyOf = values.map(plainWords).filter(Boolean);
  if (anyOf.length === 0)
    return { word: text, message: `“${shown(text)}” has no letter or digit in it that I could look for.` };
  query.conditions.push({ kind: 'words', negated, anyOf: unique(anyOf) });
  return null;
}

/** As words are kept; `#pycon` is looked for as `pycon`. */
function plainWords(value: string): string {
  return wordsOf(value)
    .map((word) => word.replace(/^#+/, ''))
    .filter((word) => /[a-z0-9]/.test(word))
    .join(' ');
}

/** What one typed word means as an address, number or link; null for a plain word. */
function identityIn(value: string): string | null {
  return /@|^https?:\/\/|^\+\d|\w\.\w+\//.test(value) ? keyOf(value) : null;
}

function readSorting({ values, negated, text }: Piece, query: Query): QueryError | null {
  const [value = ''] = values;
  const sort = values.length === 1 && !negated ? readSort(value) : null;
  if (!sort)
    return {
      word: text,
      message: `I can’t sort by “${shown(values.join(','))}”. Did you mean \`sort:${closest(value.toLowerCase(), [...SORTS])}\`? I know ${SORTS.join(', ')}.`,
    };
  if (query.sort !== null && query.sort !== sort)
    return {
      word: text,
      message: `The list can be sorted one way only: \`sort:${query.sort}\` or \`${text}\`.`,
    };
  query.sort = sort;
  return null;
}

type Named = Exclude<(typeof FACETS)[number], 'sort'>;

function readFacet(facet: Named, { values, negated, text }: Piece): Condition | QueryError {
  if (isOneOf(WORD_FACETS, facet))
    return { kind: 'word facet', facet, negated, anyOf: unique(values.map((value) => value.toLowerCase())) };
  if (isOneOf(CHOICE_FACETS, facet)) {
    const anyOf: string[] = [];
    for (const value of values) {
      const choice = readChoice(facet, value);
      if (choice === null) return unknownValue(facet, value, CHOICES[facet]);
      anyOf.push(choice);
    }
    return { kind: 'choice', facet, negated, anyOf: unique(anyOf) };
  }
  if (isOneOf(TIME_FACETS, facet)) {
    const anyOf = [];
    for (const value of values) {
      const span = readTime(value);
      if (!span) return badTime(facet, value);
      anyOf.push(span);
    }
    return { kind: 'time', facet, negated, anyOf };
  }
  const anyOf = [];
  for (const value of values) {
    const at = value.lastIndexOf('@');
    const what = (at < 0 ? value : value.slice(0, at)).trim().toLowerCase();
    const when = at < 0 ? null : readTime(value.slice(at + 1));
    if (at >= 0 && !when) return badTime(facet, value.slice(at + 1));
    if (wordsOf(what).length === 0)
      return { word: text, message: `Please say in what, e.g. ${exampleOf(facet)}.` };
    anyOf.push({ what, when });
  }
  return { kind: 'interested', negated, anyOf };
}

function badTime(facet: string, value: string): QueryError {
  return {
    word: value,
    message: `“${shown(value)}” behind \`${facet}:\` is no time that I understand. A time looks like ${TIME_EXAMPLES}.`,
  };
}

/** For a value that isn't among those there are. @param known what there is; the nearest one is offered */
export function unknownValue(facet: string, value: string, known: readonly string[]): QueryError {
  const near = nearest(value.toLowerCase(), known);
  const list = known.length <= 12 ? ` I know ${known.join(', ')}.` : '';
  return {
    word: value,
    message: `\`${facet}:\` doesn’t know “${shown(value)}”.${near ? ` Did you mean \`${facet}:${quotedIfNeeded(near)}\`?` : list}`,
  };
}

/** The one among them that was most likely meant; null when none is near. */
export function nearest(typed: string, known: readonly string[]): string | null {
  if (known.length === 0 || typed === '') return null;
  const starting = known.find((one) => one.toLowerCase().startsWith(typed) && typed.length > 1);
  if (starting) return starting;
  const near = closest(typed, [...known]);
  return distance(typed, near.toLowerCase()) <= Math.max(2, Math.floor(typed.length / 3)) ? near : null;
}

function quotedIfNeeded(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}

function facetNamed(head: string): (typeof FACETS)[number] | null {
  const word = head.toLowerCase();
  const other = Object.hasOwn(OTHER_NAMES, word) ? OTHER_NAMES[word] : undefined;
  return FACETS.find((one) => one === word) ?? other ?? null;
}

function exampleOf(facet: (typeof FACETS)[number]): string {
  if (isOneOf(TIME_FACETS, facet)) return `\`${facet}:<30d\``;
  if (isOneOf(CHOICE_FACETS, facet)) return `\`${facet}:${quotedIfNeeded(CHOICES[facet][0] ?? '')}\``;
  const examples = {
    skill: 'python',
    city: 'austin',
    country: 'germany',
    tag: 'pycon',
    pool: '"go engineers"',
    owner: 'me',
    company: 'acme',
    role: '"backend engineer"',
    interested: 'backend@6..12mo',
    sort: 'recent',
  };
  return `\`${facet}:${examples[facet]}\``;
}

function isOneOf<T extends string>(list: readonly T[], word: string): word is T {
  return list.some((one) => one === word);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function failed(word: string, message: string): Parsed {
  return { error: { word, message } };
}
