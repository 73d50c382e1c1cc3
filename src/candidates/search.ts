import type { TemperatureSettings } from '#engagement/temperature.ts';
import type { Clock } from '#platform/clock.ts';
import { PersonError } from '#platform/person-error.ts';
import { type AskDeps, askPage, type Page, type Position } from './query/ask.ts';
import { parseQuery } from './query/parse.ts';
import type { Part } from './query/parts.ts';
import type { QueryError, Sort } from './query/query.ts';
import { resolve } from './query/resolve.ts';
import type { Lookups } from './query/values.ts';
import { canonicalSkill, isKnownSkill } from './skills.ts';
import type { VocabularyStore } from './vocabulary-store.ts';

export interface QueryDeps extends AskDeps {
  clock: Clock;
  vocabulary: VocabularyStore;
  temperature: TemperatureSettings;
  /** What candidates don't know themselves. */
  ownersNamed: Lookups['ownersNamed'];
  poolNamed: Lookups['poolNamed'];
  peopleOfRole: Lookups['peopleOfRole'];
}

/** Who asks: what `owner:me` means, and when a day begins. */
export interface Asker {
  id: string;
  /** IANA zone. */
  timeZone: string;
}

/** Words offered for a mistyped one are looked for among so many. */
const NEAR = 500;
const TOKENS = 20;

/**
 * Reads a query and looks up what it means.
 * @returns its parts and order, or what is wrong with it
 */
export async function understand(
  deps: QueryDeps,
  text: string,
  asker: Asker,
): Promise<{ parts: Part[]; sort: Sort } | { error: QueryError }> {
  const parsed = parseQuery(text);
  if ('error' in parsed) return parsed;
  const resolved = await resolve(lookupsOf(deps), parsed.query.conditions, {
    userId: asker.id,
    zone: asker.timeZone,
    now: deps.clock.now(),
    temperature: deps.temperature,
  });
  return 'error' in resolved ? resolved : { parts: resolved.parts, sort: parsed.query.sort ?? 'hot' };
}

/**
 * One page of the answer to a query.
 * @throws PersonError that names the word which makes no sense
 */
export async function searchPage(
  deps: QueryDeps,
  text: string,
  asker: Asker,
  after: Position | null,
  size: number,
): Promise<Page & { sort: Sort }> {
  const understood = await understand(deps, text, asker);
  if ('error' in understood) throw new PersonError(understood.error.message);
  const { parts, sort } = understood;
  return { ...(await askPage(deps, parts, sort, after, size)), sort };
}

function lookupsOf(deps: QueryDeps): Lookups {
  return {
    hasToken: (token) => deps.candidates.hasToken(token),
    tokensStarting: (start) => deps.candidates.tokensStarting(start, TOKENS),
    wordsNear: (kind, typed) => deps.vocabulary.starting(kind, typed.slice(0, 1).toLowerCase(), NEAR),
    skillNamed: (typed) => ({ name: canonicalSkill(typed), known: isKnownSkill(typed) }),
    ownersNamed: deps.ownersNamed,
    poolNamed: deps.poolNamed,
    peopleOfRole: deps.peopleOfRole,
  };
}
