import type { Year } from './record.ts';

/** What happened in a year, in a few lines. */
export function summary({ people, enrolled, mails, happened, decided, told, kills, left }: Year): string {
  const counts = <T>(all: readonly T[], of: (one: T) => string) =>
    [...Map.groupBy(all, of)]
      .toSorted(([, a], [, b]) => b.length - a.length)
      .map(([what, some]) => `${some.length} ${what}`)
      .join(', ');
  const zones = new Set(people.map(({ zone }) => zone)).size;
  const countries = new Set(people.map(({ country }) => country)).size;
  return [
    `${enrolled.length} enrolments of ${people.length} people in ${zones} time zones and ${countries} countries`,
    `${mails.length} messages taken, ${told.length} tasks told, ${kills.length} kills`,
    `people: ${counts(happened, ({ what }) => what)}`,
    `drafts: ${counts(decided, ({ what }) => what)}`,
    `at the end: ${counts(left, ({ state, stop }) => (stop ? `${state} (${stop})` : state))}`,
  ].join('\n');
}
