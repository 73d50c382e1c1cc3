import anyAscii from 'any-ascii';

/** Longest word that is kept; nobody types more. */
const MAX_WORD = 40;

const ASCII = /^[\x20-\x7e]*$/;

/**
 * The words of a text as they are kept and looked up: any script in Latin letters, without accents, apostrophes and
 * case. `O’Sullivan` is `osullivan`, `Łódź` is `lodz`, `C++` is `c++`.
 */
export function wordsOf(text: string): string[] {
  const latin = ASCII.test(text) ? text : anyAscii(text.normalize('NFKC'));
  const plain = latin.toLowerCase().replace(/['’`]/g, '');
  return plain
    .split(/[^a-z0-9+#]+/)
    .filter(Boolean)
    .map((word) => word.slice(0, MAX_WORD));
}
