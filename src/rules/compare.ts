import { randomUUID } from 'node:crypto';
import { idsOf } from '#candidates/candidate.ts';
import { candidateById } from '#candidates/find.ts';
import { fitting, lastEngagedAt, lastEngagedBetween } from '#candidates/happenings.ts';
import { searchPage } from '#candidates/search.ts';
import { PersonError } from '#platform/person-error.ts';
import { membersQuery } from '#pools/figures.ts';
import type { Pool } from '#pools/pool.ts';
import type { RuleDeps } from './deps.ts';
import { enabledRules, type Fact, makeRuns } from './match.ts';
import { type Member, MOST_MEMBERS, type Rule } from './rule.ts';

const PAGE = 500;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Looks for who was silent for long enough: a range of one index for each rule. */
export async function findSilent(deps: RuleDeps, stopping?: AbortSignal): Promise<void> {
  for (const rule of await enabledRules(deps)) {
    if (rule.when.kind !== 'silence' || stopping?.aborted) continue;
    const silence = Number(rule.when.value) * DAY_MS;
    const to = new Date(deps.clock.now().getTime() - silence);
    let from = new Date(rule.lookedAt.getTime() - silence);
    while (from < to && !stopping?.aborted) {
      const page = await lastEngagedBetween(deps, from, to, PAGE);
      await makeRuns(
        deps,
        [rule],
        page.map((one) => silenceFact(deps, rule, one)),
      );
      const last = page.at(-1);
      // Others may have engaged in the very moment in which the page ends.
      if (page.length === PAGE && last) await sameMoment(deps, rule, last.at);
      from = page.length === PAGE && last ? last.at : to;
      await deps.rules.looked(rule, new Date(from.getTime() + silence));
    }
  }
}

async function sameMoment(deps: RuleDeps, rule: Rule, at: Date): Promise<void> {
  let facts: Fact[] = [];
  for await (const _id of lastEngagedAt(deps, at)) {
    facts.push(silenceFact(deps, rule, { _id, at }));
    if (facts.length < PAGE) continue;
    await makeRuns(deps, [rule], facts);
    facts = [];
  }
  await makeRuns(deps, [rule], facts);
}

/** Once per silence: its id says when it began. */
function silenceFact(deps: RuleDeps, { when }: Rule, { _id, at }: { _id: string; at: Date }): Fact {
  return {
    id: `silence:${_id}:${at.getTime()}`,
    when,
    candidateId: _id,
    at: deps.clock.now(),
    chain: [],
    draftId: null,
  };
}

/** Compares pools by query with who was in them an hour ago. */
export async function comparePools(deps: RuleDeps, stopping?: AbortSignal): Promise<void> {
  for (const rule of await enabledRules(deps)) {
    if (rule.when.kind !== 'pool' || stopping?.aborted) continue;
    const now = deps.clock.now();
    if (rule.isSeeded && now.getTime() - rule.lookedAt.getTime() < HOUR_MS) continue;
    const pool = await deps.pools.byId(rule.when.value);
    if (!pool || pool.query === null || !(await deps.rules.claimLook(rule, now))) continue;
    await compare(deps, rule, pool, now, stopping);
  }
}

async function compare(
  deps: RuleDeps,
  rule: Rule,
  pool: Pool,
  now: Date,
  stopping?: AbortSignal,
): Promise<void> {
  const asker = { id: pool.owner, timeZone: 'UTC' };
  try {
    let count = 0;
    let after = null;
    do {
      if (stopping?.aborted) return await lookAgain(deps, rule, now);
      const page = await searchPage(deps, membersQuery(pool), asker, after, PAGE);
      const people = page.candidates.map(({ _id }) => _id);
      await deps.members.seen(people.map((id) => newMember(rule, id, now)));
      if (!rule.isSeeded) await deps.members.settled(rule._id, people);
      count += people.length;
      after = page.next;
    } while (after !== null && count < MOST_MEMBERS);
    if (after !== null)
      return await deps.rules.note(rule, {
        problem: `The pool has more than ${MOST_MEMBERS.toLocaleString('en')} people: so many a rule can look at.`,
      });
    await forgetWhoLeft(deps, rule, pool, now);
    if (rule.isSeeded) await enter(deps, rule, now);
    if (!rule.isSeeded || rule.problem) await deps.rules.note(rule, { isSeeded: true, problem: null });
  } catch (error) {
    if (!(error instanceof PersonError)) {
      await lookAgain(deps, rule, now);
      throw error;
    }
    await deps.rules.note(rule, { problem: `The pool’s query can’t be answered: ${error.message}` });
  }
}

/** What was interrupted is looked at the next time, and not in an hour. */
async function lookAgain(deps: RuleDeps, rule: Rule, now: Date): Promise<void> {
  await deps.rules.note(rule, { lookedAt: new Date(now.getTime() - HOUR_MS) });
}

function newMember(rule: Rule, candidateId: string, at: Date): Member {
  return {
    _id: `${rule._id}:${candidateId}`,
    rule: rule._id,
    candidateId,
    entry: randomUUID(),
    ...(rule.isSeeded && { isNew: true }),
    at,
  };
}

/** Pages may turn under somebody: who wasn't seen is asked about once more. */
async function forgetWhoLeft(deps: RuleDeps, rule: Rule, pool: Pool, now: Date): Promise<void> {
  for (;;) {
    const missed = await deps.members.missed(rule._id, now, PAGE);
    if (missed.length === 0) return;
    const people = missed.map(({ candidateId }) => candidateId);
    const inside = await fitting(deps, membersQuery(pool), { id: pool.owner, timeZone: 'UTC' }, people);
    await deps.members.left(
      rule._id,
      people.filter((id) => !inside.has(id)),
    );
    await deps.members.seen(
      missed.filter((one) => inside.has(one.candidateId)).map((one) => ({ ...one, at: now })),
    );
  }
}

/** Makes the runs of who is new; whoever did so before a crash made the same. */
async function enter(deps: RuleDeps, rule: Rule, now: Date): Promise<void> {
  const since = new Date(rule.lookedAt.getTime() - HOUR_MS);
  for (;;) {
    const fresh = await deps.members.fresh(rule._id, PAGE);
    if (fresh.length === 0) return;
    for (const { entry, candidateId } of fresh) {
      const chains = await chainsOf(deps, candidateId, since);
      if (chains.some((chain) => chain.includes(rule._id))) continue;
      const chain = chains.reduce((longest, one) => (one.length > longest.length ? one : longest), []);
      await makeRuns(
        deps,
        [rule],
        [{ id: `entry:${entry}`, when: rule.when, candidateId, at: now, chain, draftId: null }],
      );
    }
    await deps.members.settled(
      rule._id,
      fresh.map(({ candidateId }) => candidateId),
    );
  }
}

/** Chains of what rules did with somebody lately: an entry has no cause of its own. */
async function chainsOf(deps: RuleDeps, candidateId: string, since: Date): Promise<string[][]> {
  const candidate = await candidateById(deps, candidateId);
  const runs = candidate ? await deps.runs.lately(idsOf(candidate), since) : [];
  return runs.filter(({ did }) => did.some(({ outcome }) => outcome === 'done')).map(({ chain }) => chain);
}
