import { DateTime } from 'luxon';
import { SENIORITIES } from '#candidates/candidate.ts';
import { normaliseLink, normalisePhone } from '#candidates/identity.ts';
import { LONGEST, type Profile, readProfile } from '#candidates/profile.ts';
import { canonicalWord } from '#candidates/vocabulary.ts';
import type { Field } from './fields.ts';
import type { Row } from './reading/style.ts';

/** What a row says about a person, or why it is refused. */
export type ReadRow = { person: ImportedPerson } | { reason: string };

export interface ImportedPerson {
  profile: Profile;
  connectedOn: Date | null;
  appliedOn: Date | null;
}

/** Ways in which exports write a day. */
const DAYS = [
  'd LLL yyyy',
  'yyyy-MM-dd',
  'd.M.yyyy',
  'M/d/yyyy',
  'LLL d, yyyy',
  'd LLLL yyyy',
  'LLLL d, yyyy',
  'yyyy/M/d',
];
/** How far a clock may be behind. */
const DAY_MS = 86_400_000;

/**
 * Reads a row. It needs a name and one of e-mail, phone and link, as **Add candidate** does. An e-mail address that is
 * none, and a date in the future, refuse the row; a phone number without country code or a link that is none goes into
 * the note when something else says who it is.
 * @param defaults what the person who imports has chosen for everybody
 */
export function readRow(
  { cells, problem }: Row,
  mapping: readonly (Field | null)[],
  defaults: {
    source: Profile['source'];
    tags: readonly string[];
    owner: string | null;
    event?: { name: string } | null;
  },
  now: Date,
): ReadRow {
  if (problem !== undefined) return { reason: `The row ${problem}.` };
  const extra = cells.length - mapping.length;
  if (extra > 0 && cells.slice(mapping.length).some((cell) => cell.trim() !== ''))
    return {
      reason: `The row has ${cells.length.toLocaleString('en')} columns, the table has ${mapping.length}. Is there a quotation mark or delimiter too many?`,
    };
  const all = (field: Field) =>
    mapping
      .flatMap((one, index) => (one === field ? [(cells[index] ?? '').trim()] : []))
      .filter((cell) => cell !== '');
  const one = (field: Field) => all(field)[0] ?? '';
  const words = (field: Field) =>
    all(field)
      .flatMap((cell) => cell.split(/[,;|\n]/))
      .map((word) => word.trim())
      .filter(Boolean);

  const dates = { connectedOn: readDay(one('connectedOn'), now), appliedOn: readDay(one('appliedOn'), now) };
  for (const date of Object.values(dates)) if (typeof date === 'string') return { reason: date };
  const phones = sorted(
    all('phone').flatMap((cell) => cell.split(/[,;\n]/)),
    normalisePhone,
  );
  const links = sorted(
    all('link').flatMap((cell) => cell.split(/[,;\n\s]+/)),
    normaliseLink,
  );
  const left = [
    ...all('note'),
    ...phones.bad.map((phone) => `Phone as imported: ${phone}`),
    ...links.bad.map((link) => `Link as imported: ${link}`),
  ];
  const read = readProfile({
    name: one('name') || [one('firstName'), one('lastName')].filter(Boolean).join(' '),
    email: all('email').join(', '),
    phone: phones.good.join(', '),
    link: links.good.join(', '),
    headline: one('headline'),
    company: one('company'),
    location: one('location') || [one('city'), one('country')].filter(Boolean).join(', '),
    seniority: SENIORITIES.find((level) => level.toLowerCase() === one('seniority').toLowerCase()) ?? null,
    skills: kept(words('skills').map((word) => canonicalWord('skill', word))),
    interests: kept(words('interests').map((word) => canonicalWord('interest', word))),
    tags: kept([...words('tags'), ...defaults.tags].map((word) => canonicalWord('tag', word))),
    source: defaults.source,
    sourceDetail: (one('sourceDetail') || defaults.event?.name || '').slice(0, LONGEST.line),
    owner: defaults.owner,
    note: left.join('\n').slice(0, LONGEST.note),
  });
  if ('errors' in read) return { reason: Object.values(read.errors).join(' ') };
  return {
    person: {
      profile: read.profile,
      connectedOn: dates.connectedOn instanceof Date ? dates.connectedOn : null,
      appliedOn: dates.appliedOn instanceof Date ? dates.appliedOn : null,
    },
  };
}

/** Words that are too long for one, or too many, aren't words of ours. */
function kept(words: readonly string[]): string[] {
  return [...new Set(words.filter((word) => word.length <= LONGEST.word))].slice(0, LONGEST.words);
}

function sorted(
  cells: readonly string[],
  normalise: (text: string) => string | null,
): { good: string[]; bad: string[] } {
  const some = cells.map((cell) => cell.trim()).filter(Boolean);
  return {
    good: some.filter((cell) => normalise(cell) !== null),
    bad: some.filter((cell) => normalise(cell) === null),
  };
}

/** @returns null for nothing, the day, or what is wrong with it */
function readDay(cell: string, now: Date): Date | null | string {
  if (cell === '') return null;
  const shown = cell.slice(0, 40);
  const iso = DateTime.fromISO(cell, { zone: 'utc' });
  const found = [
    iso,
    ...DAYS.map((format) => DateTime.fromFormat(cell, format, { zone: 'utc', locale: 'en' })),
  ].find(({ isValid }) => isValid);
  if (!found) return `“${shown}” is no date that I can read; 2026-03-14 is one.`;
  if (found.toMillis() > now.getTime() + DAY_MS) return `The date “${shown}” is in the future.`;
  return found.toJSDate();
}
