import { skillWords } from './skills.ts';

/**
 * Recognises known skills in prose such as a job description. Names that are ordinary words too (Go, R, C, Swift,
 * Sales, Move) count only where they can mean nothing else: it is better to miss one than to ask for what nobody said.
 */

/** Names of one or few letters, and `Go`: they need a neighbour that says so. */
const NEED_NEIGHBOUR = new Set(['go', 'r', 'c', 'sales', 'marketing', 'finance', 'security', 'recruiting']);
/** Words of everyday language: with a capital, and not only because a sentence begins. */
const NEED_CAPITAL = new Set([
  'swift',
  'rust',
  'react',
  'spark',
  'elixir',
  'flutter',
  'ruby',
  'rails',
  'node',
  'vue',
]);
/** Abbreviations that mean other things in lower case. */
const NEED_UPPER = new Set(['ml', 'js', 'ts', 'tf', 'py', 'nlp', 'sre', 'ror', 'gcp']);
/** Of Linguist's languages those whose names are no ordinary words or abbreviations of something else. */
const LANGUAGES = new Set(
  'ABAP Clojure COBOL Cuda Cypher Cython Dart Delphi Elm Erlang Fortran Gherkin GLSL Groovy HCL HiveQL HLSL Lua MATLAB NumPy OCaml Perl PLpgSQL PLSQL PowerShell Prolog Raku SAS Scilab Smalltalk Solidity Starlark Stata SystemVerilog Tcl TSQL VBA VBScript Verilog VHDL WebAssembly WGSL XSLT Zig'.split(
    ' ',
  ),
);
/** Something in a name that no ordinary word has. */
const ODD = /[a-z][A-Z]|[#+]|\.[a-z]|-[A-Z]/;

const BEHIND =
  /^\s+(?:developers?|engineers?|programmers?|programming|language|codebase|code|services|microservices|backend|entwickler\w*|kenntnisse)\b/iu;
const BEFORE = /(?:\b(?:in|with|of|using|know|knows|experience|mit|en|con|avec)|[:•*–-])\s+$/iu;
const END = /^\s*(?:[,.;)/|\n]|$|\s(?:and|or|und|oder|y|o|et|ou)\s)/iu;
const DIVIDES = /^\s*(?:[,/|]\s*)?(?:(?:and|or|und|oder|y|o|et|ou)\s+)?$/iu;
/** A word before it that makes something else of it. */
const OTHER = /\b(?:series|plan|vitamin|section|grade|class|level|category|schedule|appendix)\s+$/iu;
const SENTENCE_BEGINS = /(?:^|[.!?:\n•*–-])\s*$/u;

interface Found {
  word: string;
  name: string;
  anyCase: boolean;
}

let built: { from: readonly Found[]; pattern: RegExp; names: Map<string, Found> } | null = null;

/** One pattern of all names, longest first; made anew when an admin's aliases change. */
function wordsPattern() {
  const from = skillWords();
  if (built?.from === from) return built;
  const words = from.filter(
    ({ word, anyCase }) => anyCase || LANGUAGES.has(word) || (word.length > 2 && ODD.test(word)),
  );
  const escaped = words
    .map(({ word }) => word)
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+'));
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_+#.&-])(?:${escaped.join('|')})(?![\\p{L}\\p{N}_+#&])`,
    'giu',
  );
  built = { from, pattern, names: new Map(words.map((one) => [one.word.toLowerCase(), one])) };
  return built;
}

/** Canonical names of the skills that a text speaks of, in the order in which they come. @param text of a bounded length */
export function skillsInText(text: string): string[] {
  const { pattern, names } = wordsPattern();
  const hits = [...text.matchAll(pattern)].flatMap((match) => {
    const typed = match[0];
    const found = names.get(typed.replace(/\s+/g, ' ').toLowerCase());
    if (!found || (!found.anyCase && typed !== found.word)) return [];
    return [{ typed, name: found.name, from: match.index, to: match.index + typed.length }];
  });
  const needs = ({ typed }: Hit) => NEED_NEIGHBOUR.has(typed.toLowerCase());
  const meant = new Set(hits.filter((hit) => (needs(hit) ? speaksForItself(text, hit) : isMeant(text, hit))));
  // One in a list is meant when its neighbour is, and then speaks for the next one: once forwards, once backwards.
  for (const order of [hits, hits.toReversed()])
    for (const [index, hit] of order.entries()) {
      const other = order[index - 1];
      if (!meant.has(hit) && needs(hit) && isName(text, hit) && other && meant.has(other))
        if (isListed(text, hit, other)) meant.add(hit);
    }
  return [...new Set(hits.filter((hit) => meant.has(hit)).map(({ name }) => name))];
}

interface Hit {
  typed: string;
  name: string;
  from: number;
  to: number;
}

/** As a name is written, and no part of another word such as `C-level`, `Series C`. */
function isName(text: string, { typed, from, to }: Hit): boolean {
  return (
    /^[A-Z]/.test(typed) &&
    !/^[-’'&.][\p{L}\p{N}]/u.test(text.slice(to, to + 2)) &&
    !OTHER.test(text.slice(Math.max(0, from - 40), from))
  );
}

/** `Go developer`, `experience with R,`; a topic such as Sales never does. */
function speaksForItself(text: string, hit: Hit): boolean {
  if (hit.typed.length > 2 || !isName(text, hit)) return false;
  const behind = text.slice(hit.to, hit.to + 40);
  return (
    BEHIND.test(behind) || (BEFORE.test(text.slice(Math.max(0, hit.from - 40), hit.from)) && END.test(behind))
  );
}

/** Whether two stand next to each other in a list: nothing but what divides it stands between. */
function isListed(text: string, a: Hit, b: Hit): boolean {
  const [from, to] = a.from < b.from ? [a.to, b.from] : [b.to, a.from];
  return to > from && to - from <= 12 && DIVIDES.test(text.slice(from, to));
}

function isMeant(text: string, { typed, from, to }: Hit): boolean {
  const word = typed.toLowerCase();
  if (NEED_UPPER.has(word)) return typed === typed.toUpperCase();
  if (!NEED_CAPITAL.has(word)) return true;
  if (!/^[A-Z]/.test(typed)) return false;
  const begins = SENTENCE_BEGINS.test(text.slice(Math.max(0, from - 5), from));
  return !begins || END.test(text.slice(to, to + 10));
}
