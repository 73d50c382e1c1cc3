import { randomUUID } from 'node:crypto';
import type { Candidate } from '#candidates/candidate.ts';
import { candidateById } from '#candidates/find.ts';
import { addViewer } from '#candidates/share.ts';
import { lookAtStage, ownIfNobodyDoes } from '#candidates/stage.ts';
import { recordTouchpoint } from '#engagement/record.ts';
import { roleById } from '#roles/find.ts';
import { proposeReferred } from '#roles/propose.ts';
import type { ReferralDeps } from './deps.ts';
import { EVERYBODY, type News, type Owed, type Posted, type Referral } from './referral.ts';

/**
 * Longer than Slack mostly takes for one message, and short, so that what a crash left is soon taken up. In an outage one
 * takes minutes: whoever has lost the lease meanwhile takes back what they posted.
 */
const LEASE_MS = 60_000;
const SWEPT_AT_ONCE = 100;

/**
 * Does what is owed for a referral, in order, unless somebody else is at it. Each thing is safe to do twice; a message
 * is repeated only if the process dies between Slack's answer and the database's.
 * @throws when Slack or the database is away; the sweep tries again
 */
export async function settle(deps: ReferralDeps, id: string): Promise<void> {
  for (;;) {
    const by = randomUUID();
    let referral = await deps.referrals.claim(id, by, deps.clock.now(), lease(deps));
    if (!referral) return deps.referrals.owesNothing(id);
    try {
      while (referral?.owed[0]) {
        const [owed] = referral.owed;
        await work(deps, referral, owed);
        referral = await deps.referrals.settled(referral, owed, lease(deps));
      }
    } finally {
      await deps.referrals.release(id, by);
    }
  }
}

/** Takes up what a crash, or Slack being away, has left; for a recurring job. */
export async function settleOwed(deps: ReferralDeps, stopping?: AbortSignal): Promise<void> {
  for (const id of await deps.referrals.owing(deps.clock.now(), SWEPT_AT_ONCE)) {
    if (stopping?.aborted) return;
    try {
      await settle(deps, id);
    } catch (error) {
      // One that can't be told must not hold up the others.
      deps.logger.warn({ err: error, referral: id }, 'what follows from a referral could not be done yet');
    }
  }
}

function lease(deps: ReferralDeps): Date {
  return new Date(deps.clock.now().getTime() + LEASE_MS);
}

async function work(deps: ReferralDeps, referral: Referral, owed: Owed): Promise<void> {
  const candidate = referral.candidateId === null ? null : await candidateById(deps, referral.candidateId);
  if (!candidate) return workOfNobody(deps, referral, owed);
  switch (owed) {
    case 'touchpoint':
      await recordTouchpoint(deps, touchpointOf(referral, candidate));
      // They may have come to another stage in the moment in which the referral was written.
      return lookAtStage(deps, candidate._id);
    case 'ask':
      return ask(deps, referral, candidate);
    case 'apply':
      return apply(deps, referral, candidate);
    case 'show':
      return show(deps, referral, candidate);
    case 'ask to pay':
      return askToPay(deps, referral, candidate);
    default:
      return tell(deps, referral, candidate, owed);
  }
}

/** The person was erased: there is nobody left to speak of, but a bonus is owed all the same. */
async function workOfNobody(deps: ReferralDeps, referral: Referral, owed: Owed): Promise<void> {
  if (owed === 'ask to pay') return askToPay(deps, referral, null);
  if (owed === 'show') return show(deps, referral, null);
  if (owed.startsWith('tell bonus')) await tell(deps, referral, null, owed);
}

async function show(deps: ReferralDeps, referral: Referral, candidate: Candidate | null): Promise<void> {
  for (const message of referral.messages)
    if (message.what === 'ask' || message.what === 'ask to pay')
      await deps.telling.show(message, referral, candidate);
}

