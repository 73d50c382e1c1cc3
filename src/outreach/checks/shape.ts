import { franc } from 'franc-min';
import { MAX_SUBJECT } from '../limits.ts';
import { bySentence, type Check } from './ground.ts';

/** Words of a body; the trade's figures are 60 to 120, and the check leaves room around them. */
const FEWEST_WORDS = 20;
const MOST_WORDS = 220;

export const lengths: Check = ({ subject, body }, { longest }) => {
  const words = body.trim() ? body.trim().split(/\s+/).length : 0;
  const problems: string[] = [];
  if (subject.length > MAX_SUBJECT) problems.push(`The subject is longer than ${MAX_SUBJECT} characters.`);
  if (words === 0) problems.push('The message is empty.');
  else if (words < FEWEST_WORDS) problems.push(`The message is very short (${words} words).`);
  if (words > MOST_WORDS || body.length > longest)
    problems.push(`The message is very long (${words} words, ${body.length} characters).`);
  return problems.map((problem) => ({ kind: 'length', sentence: null, problem }));
};

const OPEN =
  /\{\{[^}]*\}?\}?|\{%[^%]*|\[[A-Za-z][^\]\n]{0,40}\]|<[A-Za-z][A-Za-z _-]{1,30}>|\b(?:XXX+|TBD|TODO|lorem ipsum)\b|\b(?:insert|your) (?:name|company|role) here\b|_{3,}/i;

export const placeholders = bySentence('placeholder', (sentence) => {
  const open = OPEN.exec(sentence)?.[0];
  return open ? [`A placeholder is left open: ${open}`] : [];
});

/** Languages that messages may be set to, by ISO 639-1, with what franc calls them (ISO 639-3). */
export const LANGUAGES = {
  en: { name: 'English', franc: 'eng', asked: /\benglish\b|\bauf englisch\b/iu },
  de: { name: 'German', franc: 'deu', asked: /\bgerman\b|\bdeutsch\b/iu },
  fr: { name: 'French', franc: 'fra', asked: /\bfrench\b|\bfrançais\b/iu },
  es: { name: 'Spanish', franc: 'spa', asked: /\bspanish\b|\bespañol\b/iu },
  it: { name: 'Italian', franc: 'ita', asked: /\bitalian\b|\bitaliano\b/iu },
  pt: { name: 'Portuguese', franc: 'por', asked: /\bportuguese\b|\bportuguês\b/iu },
  nl: { name: 'Dutch', franc: 'nld', asked: /\bdutch\b|\bnederlands\b/iu },
  pl: { name: 'Polish', franc: 'pol', asked: /\bpolish\b|\bpolski\b/iu },
} as const;
export type Language = keyof typeof LANGUAGES;

/** Characters below which a guess at the language is one. */
const ENOUGH = 80;

/** Written in the language of the house, or in one that the recruiter has asked for. */
export const language: Check = ({ body }, ground) => {
  const guess = franc(body, {
    only: Object.values(LANGUAGES).map((one) => one.franc),
    minLength: ENOUGH,
  });
  const fine = Object.entries(LANGUAGES)
    .filter(([code, one]) => code === ground.language || one.asked.test(ground.asked))
    .map(([, one]) => one);
  if (guess === 'und' || fine.length === 0 || fine.some((one) => one.franc === guess)) return [];
  const found = Object.values(LANGUAGES).find((one) => one.franc === guess);
  return [
    {
      kind: 'language',
      sentence: null,
      problem: `It seems to be written in ${found?.name ?? guess} and not in ${fine.map(({ name }) => name).join(' or ')}.`,
    },
  ];
};
