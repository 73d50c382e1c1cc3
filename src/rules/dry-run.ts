import type { Candidate } from '#candidates/candidate.ts';
import { idsOf } from '#candidates/candidate.ts';
import { candidatesByIds } from '#candidates/find.ts';
import type { Counted } from '#candidates/happenings.ts';
import { fitting, havingNow, lastEngagedBetween } from '#candidates/happenings.ts';
import { searchPage } from '#candidates/search.ts';
import type { Kind } from '#engagement/touchpoint.ts';
import { PersonError } from '#platform/person-error.ts';
import { membersQuery } from '#pools/figures.ts';
import type { RuleDeps } from './deps.ts';
import type { RuleFields } from './form.ts';
import type { Rule } from './rule.ts';

/** Whom a rule would have met. */
export interface DryRun {
  /** How many different people. */
  people: number;
  /** Whether there were more to look at than it looks at. */
  atLeast: boolean;
  /** Some of them. */
  names: string[];
  /** Of a pool by query: it is not known who came when, so these are all who are in it. */
  isNow: boolean;
}

export const DRY_DAYS = 90;
const DAY_MS = 86_400_000;
/** Looked at: people, or things that happened. */
const MOST = 5_000;
const IN_ONE_GO = 250;
const WITHIN_MS = 500;
const NAMED = 5;

/** Whom a rule would have met in the last 90 days; nothing is written. @throws PersonError for a query that makes no sense */
export async function dryRun(
  deps: RuleDeps,
  { when, only }: Pick<RuleFields, 'when' | 'only'>,
  maker: Rule['maker'],
): Promise<DryRun> {
  const until = performance.now() + WITHIN_MS;
  const since = new Date(deps.clock.now().getTime() - DRY_DAYS * DAY_MS);
  const met = await candidatesMet(deps, when, since, until);
  const people = new Map<string, string>();
  let looked = 0;
  const ids = [...met.ids];
  for (; looked < ids.length && (looked === 0 || performance.now() < until); looked += IN_ONE_GO) {
    const some = ids.slice(looked, looked + IN_ONE_GO);
    const fit = only === null ? new Set(some) : await fitting(deps, only, maker, some);
    const wanted = some.filter((id) => fit.has(id));
    // Without a condition nobody has to be read but those who are named.
    if (only === null && people.size >= NAMED) for (const id of wanted) people.set(id, '');
    else for (const { _id, name } of await candidatesByIds(deps, wanted)) people.set(_id, name);
  }
  return {
    people: people.size,
    atLeast: met.atLeast || looked < ids.length,
    names: [...people.values()].slice(0, NAMED),
    isNow: met.isNow,
  };
}

interface Met {
  ids: ReadonlySet<string>;
  atLeast: boolean;
  isNow: boolean;
}

async function candidatesMet(
  deps: RuleDeps,
  when: RuleFields['when'],
  since: Date,
  until: number,
): Promise<Met> {
  const met = (ids: readonly string[], atLeast: boolean, isNow = false): Met => ({
    ids: new Set(ids),
    atLeast,
    isNow,
  });
  switch (when.kind) {
    case 'touchpoint': {
      const found = await deps.touchpoints.peopleSince(when.value as Kind, since, MOST);
      return met(found, found.length === MOST);
    }
    case 'silence': {
      const days = Number(when.value) * DAY_MS;
      const to = new Date(deps.clock.now().getTime() - days);
      const found = await lastEngagedBetween(deps, new Date(since.getTime() - days), to, MOST);
      return met(
        found.map(({ _id }) => _id),
        found.length === MOST,
      );
    }
    case 'pool':
      return inPool(deps, when.value, since, met);
    case 'tag':
    case 'stage': {
      const what = when.kind === 'tag' ? { tag: when.value } : { stage: when.value };
      const having = await havingNow(deps, what, MOST);
      const got: string[] = [];
      let looked = 0;
      for (; looked < having.length && performance.now() < until; looked += IN_ONE_GO)
        got.push(...(await gotSince(deps, when, having.slice(looked, looked + IN_ONE_GO), since)));
      return met(got, looked < having.length || having.length === MOST);
    }
  }
}

async function inPool(
  deps: RuleDeps,
  poolId: string,
  since: Date,
  met: (ids: readonly string[], atLeast: boolean, isNow?: boolean) => Met,
): Promise<Met> {
  const pool = await deps.pools.byId(poolId);
  if (!pool) throw new PersonError('The pool is not there any more.');
  if (pool.query !== null) {
    const asker = { id: pool.owner, timeZone: 'UTC' };
    const page = await searchPage(deps, membersQuery(pool), asker, null, MOST / 10);
    return met(
      page.candidates.map(({ _id }) => _id),
      page.next !== null,
      true,
    );
  }
  const having = await havingNow(deps, { pool: poolId }, MOST);
  return met(
    having
      .filter(({ pools }) => pools.some(({ id, at }) => id === poolId && at >= since))
      .map(({ _id }) => _id),
    having.length === MOST,
  );
}

/** Which of these got what they have since: by the audit log, by when they were added, or by what happened first. */
async function gotSince(
  deps: RuleDeps,
  when: RuleFields['when'],
  people: readonly Counted[],
  since: Date,
): Promise<string[]> {
  const entries = await deps.audit.changesSince(
    people.map(({ _id }) => `candidate:${_id}`),
    when.kind === 'tag' ? 'tags' : 'stage',
    since,
  );
  const has = (side: unknown) => {
    const value = (side as Partial<Pick<Candidate, 'tags' | 'stage'>> | null)?.[
      when.kind === 'tag' ? 'tags' : 'stage'
    ];
    return Array.isArray(value) ? value.includes(when.value) : value === when.value;
  };
  const byLog = new Set(
    entries.filter(({ before, after }) => has(after) && !has(before)).map(({ subject }) => subject),
  );
  const byWhatHappened = await movedSince(deps, when, people, since);
  const begins = when.kind === 'tag' || when.value === 'prospect';
  return people
    .filter(
      ({ _id, createdAt }) =>
        byLog.has(`candidate:${_id}`) || (begins && createdAt >= since) || byWhatHappened.has(_id),
    )
    .map(({ _id }) => _id);
}

/** The two stages that follow from touchpoints by themselves leave no entry in the log. */
const MOVES: Record<string, Kind[]> = {
  contacted: ['message sent'],
  engaged: ['replied', 'inbound message'],
};

async function movedSince(
  deps: RuleDeps,
  when: RuleFields['when'],
  people: readonly Counted[],
  since: Date,
): Promise<Set<string>> {
  const kinds = when.kind === 'stage' ? MOVES[when.value] : undefined;
  if (!kinds) return new Set();
  const owners = new Map(people.flatMap((one) => idsOf(one).map((id) => [id, one._id] as const)));
  const first = new Map<string, Date>();
  for (const { candidateId, at } of await deps.touchpoints.ofKinds([...owners.keys()], kinds)) {
    const owner = owners.get(candidateId);
    const known = owner === undefined ? null : first.get(owner);
    if (owner !== undefined && (!known || at < known)) first.set(owner, at);
  }
  return new Set([...first].filter(([, at]) => at >= since).map(([id]) => id));
}
