import { bySentence, type Ground, withoutLinks, wordOf, wordsIn } from './ground.ts';

/** Capitalised in any message, and nobody's name. */
const COMMON = new Set(
  'i you we they he she it who this that which everybody somebody nobody people one ok cv ps hi hello hey dear best kind warm many regards thanks thank cheers yours sincerely linkedin ai api ui ux it hr fyi asap rsvp q a'.split(
    ' ',
  ),
);
const MONTHS_AND_DAYS =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)$/;
/** Whoever does this is a person, so the word before it is a name, at the beginning too. */
const PERSON_DOES =
  /^(?:says|said|tells|told|mentions|mentioned|suggests|suggested|recommends|recommended|thinks|thought|asks|asked|knows|knew|introduced|referred|pointed|spoke|speaks|wrote|writes|sends|believes|praised|who)\b/;
const CAPITALISED = /^[“"'‘(]*(\p{Lu}[\p{L}\p{N}’'.&+#-]*)/u;

/**
 * Names are capitalised words in the middle of a sentence, or two of them at its beginning. Each must stand in the
 * facts, by itself or before a hyphen (“Go-based”). In German every noun is capitalised, so nothing is said there;
 * in a Subject With Capitals neither.
 */
export const names = bySentence('name', function* (sentence, ground) {
  if (ground.language === 'de') return;
  const tokens = withoutLinks(sentence)
    .split(/[\s/]+/)
    .filter(Boolean);
  const capitalised = tokens.map((token) => CAPITALISED.exec(token)?.[1] ?? null);
  const words = tokens.filter((token) => /\p{L}/u.test(token)).length;
  if (words > 2 && capitalised.filter(Boolean).length > 0.7 * words && !/[.,]$/.test(sentence)) return;
  for (const [index, token] of capitalised.entries()) {
    if (token === null || isKnown(token, ground)) continue;
    const before = tokens[index - 1];
    const begins = index === 0 || /[:–—•*-]$/.test(before ?? '');
    const after = capitalised[index + 1];
    const does = PERSON_DOES.test(tokens[index + 1] ?? '');
    // At the beginning any word is capitalised; with a second unknown name behind it, it is one.
    if (begins && !does && (!after || isKnown(after, ground) || /[,;:]$/.test(tokens[index] ?? ''))) continue;
    yield `This name is not in the facts: ${token.replace(/[’']s$|[.’'-]+$/g, '')}`;
  }
});

function isKnown(token: string, { words }: Ground): boolean {
  const bare = token.replace(/[’'](?:s|m|d|ll|ve|re)$/i, '').replace(/[.’'-]+$/, '');
  const one = wordOf(bare);
  if (one.length < 2 || COMMON.has(one) || MONTHS_AND_DAYS.test(one)) return true;
  const parts = [...wordsIn(bare), ...bare.split('-').flatMap((part) => wordsIn(part))];
  return words.has(one) || parts.some((part) => words.has(part) && part.length > 1);
}
