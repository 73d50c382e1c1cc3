import { setImmediate } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { recordAudit } from '#audit/record.ts';
import { type Candidate, idsOf, type Stage } from '#candidates/candidate.ts';
import { candidateById } from '#candidates/find.ts';
import { followed, type Moved, movedPeople } from '#candidates/stage.ts';
import { roleById } from '#roles/find.ts';
import { rolesHiredFor } from '#roles/propose.ts';
import type { ReferralDeps } from './deps.ts';
import {
  counts,
  type News,
  type Owed,
  type Referral,
  type ReferralBonus,
  type ReferralState,
  stateAfter,
} from './referral.ts';
import { settle } from './settle.ts';

const AT_ONCE = 500;

/** What became of one referral; `lost`: somebody else changed it in that moment, and it is looked at again. */
type Followed = 'moved' | 'as it was' | 'lost';

/**
 * Lets referrals follow whose people have come to another stage, and bonuses fall due; for a recurring job. Each move names
 * the state that it starts from, so two processes move nothing twice.
 */
export async function followPeople(deps: ReferralDeps, stopping?: AbortSignal): Promise<void> {
  for (;;) {
    const people = await movedPeople(deps, AT_ONCE);
    const lost = await followAll(deps, people, stopping);
    if (stopping?.aborted) return;
    await followed(
      deps,
      people.filter(({ _id }) => !lost.has(_id)),
    );
    if (people.length < AT_ONCE || lost.size > 0) break;
    await setImmediate();
  }
  await fallDue(deps, stopping);
}

/** @returns ids of people who have to be looked at again */
async function followAll(
  deps: ReferralDeps,
  people: readonly Moved[],
  stopping?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const lost = new Set<string>();
  const personOf = new Map(people.flatMap((one) => one.ids.map((id) => [id, one])));
  for (const referral of await deps.referrals.about([...personOf.keys()])) {
    if (stopping?.aborted) break;
    const person = personOf.get(referral.candidateId ?? '');
    if (!person || !counts(referral)) continue;
    const done = await follow(deps, referral, person.stage).catch((error: unknown): Followed => {
      // The others don't wait for it.
      deps.logger.warn({ err: error, referral: referral._id }, 'a referral is followed again later');
      return 'lost';
    });

    if (done === 'lost') lost.add(person._id);
    if (done === 'moved') await settled(deps, referral._id);
  }
  return lost;
}

async function settled(deps: ReferralDeps, id: string): Promise<void> {
  await settle(deps, id).catch((error: unknown) =>
    deps.logger.warn({ err: error, referral: id }, 'a referral moved on; who it is told to waits'),
  );
}

async function follow(deps: ReferralDeps, referral: Referral, stage: Stage): Promise<Followed> {
  const next = stateAfter(referral, stage);
  if (referral.state === 'hired' && stage !== 'hired') return takeBack(deps, referral, next);
  if (next === null) return 'as it was';
  if (!(await (next === 'hired' ? hire(deps, referral) : move(deps, referral, next)))) return 'lost';
  await logged(deps, referral, next);
  return 'moved';
}

async function move(deps: ReferralDeps, referral: Referral, next: ReferralState): Promise<boolean> {
  const at = deps.clock.now();
  const news: News = next === 'accepted' ? 'process ended' : next;
  const moved = await deps.referrals.move(
    referral._id,
    referral.state,
    { state: next, stateAt: at, acceptedAt: referral.acceptedAt ?? at },
    { owed: [...accepting(referral), 'show', `tell ${news}`], at },
  );
  return moved !== null;
}

/** Whoever goes on in the process without anybody having pressed **Accept** was accepted by that. */
function accepting({ state }: Referral): Owed[] {
  return state === 'waiting' ? ['apply'] : [];
}

