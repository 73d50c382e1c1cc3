import { expect, test } from 'vitest';
import { upgradeReferrals } from '../../src/referrals/upgrade.ts';
import { testDatabase } from '../support/database.ts';
import { referralWorld } from './world.ts';

const database = testDatabase();

test('a referral of the first version waits for all recruiters, and is asked about if nobody was told', async () => {
  const db = database.db();
  const { deps } = await referralWorld(db);
  const at = new Date('2026-06-01T10:00:00Z');
  const old = {
    candidateId: 'c'.repeat(24),
    by: 'U0MORGAN',
    at,
    acquaintance: 'We worked together',
    role: 'Backend Engineer',
    mayMention: true,
    note: null,
    state: 'waiting',
  };
  const referrals = db.collection<{ _id: string; told: boolean }>('referrals');
  await referrals.insertMany([
    { _id: 'told', ...old, told: true },
    { _id: 'untold', ...old, told: false },
  ]);
  expect(await upgradeReferrals(deps)).toBe(2);
  expect(await upgradeReferrals(deps)).toBe(0);
  const waiting = await deps.referrals.waitingFor('U0RILEY', 10);
  expect(waiting.map(({ _id, owed, roleId, stateAt }) => ({ _id, owed, roleId, stateAt }))).toEqual([
    { _id: 'told', owed: [], roleId: null, stateAt: at },
    { _id: 'untold', owed: ['ask'], roleId: null, stateAt: at },
  ]);
  expect(await deps.referrals.owing(new Date(), 10)).toEqual(['untold']);
});
