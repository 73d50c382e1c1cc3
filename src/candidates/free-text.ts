import { normaliseEmail, normaliseLink, normalisePhone } from './identity.ts';

/** What was recognised in a line of free text; the first of each kind fills a field. */
export interface Recognised {
  name: string;
  email: string;
  phone: string;
  link: string;
  tags: string[];
}

const PHONE = /(?:\+|\b00)\d[\d\s().-]{6,18}\d/g;
const TAG = /(?:^|\s)#([\p{L}\p{N}_-]+)/gu;
/** Something with a dot and a slash, or a host that people have profiles on. */
const LINK =
  /(?:https?:\/\/\S+|(?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,}\/\S+|(?:linkedin|github|gitlab|x|twitter|dribbble|behance)\.(?:com|org|net)\S*)/giu;
/** Neither side takes the sign between them: else a row of them takes time by the cube of its length. */
const EMAIL = /[^\s<>,;()"@]{1,64}@[^\s<>,;()"@]{3,255}/gu;
const MAX_NAME = 120;
/** Characters that are looked at: the patterns take time by the square of the length, and who somebody is stands first. */
const MOST_READ = 3_000;

/**
 * Reads name, e-mail, phone, link and `#tags` out of what somebody typed behind `/candidate add` or wrote in a
 * message. What is none of the others is the name, up to the first comma, dash or line break.
 */
export function readFreeText(text: string): Recognised {
  let rest = text.slice(0, MOST_READ);
  const take = (pattern: RegExp, normalise: (found: string) => string | null): string[] => {
    const taken: string[] = [];
    rest = rest.replace(pattern, (found) => {
      const trimmed = found.trim().replace(/[.,;:!?)]+$/, '');
      const normal = normalise(trimmed);
      if (normal === null) return found;
      taken.push(normal);
      return ' , ';
    });
    return taken;
  };
  const emails = take(EMAIL, normaliseEmail);
  const links = take(LINK, normaliseLink);
  const phones = take(PHONE, normalisePhone);
  const tags = take(TAG, (found) => found.replace(/^\s*#/, '').toLowerCase());
  return {
    name: nameIn(rest),
    email: emails[0] ?? '',
    phone: phones[0] ?? '',
    link: links[0] ?? '',
    tags: [...new Set(tags)],
  };
}

function nameIn(rest: string): string {
  const parts = rest.split(/[,;|\n]|\s[–—-]\s/).map((part) =>
    part
      .replace(/\s+/g, ' ')
      // What stood around an address: `Ana Petrova <ana@example.com>`.
      .replace(/^[\s<>()[\]"“”:]+|[\s<>()[\]"“”:]+$/g, ''),
  );
  const name = parts.find((part) => /\p{L}/u.test(part)) ?? parts.find(Boolean) ?? '';
  return name.slice(0, MAX_NAME);
}
