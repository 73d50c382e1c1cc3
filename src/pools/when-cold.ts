import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { type AuditDeps, recordAudit } from '#audit/record.ts';
import type { Candidate } from '#candidates/candidate.ts';
import { type Cooling, crossedDown, fellSilent } from '#candidates/going-cold.ts';
import type { Position } from '#candidates/query/ask.ts';
import type { QueryDeps } from '#candidates/search.ts';
import type { Logger } from '#platform/logger.ts';
import { membersQuery, type PoolDeps } from './figures.ts';
import type { ColdRule, Pool, PoolForm } from './pool.ts';

/** What came of enrolling one person by the rule. */
export type ColdOutcome = 'enrolled' | 'already' | 'lately' | 'refused';

export interface ColdDeps extends PoolDeps, AuditDeps {
  logger: Logger;
  processId: string;
  sequences: () => Promise<{ _id: string; name: string }[]>;
  /** The zone of a pool's owner; null when they may not enrol anybody (any more). */
  ownerZone: (userId: string) => Promise<string | null>;
  /**
   * Enrols somebody, asked for permission as always; `lately`: they were turned to in the last 60 days.
   * @param cause names this look: the same person in the same one is enrolled once
   */
  enrolCold: (
    sequence: string,
    candidate: Candidate,
    origin: { cause: string; pool: string },
  ) => Promise<ColdOutcome>;
  /** Asks the owner, once. */
  askAboutCold: (pool: Pool, sequence: string, people: number | null) => Promise<void>;
  /** Tells the owner what happened by itself. */
  tellCold: (pool: Pool, sequence: string | null, counts: Record<ColdOutcome, number>) => Promise<void>;
}

/** What is wrong with the sequence of a pool's form; null: nothing. */
export async function wrongSequence(
  deps: Pick<ColdDeps, 'sequences'>,
  { coldSequence }: PoolForm,
): Promise<string | null> {
  const isThere = !coldSequence || (await deps.sequences()).some(({ _id }) => _id === coldSequence);
  return isThere ? null : 'This sequence is not there any more, or has no step.';
}

/** In the morning of a working day, before the digest, and not at night. */
const FROM_HOUR = 8;
const TO_HOUR = 18;
const LEASE_MS = 60_000;
const AT_ONCE = 50;
/** Longer than this nobody looks back: further apart the two limits of temperature meet. */
const MOST_BACK_MS = 80 * 86_400_000;

/**
 * Looks once a working day who has gone cold in pools with a rule: the first time their owner is asked, and after Yes they
 * are enrolled by themselves. For a recurring job; two processes enrol nobody twice.
 */
export async function tendColdRules(deps: ColdDeps, stopping?: AbortSignal): Promise<void> {
  for (const pool of await deps.pools.withColdRule()) {
    if (stopping?.aborted) return;
    const rule = pool.whenCold;
    const zone = rule && (await deps.ownerZone(pool.owner));
    if (!rule || !zone || (rule.until === null && !isTime(deps.clock.now(), rule.since, zone))) continue;
    try {
      if (rule.state === 'new') await ask(deps, pool, rule);
      if (rule.state === 'yes') await enrolThem(deps, pool, rule, stopping);
    } catch (error) {
      // Slack or the database was away: the next look goes on with it. The other pools don't wait for it.
      deps.logger.warn(
        { err: error, poolId: pool._id },
        'who went cold in a pool could not be taken care of',
      );
    }
  }
}

/** On another working day than the last time, between 08:00 and 18:00. */
function isTime(now: Date, since: Date, zone: string): boolean {
  const there = DateTime.fromJSDate(now, { zone });
  const isNewDay = there.toISODate() !== DateTime.fromJSDate(since, { zone }).toISODate();
  return isNewDay && there.weekday <= 5 && there.hour >= FROM_HOUR && there.hour < TO_HOUR;
}

/** Asks for those who have gone cold so far; whoever follows until the answer is enrolled with them. */
async function ask(deps: ColdDeps, pool: Pool, rule: ColdRule): Promise<void> {
  const sequence = (await deps.sequences()).find(({ _id }) => _id === rule.sequence);
  if (!sequence) return void (await switchOff(deps, pool, rule));
  const [crossed, silent] = await Promise.all(
    [crossedDown, fellSilent].map((look) =>
      look(deps, asker(pool), { ...looking(deps, pool, rule), limit: 1 }),
    ),
  );
  const totals = [crossed, silent].map((page) => page?.total ?? null);
  const people = totals.includes(null) ? null : totals.reduce<number>((sum, total) => sum + (total ?? 0), 0);
  if (people === 0) return;
  if (!(await deps.pools.decideCold(pool._id, rule.sequence, ['new'], 'asked'))) return;
  try {
    await deps.askAboutCold(pool, sequence.name, people);
  } catch (error) {
    await deps.pools.decideCold(pool._id, rule.sequence, ['asked'], 'new');
    throw error;
  }
}

