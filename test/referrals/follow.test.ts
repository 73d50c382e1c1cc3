import { describe, expect, test } from 'vitest';
import type { Stage } from '../../src/candidates/candidate.ts';
import { changeCandidate } from '../../src/candidates/change.ts';
import { bonuses, financeReport, markPaid } from '../../src/referrals/bonus.ts';
import { decide } from '../../src/referrals/decide.ts';
import { forgetReferred, referralsAbout } from '../../src/referrals/erase.ts';
import { followPeople } from '../../src/referrals/follow.ts';
import { refer } from '../../src/referrals/refer.ts';
import { stateAfter } from '../../src/referrals/referral.ts';
import { settle, settleOwed } from '../../src/referrals/settle.ts';
import { testDatabase } from '../support/database.ts';
import { BONUS, freshReferralWorld } from './world.ts';

/** What becomes of referrals after they were accepted, and of their bonuses, on the real engine. */
const database = testDatabase();
const w = freshReferralWorld(database);
/** Two processes at once, as at any time. */
const sweep = () => Promise.all([followPeople(w.deps), followPeople(w.deps)]).then(() => settleOwed(w.deps));

async function accepted(email: string, more: Parameters<typeof w.put>[1] = {}) {
  const { _id, candidateId } = await w.refer(w.put({ email }, more));
  await decide(w.deps, _id, { state: 'accepted' }, 'U0RILEY');
  await settle(w.deps, _id);
  return { _id, candidateId: candidateId ?? '', now: () => w.deps.referrals.byId(_id) };
}

test.each<[Parameters<typeof stateAfter>[0]['state'], Stage, ReturnType<typeof stateAfter>]>([
  ['waiting', 'engaged', null],
  ['waiting', 'applied', 'in process'],
  ['accepted', 'nurturing', null],
  ['accepted', 'interviewing', 'in process'],
  ['in process', 'applied', null],
  ['in process', 'silver medalist', 'accepted'],
  ['in process', 'hired', 'hired'],
  ['accepted', 'hired', 'hired'],
  ['hired', 'hired', null],
  ['hired', 'alumni', null],
  ['hired', 'interviewing', 'in process'],
  ['hired', 'declined', 'accepted'],
])('%s of somebody who is %s: %s', (state, stage, next) => {
  expect(stateAfter({ state }, stage)).toBe(next);
});

test('follows the person to the hire; each change is told once, whatever number of processes looks', async () => {
  const role = await w.role('Backend engineer');
  const one = await accepted('ana@example.com', { roleId: role._id });
  for (const stage of ['applied', 'interviewing', 'silver medalist', 'interviewing', 'hired'] as const) {
    await w.stage(one.candidateId, stage);
    await sweep();
    await sweep();
  }
  expect(await one.now()).toMatchObject({ state: 'hired', bonus: { ...BONUS, state: 'coming' }, owed: [] });
  expect(w.told('U0MORGAN')).toEqual([
    expect.stringContaining('Thank you for referring'),
    expect.stringContaining('was accepted'),
    expect.stringContaining('is in process'),
    expect.stringContaining('not in process any more'),
    expect.stringMatching(/is hired[\s\S]*1,500 EUR is due on Feb 18, 2027/),
  ]);
});

test('reads only whom something has happened to, and misses nobody who moves in the moment of the referral', async () => {
  const [one, other] = [await accepted('ana@example.com'), await accepted('ben@example.com')];
  await sweep();
  const asked: string[] = [];
  const referrals: typeof w.deps.referrals = {
    ...w.deps.referrals,
    about(ids) {
      asked.push(...ids);
      return w.deps.referrals.about(ids);
    },
  };
  await w.stage(one.candidateId, 'applied');
  await followPeople({ ...w.deps, referrals });
  await followPeople({ ...w.deps, referrals });
  expect(asked).toEqual([one.candidateId]);
  expect((await one.now())?.state).toBe('in process');
  expect((await other.now())?.state).toBe('accepted');
  const kept = await refer(w.deps, w.put({ email: 'cleo@example.com' }));
  if ('refused' in kept) throw new Error(kept.refused.says);
  // As if the sweep had looked before the referral was written.
  const cleo = database.db().collection<{ _id: string }>('candidates');
  await cleo.updateOne({ _id: kept.candidateId ?? '' }, { $set: { stage: 'applied' } });
  await settleOwed({ ...w.deps, clock: { now: () => new Date(w.state.now.getTime() + 1) } });
  await sweep();
  expect((await w.deps.referrals.byId(kept._id))?.state).toBe('in process');
});

