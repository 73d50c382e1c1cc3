import { doubleMetaphone } from 'double-metaphone';
import { wordsOf } from '#candidates/search-words.ts';

/** Legal forms and other words that two spellings of one company may differ in. */
const COMPANY_NOISE = new Set(
  'inc incorporated ltd limited llc llp gmbh ag se sa sas sarl bv nv oy ab as plc corp corporation co company group holding holdings the'.split(
    ' ',
  ),
);
/** Parts of an address that many people share. */
const COMMON_LOCAL_PARTS = new Set(
  'info mail email contact hello hi office jobs hr admin me work personal test'.split(' '),
);
const SHORTEST_LOCAL_PART = 4;

/** How a name sounds (double metaphone, Philips 2000): `Smith` and `Smyth` alike. */
export function soundOf(word: string): string {
  const [sound] = doubleMetaphone(word);
  return sound || word;
}

/** A company's name without legal forms, for comparing. */
export function companyKey(company: string | null): string {
  const words = wordsOf(company ?? '');
  const telling = words.filter((word) => !COMPANY_NOISE.has(word));
  return (telling.length > 0 ? telling : words).join(' ');
}

/** What stands before the @, without dots and what follows a plus; empty where it tells nothing. */
export function localPart(email: string): string {
  const local = wordsOf((email.split('@')[0] ?? '').split('+')[0] ?? '').join('');
  return local.length < SHORTEST_LOCAL_PART || COMMON_LOCAL_PARTS.has(local) ? '' : local;
}

/**
 * The groups in which somebody's doubles are looked for. Two people are compared only if they share one:
 * the sound of the first or the last name and the company; the sound of the last name, the first letter of the first
 * and the city; or an e-mail local part. So the cost grows with the number of people and not with its square.
 */
export function blocksOf(
  person: { name: string; company: string | null; emails: readonly string[] },
  city: string | null,
): string[] {
  const names = wordsOf(person.name);
  const [first = '', last = first] = [names[0], names.at(-1)];
  const company = companyKey(person.company);
  const blocks = new Set<string>();
  if (company !== '' && first !== '')
    for (const name of new Set([first, last])) blocks.add(`co:${soundOf(name)}:${company}`);
  if (city !== null && last !== '' && names.length > 1)
    blocks.add(`ci:${soundOf(last)}:${first.charAt(0)}:${city}`);
  for (const email of person.emails) {
    const local = localPart(email);
    if (local !== '') blocks.add(`em:${local}`);
  }
  return [...blocks];
}
