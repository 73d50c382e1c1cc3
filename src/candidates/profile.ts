import { type Candidate, SENIORITIES, SOURCES } from './candidate.ts';
import { type Identity, identityKeys } from './identity.ts';
import { readIdentity } from './typed-identity.ts';

/** What a person filled in about a candidate, field by field, as typed. Empty texts stand for nothing. */
export interface TypedProfile {
  name: string;
  email: string;
  phone: string;
  link: string;
  headline: string;
  company: string;
  location: string;
  seniority: string | null;
  skills: string[];
  interests: string[];
  tags: string[];
  source: string | null;
  sourceDetail: string;
  owner: string | null;
  note: string;
}

export type ProfileField = keyof TypedProfile;
/** What is wrong, in words for the person, by field. */
export type ProfileErrors = Partial<Record<ProfileField, string>>;

/** The same, checked and normalised. */
export interface Profile extends Identity {
  name: string;
  headline: string | null;
  company: string | null;
  location: string | null;
  seniority: Candidate['seniority'];
  skills: string[];
  interests: string[];
  tags: string[];
  source: Candidate['source']['kind'] | null;
  sourceDetail: string | null;
  owner: string | null;
  note: string | null;
}

/** Longest texts, in characters. A note is what Slack's own field holds. */
export const LONGEST = { name: 120, line: 200, note: 3_000, word: 60, words: 50 } as const;

/**
 * Checks what was typed. A name and one of e-mail, phone and link are all that is needed.
 * @returns every error at once, or the profile
 */
export function readProfile(typed: TypedProfile): { errors: ProfileErrors } | { profile: Profile } {
  const identity = readIdentity(typed);
  const errors: ProfileErrors = 'errors' in identity ? { ...identity.errors } : {};
  const name = oneLine(typed.name);
  if (name === '') errors.name = 'Please say who it is.';
  const tooLong = (field: ProfileField, text: string, most: number) => {
    if (text.length > most)
      errors[field] =
        `This has ${text.length.toLocaleString('en')} characters; ${most.toLocaleString('en')} fit. Please shorten it${field === 'note' ? ', or log the rest as a touchpoint' : ''}.`;
  };
  tooLong('name', name, LONGEST.name);
  for (const field of ['headline', 'company', 'location', 'sourceDetail'] as const)
    tooLong(field, typed[field].trim(), LONGEST.line);
  tooLong('note', typed.note.trim(), LONGEST.note);
  for (const field of ['skills', 'interests', 'tags'] as const) {
    if (typed[field].length > LONGEST.words) errors[field] = `${LONGEST.words} are the most that fit.`;
    const long = typed[field].find((word) => word.length > LONGEST.word);
    if (long) errors[field] = `“${long.slice(0, 20)}…” is longer than ${LONGEST.word} characters.`;
  }
  if ('errors' in identity || Object.keys(errors).length > 0) return { errors };
  if (identityKeys(identity.identity).length === 0)
    return {
      errors: { email: 'Please give an e-mail address, a phone number or a profile link: one is enough.' },
    };
  return {
    profile: {
      ...identity.identity,
      name,
      headline: oneLine(typed.headline) || null,
      company: oneLine(typed.company) || null,
      location: oneLine(typed.location) || null,
      seniority: SENIORITIES.find((one) => one === typed.seniority) ?? null,
      skills: unique(typed.skills),
      interests: unique(typed.interests),
      tags: unique(typed.tags),
      source: SOURCES.find((one) => one === typed.source) ?? null,
      sourceDetail: oneLine(typed.sourceDetail) || null,
      owner: typed.owner,
      note: typed.note.trim() || null,
    },
  };
}

/** Without control characters and line breaks, which would break lists and mail headers. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function unique(words: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const word of words.map(oneLine).filter(Boolean))
    if (!seen.has(word.toLowerCase())) seen.set(word.toLowerCase(), word);
  return [...seen.values()];
}
