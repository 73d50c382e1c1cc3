import type { Candidate } from './candidate.ts';

/** What people say of somebody, as it is kept; beside the name, and what they are interested in. */
export type Joined = Pick<
  Candidate,
  | 'emails'
  | 'phones'
  | 'links'
  | 'headline'
  | 'company'
  | 'location'
  | 'seniority'
  | 'skills'
  | 'tags'
  | 'owner'
>;

/**
 * What is known of somebody in two places: lists are joined, single values stay and are filled where they were empty.
 * @param unite how lists are joined; what comes first stays first
 */
export function joined(
  one: Joined,
  other: Joined,
  unite: (known: readonly string[], more: readonly string[]) => string[] = union,
): Joined {
  return {
    emails: unite(one.emails, other.emails),
    phones: unite(one.phones, other.phones),
    links: unite(one.links, other.links),
    headline: one.headline ?? other.headline,
    company: one.company ?? other.company,
    location: one.location ?? other.location,
    seniority: one.seniority ?? other.seniority,
    skills: unite(one.skills, other.skills),
    tags: unite(one.tags, other.tags),
    owner: one.owner ?? other.owner,
  };
}

/** What is in one of them, each once. */
export function union(known: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...known, ...more])];
}

/** What somebody is interested in, with what is new. @param how they said it, e.g. `told us` */
export function withInterests(
  known: Candidate['interests'],
  more: readonly string[],
  how: string,
  at: Date,
): Candidate['interests'] {
  const isNew = (what: string) => !known.some((one) => one.what === what);
  return [...known, ...more.filter(isNew).map((what) => ({ what, at, how }))];
}
