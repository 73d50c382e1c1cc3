import type { Outcome } from './acts.ts';
import { OWNERS } from './cast.ts';
import type { Life } from './life.ts';
import { Killed } from './processes.ts';
import type { Decided } from './record.ts';

/** What recruiters do about drafts that wait for them: most are approved after a while, some edited, discarded or left alone. */
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LOOKED_AT = 2_000;

interface Waiting {
  _id: string;
  candidateId: string;
  state: 'waiting' | 'unclear' | 'failed';
  version: number;
  messageIds: string[];
  sequence: object | null;
  requester: { id: string };
  updatedAt: Date;
}

/** Plans when somebody looks at each draft that has newly come up; one that changed since is looked at anew. */
export function deciding(life: Life) {
  const seen = new Set<string>();
  return async function lookAround(): Promise<void> {
    const drafts = await life.db
      .collection<Waiting>('drafts')
      .find({ state: { $in: ['waiting', 'unclear', 'failed'] } }, { projection: { versions: 0 } })
      .limit(LOOKED_AT)
      .toArray();
    for (const { _id, state, version, updatedAt } of drafts) {
      const key = `${_id}:${state}:${version}:${updatedAt.getTime()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      // Some are never looked at, and lapse.
      if (state === 'waiting' && life.random.chance(0.1)) continue;
      const at = life.now + life.random.int(5, 5 * 24 * 60) * MINUTE;
      life.plan(at, () => decide(life, _id, life.random.chance(0.06)), true);
    }
  };
}

async function decide(life: Life, id: string, insists: boolean): Promise<void> {
  const draft = await life.db.collection<Waiting>('drafts').findOne({ _id: id });
  if (!draft) return;
  const on = { draftId: id, version: draft.version, by: draft.requester.id, confirmed: ['checks'] };
  const chance = life.random.next();
  if (draft.state === 'waiting') {
    if (chance < 0.08) return discard(life, draft, on);
    if (chance < 0.18 && (await life.act({ what: 'edit', text: 'I would be glad to hear from you.', ...on })))
      on.version = await versionOf(life, id);
    return approve(life, draft, on, insists);
  }
  if (draft.state === 'failed') return discard(life, draft, on);
  if (draft.state !== 'unclear') return;
  if (chance < 0.3) return void (await say(life, draft, 'again', on));
  if (chance < 0.7) return void (await say(life, draft, 'arrived', on));
}

async function versionOf(life: Life, id: string): Promise<number> {
  return (await life.db.collection<Waiting>('drafts').findOne({ _id: id }))?.version ?? 0;
}

type On = { draftId: string; version: number; by: string; confirmed: string[] };

async function discard(life: Life, draft: Waiting, on: On): Promise<void> {
  await say(life, draft, 'discarded', on);
}

/** Approves; what it asks about is overridden by some, put off to the morning by others, and left for another day by most. */
async function approve(life: Life, draft: Waiting, on: On, insists: boolean): Promise<void> {
  const first = await say(life, draft, 'approved', on);
  if (first.done || !first.reasons) return;
  const onlyHours = first.reasons.length === 1 && first.reasons[0] === 'outside working hours';
  if (onlyHours && life.random.chance(0.6))
    return void (await say(life, draft, 'approved for the morning', on));
  if (insists || onlyHours) {
    const confirmed = [...on.confirmed, ...first.reasons];
    await say(life, draft, 'approved', { ...on, confirmed });
    return;
  }
  life.plan(life.now + life.random.int(1, 6) * DAY, () => decide(life, draft._id, insists), true);
}

const VERBS = {
  approved: 'approve',
  'approved for the morning': 'morning',
  discarded: 'discard',
  again: 'again',
  arrived: 'arrived',
} as const satisfies Record<Decided['what'], string>;

/** Put down before it is done, since the message may go out within it; taken back when it came to nothing. */
async function say(life: Life, draft: Waiting, what: Decided['what'], on: On): Promise<Outcome> {
  const decided: Decided = {
    ...life.moment(),
    messageId: draft.messageIds[0] ?? '',
    person: draft.candidateId,
    by: on.by,
    what,
    confirmed: on.confirmed,
    byHand: !draft.sequence,
  };
  life.year.decided.push(decided);
  try {
    const came = (await life.act({ what: VERBS[what], ...on })) as Outcome;
    if (!came.done) life.year.decided.splice(life.year.decided.indexOf(decided), 1);
    return came;
  } catch (error) {
    // Nobody knows whether it was done before the process died: they look again.
    if (error instanceof Killed) life.plan(life.now, () => decide(life, draft._id, false), true);
    else throw error;
    return { done: false };
  }
}

/** A recruiter writes to somebody of their own accord. */
export async function writeByHand(life: Life, person: string): Promise<void> {
  await life.act({ what: 'write', person, by: life.random.pick(OWNERS) });
}