async function hire(deps: ReferralDeps, referral: Referral): Promise<boolean> {
  const candidate = await candidateById(deps, referral.candidateId ?? '');
  if (!candidate) return false;
  const at = deps.clock.now();
  const set = { state: 'hired' as const, stateAt: at, hiredAt: at, acceptedAt: referral.acceptedAt ?? at };
  const owed: Owed[] = [...accepting(referral), 'show', 'tell hired'];
  const bonus = await bonusOf(deps, referral, candidate, at);
  const hired =
    bonus && (await deps.referrals.hire(referral._id, referral.state, { ...set, bonus }, owed, at));
  if (hired === null) {
    if (bonus) return false;
  } else if (hired !== 'taken') return true;
  return (await deps.referrals.move(referral._id, referral.state, set, { owed, at })) !== null;
}

/**
 * The bonus that this referral brings: by the rule of the role they were hired for, to who referred them for it first;
 * if nobody did, or no role says whom it hired, to who referred them first at all.
 */
async function bonusOf(
  deps: ReferralDeps,
  referral: Referral,
  candidate: Candidate,
  at: Date,
): Promise<ReferralBonus | null> {
  const ids = idsOf(candidate);
  const about = (await deps.referrals.about(ids)).filter(counts);
  const inOrder = about.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a._id < b._id ? -1 : 1));
  const hiredFor = await rolesHiredFor(
    deps,
    ids,
    about.flatMap(({ roleId }) => roleId ?? []),
  );
  const first = inOrder.find(({ roleId }) => hiredFor.some(({ _id }) => _id === roleId)) ?? inOrder[0];
  if (first?._id !== referral._id) return null;
  const role =
    hiredFor.find(({ _id }) => _id === referral.roleId) ??
    hiredFor[0] ??
    (referral.roleId === null ? null : await roleById(deps, referral.roleId));
  if (!role?.bonus) return null;
  const dueAt = DateTime.fromJSDate(at, { zone: 'utc' }).plus({ days: role.bonus.afterDays }).toJSDate();
  return { ...role.bonus, candidateId: candidate._id, hiredAt: at, dueAt, state: 'coming', paid: null };
}

/** They aren't hired any more: a bonus that isn't due yet is none. What is due or paid stays. */
async function takeBack(
  deps: ReferralDeps,
  { _id, bonus, state }: Referral,
  next: ReferralState | null,
): Promise<Followed> {
  if (bonus?.state !== 'coming') return 'as it was';
  const at = deps.clock.now();
  const set = next === null ? {} : { state: next, stateAt: at };
  const cancelled = await deps.referrals.moveBonus(
    _id,
    'coming',
    { ...set, 'bonus.state': 'cancelled', 'bonus.candidateId': null },
    ['show', 'tell bonus cancelled'],
    at,
  );
  if (!cancelled) return 'lost';
  await bonusLogged(deps, _id, 'cancelled', { state });
  return 'moved';
}

async function fallDue(deps: ReferralDeps, stopping?: AbortSignal): Promise<void> {
  const now = deps.clock.now();
  for (const { _id, bonus } of await deps.referrals.fallingDue(now, AT_ONCE)) {
    if (stopping?.aborted || !bonus) return;
    const due = await deps.referrals.moveBonus(
      _id,
      'coming',
      { 'bonus.state': 'due' },
      ['ask to pay', 'tell bonus due'],
      now,
    );
    if (!due) continue;
    await bonusLogged(deps, _id, 'due', { amount: bonus.amount, currency: bonus.currency });
    await settled(deps, _id);
  }
}

function bonusLogged(deps: ReferralDeps, id: string, what: string, after: object): Promise<void> {
  const subject = `referral:${id}`;
  return recordAudit(deps, {
    by: 'rekindle',
    action: `bonus ${what}`,
    subject,
    before: null,
    after,
    surface: 'referrals',
  });
}

function logged(
  deps: ReferralDeps,
  { candidateId, state, roleId }: Referral,
  next: ReferralState,
): Promise<void> {
  return recordAudit(deps, {
    by: 'rekindle',
    action: `referral ${next}`,
    subject: `candidate:${candidateId}`,
    before: { state },
    after: { state: next, role: roleId },
    surface: 'referrals',
  });
}
