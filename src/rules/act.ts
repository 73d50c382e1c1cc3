import { randomUUID } from 'node:crypto';
import type { Candidate } from '#candidates/candidate.ts';
import { candidateById } from '#candidates/find.ts';
import { setOwner } from '#candidates/owner.ts';
import { addTags } from '#candidates/tag.ts';
import { enrol } from '#nurture/enrol.ts';
import { atOnce } from '#platform/at-once.ts';
import { PersonError } from '#platform/person-error.ts';
import { addToPool } from '#pools/pools.ts';
import { remind } from '#reminders/remind.ts';
import { morningIn } from '#reminders/when.ts';
import type { RuleDeps } from './deps.ts';
import { ACTIONS, type Action, type Did, type Rule, type Run } from './rule.ts';

const CLAIMED = 100;
const AT_ONCE = 20;
/** Longer than the actions of one run take, but for a message in an outage of Slack: whoever posts one claims it by itself. */
const LEASE_MS = 120_000;
/** What may work later is tried again after 1, 2, 4 … minutes, so many times in all. */
const TRIES = 8;
const MINUTE_MS = 60_000;
const SURFACE = 'rule';

/** Does what is due; what a process that died had begun is taken up when its lease ends. */
export async function workOffRuns(deps: RuleDeps, stopping?: AbortSignal): Promise<number> {
  let worked = 0;
  while (!stopping?.aborted) {
    const now = deps.clock.now();
    const by = randomUUID();
    const runs = await deps.runs.claimDue(by, now, new Date(now.getTime() + LEASE_MS), CLAIMED);
    if (runs.length === 0) break;
    const rules = new Map<string, Rule | null>();
    for (const id of new Set(runs.map(({ rule }) => rule))) rules.set(id, await deps.rules.byId(id));
    await atOnce(runs, AT_ONCE, (run) => act(deps, run, rules.get(run.rule) ?? null, by));
    worked += runs.length;
  }
  return worked;
}

/** What an action works with. */
interface Work {
  deps: RuleDeps;
  rule: Rule;
  run: Run;
  candidate: Candidate;
  /** Who it is in the audit log. */
  by: string;
}

async function act(deps: RuleDeps, run: Run, rule: Rule | null, lease: string): Promise<void> {
  let did: Did | null = null;
  const end = (held: string | null) => deps.runs.finish(run._id, lease, { held, at: deps.clock.now(), did });
  if (!rule || rule.deletedAt) return end('Not done: the rule was deleted before.');
  if (!rule.enabled) return end('Not done: the rule was paused before.');
  const done = new Set(run.did.map(({ kind }) => kind));
  const byKind = new Map(rule.actions.map((action) => [action.kind, action]));
  for (const kind of ACTIONS) {
    const action = byKind.get(kind);
    if (!action || done.has(kind)) continue;
    // What one action came to is noted before the next one begins; of the last one, with the end.
    if (did) await deps.runs.did(run._id, lease, did);
    did = null;
    const candidate = await candidateById(deps, run.candidateId);
    if (!candidate) return end('Not done: they are not there any more.');
    const tried = await tryOut({ deps, rule, run, candidate, by: `rule:${rule._id}` }, action);
    if (tried === 'later') {
      const wait = MINUTE_MS * 2 ** run.attempts;
      return deps.runs.putOff(run._id, lease, new Date(deps.clock.now().getTime() + wait));
    }
    did = tried;
  }
  await end(null);
}

/** @returns `later` for what may work another time */
async function tryOut(work: Work, action: Action): Promise<Did | 'later'> {
  const { kind } = action;
  try {
    return { kind, words: null, outcome: (await perform(work, action)) ? 'done' : 'was so' };
  } catch (error) {
    if (error instanceof PersonError) return { kind, outcome: 'could not', words: error.message };
    const { deps, run, rule } = work;
    deps.logger.warn({ err: error, ruleId: rule._id, runId: run._id, kind }, 'an action of a rule failed');
    if (run.attempts + 1 < TRIES) return 'later';
    return { kind, outcome: 'could not', words: `It failed ${TRIES} times; the log says why.` };
  }
}

/**
 * Each is safe to repeat.
 * @returns false when it was so already
 * @throws PersonError when it can't be done
 */
function perform(work: Work, action: Action): Promise<boolean> {
  const { deps, run, candidate, by } = work;
  const change = { id: candidate._id, by, surface: SURFACE, chain: run.chain };
  switch (action.kind) {
    case 'tag':
      return addTags(deps, { ...change, tags: action.tags });
    case 'pool':
      return intoPool(work, action.pool);
    case 'owner':
      return makeOwner(work, action.owner, change);
    case 'enrol':
      return enrolIn(work, action.sequence);
    case 'remind':
      return remindOwner(work, action);
    case 'notify':
      return notify(work, action.channel);
  }
}

async function intoPool({ deps, run, candidate, by }: Work, poolId: string): Promise<boolean> {
  const pool = await deps.pools.byId(poolId);
  if (!pool) throw new PersonError('The pool is not there any more.');
  return (await addToPool(deps, pool, [candidate._id], by, run.chain)) > 0;
}

async function makeOwner(
  { deps }: Work,
  owner: string,
  change: Omit<Parameters<typeof setOwner>[1], 'owner'>,
): Promise<boolean> {
  if (!(await deps.outreach.colleague(owner)))
    throw new PersonError('The new owner is not in this workspace any more.');
  return setOwner(deps, { ...change, owner });
}

async function enrolIn({ deps, run, candidate, by }: Work, sequenceId: string): Promise<boolean> {
  const sequence = await deps.sequences.byId(sequenceId);
  if (!sequence) throw new PersonError('The sequence is not there any more.');
  const enrolled = await enrol(deps, sequence, candidate._id, by, run.chain);
  if (typeof enrolled !== 'string') throw new PersonError(enrolled.refused);
  return enrolled === 'enrolled';
}

/** Whoever owns them, else whoever made the rule. */
async function remindOwner(
  { deps, run, rule, candidate }: Work,
  { days, note }: Action & { kind: 'remind' },
): Promise<boolean> {
  const owner = candidate.owner === null ? null : await deps.outreach.colleague(candidate.owner);
  const { id, timeZone = 'UTC' } = owner ?? rule.maker;
  await remind(deps, {
    deliveryId: `rule:${run._id}`,
    by: id,
    timeZone,
    candidateId: candidate._id,
    note: `${note ? `${note} ` : ''}(rule “${rule.name}”)`,
    dueAt: morningIn(days, deps.clock.now(), timeZone),
  });
  return true;
}

async function notify({ deps, run, rule, candidate }: Work, channel: string): Promise<boolean> {
  const now = deps.clock.now();
  if (!(await deps.runs.claimPost(run._id, now)))
    throw new PersonError('The app ended while it told the channel: look there whether it came.');
  try {
    await deps.tellChannel({ channel, candidate, rule });
  } catch (error) {
    await deps.runs.releasePost(run._id, now);
    throw error;
  }
  return true;
}
