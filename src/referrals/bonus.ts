import { recordAudit } from '#audit/record.ts';
import { candidateById } from '#candidates/find.ts';
import { csvFile } from '#exports/table.ts';
import type { ReferralDeps } from './deps.ts';
import type { Referral, ReferralBonus } from './referral.ts';

/** Bonuses in one report, and in each part of the list. */
const MOST_REPORTED = 10_000;
export const LISTED = 12;

export type WithBonus = Referral & { bonus: ReferralBonus };
export interface ListedBonus {
  referral: WithBonus;
  /** Null once the person was erased. */
  name: string | null;
}

/** Bonuses that are due and those that are coming, the earliest first. */
export async function bonuses(
  deps: ReferralDeps,
): Promise<{ due: ListedBonus[]; coming: ListedBonus[]; paid: ListedBonus[] }> {
  const [due, coming, paid] = await Promise.all([
    deps.referrals.withBonus(['due'], LISTED),
    deps.referrals.withBonus(['coming'], LISTED),
    deps.referrals.latestPaid(LISTED),
  ]);
  const named = (all: Referral[]) =>
    Promise.all(
      all.flatMap(withBonus).map(async (referral) => ({ referral, name: await nameOf(deps, referral) })),
    );
  return { due: await named(due), coming: await named(coming), paid: await named(paid) };
}

function withBonus({ bonus, ...referral }: Referral): WithBonus[] {
  return bonus ? [{ ...referral, bonus }] : [];
}

async function nameOf(deps: ReferralDeps, { candidateId }: Referral): Promise<string | null> {
  return candidateId === null ? null : ((await candidateById(deps, candidateId))?.name ?? null);
}

export type Paid =
  | { outcome: 'paid'; referral: Referral }
  | { outcome: 'already'; by: string; at: Date }
  | { outcome: 'not due' | 'own' | 'gone' };

/**
 * Puts down that a bonus was paid, once. Nobody puts down their own, but an admin: there may be no one else.
 */
export async function markPaid(
  deps: ReferralDeps,
  id: string,
  actor: { id: string; role: string },
): Promise<Paid> {
  const there = await deps.referrals.byId(id);
  if (!there?.bonus) return { outcome: 'gone' };
  if (there.by === actor.id && actor.role !== 'admin') return { outcome: 'own' };
  const at = deps.clock.now();
  const paid = await deps.referrals.moveBonus(
    id,
    'due',
    { 'bonus.state': 'paid', 'bonus.paid': { by: actor.id, at } },
    ['show', 'tell bonus paid'],
    at,
  );
  if (!paid) {
    const before = (await deps.referrals.byId(id))?.bonus?.paid;
    return before ? { outcome: 'already', ...before } : { outcome: 'not due' };
  }
  const { amount, currency } = there.bonus;
  await recordAudit(deps, {
    by: actor.id,
    action: 'bonus paid',
    subject: `referral:${id}`,
    before: { state: 'due' },
    after: { state: 'paid', amount, currency },
    surface: 'referrals',
  });
  return { outcome: 'paid', referral: paid };
}

const HEADER = [
  'Referred by',
  'Slack user',
  'Person',
  'Role',
  'Referred on',
  'Hired on',
  'Amount',
  'Currency',
  'Due on',
  'State',
  'Paid on',
  'Paid by',
];
const day = (at: Date | undefined) => at?.toISOString().slice(0, 10) ?? '';

/**
 * Every bonus as a CSV for finance, the earliest due first; days are those of UTC. It is written into the audit log who
 * has taken it.
 */
export async function financeReport(
  deps: ReferralDeps,
  by: string,
): Promise<{ content: Buffer; rows: number; isCut: boolean }> {
  const all = await deps.referrals.withBonus(['coming', 'due', 'paid', 'cancelled'], MOST_REPORTED);
  const colleague = async (id: string) => (await deps.lookUp(id))?.name ?? id;
  const rows: string[][] = [];
  for (const referral of all.flatMap(withBonus)) {
    const { bonus } = referral;
    rows.push([
      await colleague(referral.by),
      referral.by,
      (await nameOf(deps, referral)) ?? 'deleted',
      referral.role ?? '',
      day(referral.at),
      day(bonus.hiredAt),
      String(bonus.amount),
      bonus.currency,
      day(bonus.dueAt),
      bonus.state,
      day(bonus.paid?.at),
      bonus.paid ? await colleague(bonus.paid.by) : '',
    ]);
  }
  await recordAudit(deps, {
    by,
    action: 'bonuses exported',
    subject: 'referrals',
    before: null,
    after: { rows: rows.length },
    surface: 'slack',
  });
  return { content: csvFile(HEADER, rows), rows: rows.length, isCut: rows.length >= MOST_REPORTED };
}