/** What became of an answer: it holds, somebody else may answer only, or it was answered before. */
export type ColdAnswer = { pool: Pool; before: ColdRule['state'] } | 'not yours' | 'gone';

/**
 * The owner's Yes or No; an admin may give it too. No switches the rule off, also later.
 * @param sequence the one that was asked about
 */
export async function answerCold(
  deps: Pick<ColdDeps, 'pools' | 'audit' | 'clock'>,
  answer: { poolId: string; sequence: string; yes: boolean; actor: { id: string; role: string } },
): Promise<ColdAnswer> {
  const { poolId, sequence, yes, actor } = answer;
  const pool = await deps.pools.byId(poolId);
  if (!pool?.whenCold || pool.whenCold.sequence !== sequence) return 'gone';
  if (pool.owner !== actor.id && actor.role !== 'admin') return 'not yours';
  const before = pool.whenCold.state;
  const decided = await deps.pools.decideCold(
    poolId,
    sequence,
    yes ? ['new', 'asked'] : ['new', 'asked', 'yes'],
    yes ? 'yes' : 'no',
  );
  if (!decided) return { pool, before };
  await recordAudit(deps, {
    by: actor.id,
    action: yes ? 'enrolment by pool switched on' : 'enrolment by pool switched off',
    subject: `pool:${poolId}`,
    before: { state: before },
    after: { state: yes ? 'yes' : 'no', sequence },
    surface: 'slack',
  });
  return { pool: decided, before };
}

/** Enrols whoever went cold since the last look, page by page; a crash leaves the look to the next one. */
export async function enrolThem(
  deps: ColdDeps,
  pool: Pool,
  rule: ColdRule,
  stopping?: AbortSignal,
): Promise<void> {
  const by = `${deps.processId}:${randomUUID()}`;
  const now = deps.clock.now();
  const claimed = await deps.pools.claimCold(pool._id, rule, { by, until: until(deps) }, now);
  const end = claimed?.whenCold?.until;
  if (!claimed || !end) return;
  const sequence = (await deps.sequences()).find(({ _id }) => _id === rule.sequence);
  if (!sequence) {
    await deps.tellCold(pool, null, { enrolled: 0, already: 0, lately: 0, refused: 0 });
    return void (await switchOff(deps, pool, rule));
  }
  const counts: Record<ColdOutcome, number> = { enrolled: 0, already: 0, lately: 0, refused: 0 };
  const origin = { cause: `pool:${pool._id}:${rule.since.toISOString()}`, pool: pool._id };
  // The look goes until the moment at which it was begun, however often it is taken up again.
  const then = { ...deps, clock: { ...deps.clock, now: () => end } };
  const seen = new Set<string>();
  for (const look of [crossedDown, fellSilent]) {
    let after: Position | null = null;
    do {
      const page = await look(then, asker(pool), { ...looking(deps, pool, rule), after, limit: AT_ONCE });
      for (const candidate of page.candidates) {
        if (stopping?.aborted) return;
        if (seen.has(candidate._id)) continue;
        seen.add(candidate._id);
        counts[await deps.enrolCold(sequence._id, candidate, origin)]++;
      }
      after = page.next;
      if (!(await deps.pools.keepCold(pool._id, by, { leaseUntil: until(deps) }))) return;
    } while (after !== null);
  }
  if (seen.size > 0) await deps.tellCold(pool, sequence.name, counts);
  await deps.pools.keepCold(pool._id, by, { since: end });
}

function switchOff(deps: ColdDeps, pool: Pool, rule: ColdRule) {
  return deps.pools.decideCold(pool._id, rule.sequence, ['new', 'asked', 'yes'], 'no');
}

function looking(deps: Pick<QueryDeps, 'clock'>, pool: Pool, { since }: ColdRule): Omit<Cooling, 'limit'> {
  const earliest = deps.clock.now().getTime() - MOST_BACK_MS;
  return { query: membersQuery(pool), since: new Date(Math.max(since.getTime(), earliest)) };
}

function asker(pool: Pool) {
  return { id: pool.owner, timeZone: 'UTC' };
}

function until(deps: Pick<ColdDeps, 'clock'>): Date {
  return new Date(deps.clock.now().getTime() + LEASE_MS);
}
