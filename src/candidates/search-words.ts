import anyAscii from 'any-ascii';
import type { Candidate } from './candidate.ts';

/** Longest word that is kept; nobody types more. */
const MAX_WORD = 40;
/** More words than a record of any sense has; keeps one document's part of the index small. */
const MAX_WORDS = 200;

/**
 * The words of a text as they are kept and looked up: any script in Latin letters, without accents, apostrophes and
 * case. `O’Sullivan` is `osullivan`, `Łódź` is `lodz`, `C++` is `c++`.
 */
export function wordsOf(text: string): string[] {
  const plain = anyAscii(text.normalize('NFKC')).toLowerCase().replace(/['’`]/g, '');
  return plain
    .split(/[^a-z0-9+#]+/)
    .filter(Boolean)
    .map((word) => word.slice(0, MAX_WORD));
}

type Searched = Pick<Candidate, 'name' | 'headline' | 'company' | 'location' | 'skills' | 'tags'>;

/** The words by which a candidate is found: of name, headline, company, place, skills and tags. */
export function searchWords(candidate: Searched): string[] {
  const { name, headline, company, location, skills, tags } = candidate;
  const texts = [name, headline ?? '', company ?? '', location ?? '', ...skills, ...tags];
  return [...new Set(texts.flatMap(wordsOf))].slice(0, MAX_WORDS);
}