test('who was accepted in the moment of the look is looked at again', async () => {
  const { _id, candidateId } = await w.refer(w.put({}));
  await w.stage(candidateId ?? '', 'applied');
  const move: typeof w.deps.referrals.move = async (...asked) => {
    await decide(w.deps, _id, { state: 'accepted' }, 'U0RILEY');
    return w.deps.referrals.move(...asked);
  };
  await followPeople({ ...w.deps, referrals: { ...w.deps.referrals, move } });
  expect((await w.deps.referrals.byId(_id))?.state).toBe('accepted');
  await sweep();
  expect((await w.deps.referrals.byId(_id))?.state).toBe('in process');
});

test('is found under the id of a record that was merged into another', async () => {
  const one = await accepted('ana@example.com');
  const ben = await w.known({ name: 'Ana Petrowa', email: 'ana@work.example' });
  await database
    .db()
    .collection('candidates')
    .deleteOne({ _id: one.candidateId as never });
  const merged = { by: 'U0RILEY', action: 'merged', surface: 'test' };
  await changeCandidate(w.deps, ben._id, merged, () => ({ aliases: [one.candidateId] }));
  await w.stage(ben._id, 'applied');
  await sweep();
  expect((await one.now())?.state).toBe('in process');
});

describe('bonus', () => {
  async function hired(email: string, bonus = BONUS) {
    const role = await w.role(`Engineer ${email}`, { bonus });
    const one = await accepted(email, { roleId: role._id });
    await w.stage(one.candidateId, 'hired');
    await sweep();
    return { ...one, role };
  }

  test('falls due on its day, is told to the admins and the referrer, and is paid once', async () => {
    const one = await hired('ana@example.com');
    w.at('2027-02-18T11:59:59Z');
    await sweep();
    expect(await one.now()).toMatchObject({ bonus: { state: 'coming' } });
    expect(await markPaid(w.deps, one._id, { id: 'U0RILEY', role: 'admin' })).toEqual({ outcome: 'not due' });
    w.at('2027-02-18T12:00:01Z');
    await sweep();
    await sweep();
    expect(w.told('U0RILEY').filter((text) => text === 'pay 1500')).toHaveLength(1);
    expect(w.told('U0MORGAN').filter((text) => text.includes('is due. It is'))).toHaveLength(1);
    expect(await markPaid(w.deps, one._id, { id: 'U0MORGAN', role: 'recruiter' })).toEqual({
      outcome: 'own',
    });
    const both = await Promise.all(
      ['U0RILEY', 'U0OTHER'].map((id) => markPaid(w.deps, one._id, { id, role: 'recruiter' })),
    );
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['already', 'paid']);
    await settle(w.deps, one._id);
    expect(w.told('U0MORGAN').filter((text) => text.includes('marked as paid'))).toHaveLength(2);
    expect((await w.deps.audit.aboutAll([`referral:${one._id}`])).map(({ action }) => action)).toContain(
      'bonus paid',
    );
  });

  test('is cancelled when they leave before it is due, and when the hire is taken back', async () => {
    const [left, mistaken] = [await hired('a@example.com'), await hired('b@example.com')];
    await w.stage(left.candidateId, 'alumni');
    await w.stage(mistaken.candidateId, 'interviewing');
    w.at('2027-03-01T12:00:00Z');
    await sweep();
    expect(await left.now()).toMatchObject({ state: 'hired', bonus: { state: 'cancelled' } });
    expect(await mistaken.now()).toMatchObject({ state: 'in process', bonus: { state: 'cancelled' } });
    expect(w.told('U0RILEY')).not.toContain('pay 1500');
    expect(w.told('U0MORGAN').filter((text) => text.includes('no bonus'))).toHaveLength(2);
    // Hired after all: from then on.
    await w.stage(mistaken.candidateId, 'hired');
    await sweep();
    expect(await mistaken.now()).toMatchObject({
      bonus: { state: 'coming', dueAt: new Date('2027-05-30T12:00:00Z') },
    });
  });

  test('goes to who referred for the role that hired them, else to who was first', async () => {
    const [backend, data] = [
      await w.role('Backend engineer'),
      await w.role('Data engineer', { bonus: { ...BONUS, amount: 2_000 } }),
    ];
    const first = await accepted('ana@example.com', { roleId: backend._id });
    w.at('2026-11-21T12:00:00Z');
    const second = await accepted('ana@example.com', { roleId: data._id, by: 'U0HARPER' });
    await w.deps.matches.decide(`${data._id}:${first.candidateId}`, ['proposed'], 'hired', {
      by: 'U0RILEY',
      at: w.state.now,
      why: null,
    });
    await w.stage(first.candidateId, 'hired');
    await sweep();
    expect(await second.now()).toMatchObject({ state: 'hired', bonus: { amount: 2_000 } });
    expect((await first.now())?.bonus).toBeUndefined();

    const third = await accepted('ben@example.com', { roleId: backend._id });
    w.at('2026-11-21T12:01:00Z');
    const late = await accepted('ben@example.com', { roleId: data._id, by: 'U0HARPER' });
    await w.stage(third.candidateId, 'hired');
    await sweep();
    expect(await third.now()).toMatchObject({ state: 'hired', bonus: { amount: 1_500 } });
    expect(await late.now()).toMatchObject({ state: 'hired' });
    expect((await late.now())?.bonus).toBeUndefined();
  });

  test('the report for finance has every one, with no formula in it', async () => {
    const one = await hired('ana@example.com');
    await hired('ben@example.com', { amount: 500, currency: 'USD', afterDays: 0 });
    await changeCandidate(
      w.deps,
      one.candidateId,
      { by: 'U0RILEY', action: 'edited', surface: 'test' },
      () => ({
        name: '=HYPERLINK("http://evil.example")',
      }),
    );
    await sweep();
    const { content, rows } = await financeReport(w.deps, 'U0RILEY');
    const lines = content.toString().replace('\ufeff', '').trim().split('\r\n');
    expect(rows).toBe(2);
    expect(lines[0]).toBe(
      'Referred by,Slack user,Person,Role,Referred on,Hired on,Amount,Currency,Due on,State,Paid on,Paid by',
    );
    expect(lines[1]).toBe(
      'Morgan Lindqvist,U0MORGAN,Ana Petrova,Engineer ben@example.com,2026-11-20,2026-11-20,500,USD,2026-11-20,due,,',
    );
    expect(lines[2]).toBe(
      `Morgan Lindqvist,U0MORGAN,"'=HYPERLINK(""http://evil.example"")",Engineer ana@example.com,2026-11-20,2026-11-20,1500,EUR,2027-02-18,coming,,`,
    );
    expect((await bonuses(w.deps)).due).toHaveLength(1);
  });

  test('outlives the erasure of the person; nothing of them does', async () => {
    const one = await hired('ana@example.com');
    const open = await accepted('ben@example.com', { note: 'Ben is great' });
    const posted = (await one.now())?.messages.length ?? 0;
    expect(posted).toBeGreaterThan(2);
    const who = { ids: [one.candidateId, open.candidateId], keys: [], names: [] };
    expect((await referralsAbout(w.deps, who)).referrals).toHaveLength(2);
    await forgetReferred({ ...w.deps, removeMessage: async ({ ts }) => void w.state.removed.push(ts) }, who);
    expect(w.state.removed.length).toBeGreaterThan(posted);
    expect((await referralsAbout(w.deps, who)).referrals).toEqual([]);
    expect(await open.now()).toMatchObject({
      state: 'withdrawn',
      candidateId: null,
      note: null,
      messages: [],
    });
    w.at('2027-02-19T12:00:00Z');
    await sweep();
    expect(w.told('U0RILEY')).toContain('pay 1500');
    expect(w.told('U0MORGAN').at(-1)).toContain('somebody who has been deleted');
  });
});
