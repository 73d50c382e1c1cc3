import { blocksOf } from '#duplicates/blocks.ts';
import type { Candidate } from './candidate.ts';
import { identityKeys } from './identity.ts';
import { type Place, placeOf } from './place.ts';
import { wordsOf } from './search-words.ts';
import { type Sketch, sketchOf } from './sketch.ts';
import { facetToken, idToken, START, startToken } from './tokens.ts';

type Source = Pick<
  Candidate,
  | 'name'
  | 'headline'
  | 'company'
  | 'location'
  | 'seniority'
  | 'skills'
  | 'interests'
  | 'tags'
  | 'pools'
  | 'source'
  | 'owner'
  | 'suppressions'
  | 'viewers'
  | 'aliases'
  | 'emails'
  | 'phones'
  | 'links'
>;

/** The parts of a record that follow from the others. */
export type Derived = Pick<
  Candidate,
  'keys' | 'place' | 'nameKey' | 'text' | 'facets' | 'tokens' | 'interestedAt' | 'blocks'
> &
  Sketch;

/** More words than a record of any sense has; keeps one document's part of the index small. */
const MOST_WORDS = 200;

/** Derives what a record is found by: see “Finding” in docs/design/candidates.md. */
export function derived(candidate: Source): Derived {
  const place = placeOf(candidate.location);
  const lines = [
    candidate.name,
    candidate.headline ?? '',
    candidate.company ?? '',
    candidate.location ?? '',
    ...candidate.skills,
    ...candidate.tags,
  ].map(wordsOf);
  const words = [...new Set(lines.flat())].slice(0, MOST_WORDS);
  const interestedAt = candidate.interests.flatMap(({ what, at }) =>
    beginnings(what).map((key) => ({ key, at })),
  );
  const facets = facetsOf(candidate, place, interestedAt);
  return {
    keys: identityKeys(candidate),
    place,
    nameKey: wordsOf(candidate.name).join(' '),
    text: lines
      .filter((line) => line.length > 0)
      .map((line) => ` ${line.join(' ')}`)
      .join('\n'),
    facets,
    tokens: [
      ...words,
      ...new Set(words.filter((word) => word.length >= START).map(startToken)),
      ...facets.filter((facet) => !facet.startsWith(':has:')),
    ],
    ...sketchOf(
      facets.filter((facet) => facet.startsWith(':skill:')),
      interestedAt.map(({ key }) => key),
      place,
    ),
    interestedAt,
    blocks: blocksOf(candidate, place.city),
  };
}

function facetsOf(candidate: Source, place: Place, interestedAt: Derived['interestedAt']): string[] {
  const { seniority, owner, source, suppressions } = candidate;
  const has: [string, boolean][] = [
    ['email', candidate.emails.length > 0],
    ['phone', candidate.phones.length > 0],
    ['link', candidate.links.length > 0],
    ['headline', candidate.headline !== null],
    ['company', candidate.company !== null],
    ['location', candidate.location !== null],
    ['skills', candidate.skills.length > 0],
    ['interests', candidate.interests.length > 0],
    ['tags', candidate.tags.length > 0],
    ['owner', owner !== null],
    ['pool', candidate.pools.length > 0],
  ];
  return [
    ...new Set([
      ...candidate.skills.map((skill) => facetToken('skill', skill)),
      ...candidate.tags.map((tag) => facetToken('tag', tag)),
      ...interestedAt.map(({ key }) => `:interested:${key}`),
      ...beginnings(candidate.company ?? '').map((start) => `:company:${start}`),
      ...candidate.pools.map(({ id }) => idToken('pool', id)),
      ...candidate.viewers.map((id) => idToken('viewer', id)),
      ...(place.city === null ? [] : [`:city:${place.city}`]),
      ...(place.country === null ? [] : [`:country:${place.country}`]),
      ...(seniority === null ? [] : [facetToken('seniority', seniority)]),
      facetToken('source', source.kind),
      owner === null ? ':is:unowned' : idToken('owner', owner),
      ...suppressions.map(({ reason }) => facetToken('is', reason)),
      ...(suppressions.length > 0 ? [':is:suppressed'] : []),
      ...has.filter(([, there]) => there).map(([what]) => `:has:${what}`),
    ]),
  ];
}

/** `Brightline Pay Ltd` is found by `brightline`, `brightline pay` and the whole. */
function beginnings(text: string): string[] {
  const words = wordsOf(text).slice(0, 6);
  return words.map((_, index) => words.slice(0, index + 1).join(' '));
}