async function askToPay(deps: ReferralDeps, referral: Referral, candidate: Candidate | null): Promise<void> {
  for (const to of await payers(deps))
    await once(deps, referral, { what: 'ask to pay', to }, () =>
      deps.telling.askToPay(to, referral, candidate),
    );
}

async function tell(
  deps: ReferralDeps,
  referral: Referral,
  candidate: Candidate | null,
  owed: Owed,
): Promise<void> {
  const news = owed.slice('tell '.length) as News;
  await once(deps, referral, { what: owed, to: referral.by }, () =>
    deps.telling.tell(referral, candidate, news),
  );
}

/**
 * The note of a touchpoint is a fact that drafts rest on: who doesn't want to be mentioned isn't given away there by how
 * they know each other; what they wrote stays on the referral.
 */
function touchpointOf(referral: Referral, candidate: Candidate) {
  const { _id, by, at, acquaintance, role, awareness, mayMention, note } = referral;
  const said = mayMention ? [acquaintance, note] : ['Don’t say who referred them'];
  return {
    _id: `referral:${_id}`,
    candidateId: candidate._id,
    kind: 'referred' as const,
    direction: 'in' as const,
    at,
    by,
    note: [role && `For ${role}`, KNOWS[awareness], ...said].filter(Boolean).join('. '),
  };
}

const KNOWS: Record<Referral['awareness'], string> = {
  asked: 'They asked to be referred',
  yes: 'They know of it',
  no: 'They don’t know of it yet',
};

/**
 * Posts a message that hasn't been posted, and remembers where it stands.
 * @returns whether somebody got it, or it is no longer ours to see to that
 */
async function once(
  deps: ReferralDeps,
  referral: Referral,
  { what, to }: Pick<Posted, 'what' | 'to'>,
  post: () => Promise<Pick<Posted, 'channelId' | 'ts'> | null>,
): Promise<boolean> {
  if (referral.messages.some((one) => one.what === what && one.to === to)) return true;
  if (!(await deps.referrals.isOurs(referral, lease(deps)))) return true;
  const where = await post();
  if (!where) return false;
  if (!(await deps.referrals.posted(referral, { what, to, ...where }))) await deps.telling.remove(where);
  return true;
}

/** The role's owner decides, else the person's, else the recruiters: in their channel, or each of them. */
async function ask(deps: ReferralDeps, referral: Referral, candidate: Candidate): Promise<void> {
  const role = referral.roleId === null ? null : await roleById(deps, referral.roleId);
  const post = (to: string) =>
    once(deps, referral, { what: 'ask', to }, () => deps.telling.ask(to, referral, candidate));
  for (const owner of [role?.owner, candidate.owner])
    if (owner && (await deps.isRecruiter(owner)) && (await post(owner)))
      return deps.referrals.setAsked(referral._id, [owner]);
  await deps.referrals.setAsked(referral._id, [EVERYBODY]);
  const { channel } = deps.referralRules;
  if (channel && (await post(channel))) return;
  for (const recruiter of await deps.recruiters()) await post(recruiter);
}

/** What accepting means for the person: among the role's people, seen by its hiring manager, looked after. */
async function apply(deps: ReferralDeps, referral: Referral, candidate: Candidate): Promise<void> {
  const { decided, roleId } = referral;
  const surface = 'referral accepted';
  if (decided) await ownIfNobodyDoes(deps, { id: candidate._id, owner: decided.by, surface });
  const role = roleId === null ? null : await roleById(deps, roleId);
  if (!role) return;
  await proposeReferred(deps, role, candidate);
  if (role.hiringManager)
    await addViewer(deps, {
      id: candidate._id,
      viewer: role.hiringManager,
      by: decided?.by ?? 'rekindle',
      surface,
    });
}

/** Who hears of a bonus that is due: whom an admin has named, as far as they may pay; else the admins. */
async function payers(deps: ReferralDeps): Promise<readonly string[]> {
  const named: string[] = [];
  for (const id of deps.referralRules.bonusPeople) if (await deps.isRecruiter(id)) named.push(id);
  return named.length > 0 ? named : deps.admins();
}
