import { describe, expect, test } from 'vitest';
import { suppress } from '../../src/candidates/suppress.ts';
import { decide } from '../../src/referrals/decide.ts';
import { leaderboard } from '../../src/referrals/lists.ts';
import { missingIn, readReferralText } from '../../src/referrals/read.ts';
import { refer } from '../../src/referrals/refer.ts';
import { settle, settleOwed } from '../../src/referrals/settle.ts';
import { testDatabase } from '../support/database.ts';
import { until } from '../support/person.ts';
import { freshReferralWorld } from './world.ts';

/** Referring and deciding, on the real engine. */
const w = freshReferralWorld(testDatabase());

describe('who can’t be referred', () => {
  const refusalOf = async (typed: Parameters<typeof w.put>[0], more = {}) => {
    const answer = await refer(w.deps, w.put(typed, more));
    return 'refused' in answer ? [answer.refused.field, answer.refused.says] : ['taken', ''];
  };

  test('oneself: by address, by name, by profile in Slack', async () => {
    expect(await refusalOf({ name: 'Mo L', email: 'morgan@acme.example' })).toEqual([
      'email',
      expect.stringContaining('This is you'),
    ]);
    expect(await refusalOf({ name: 'Lindqvist Morgan', email: 'mo@example.com' })).toEqual([
      'name',
      expect.stringContaining('your own name'),
    ]);
    expect(await refusalOf({ name: 'Mo', email: '', link: 'https://acme.slack.com/team/U0MORGAN' })).toEqual([
      'link',
      expect.stringContaining('This is you'),
    ]);
    expect(await w.deps.candidates.isEmpty()).toBe(true);
  });

  test('an employee: a colleague’s address, any address of ours, somebody who was hired', async () => {
    for (const email of ['riley@acme.example', 'x@acme.example', 'x@mail.acme.example'])
      expect((await refusalOf({ email }))[1]).toContain('work here already');
    const { _id } = await w.known({ email: 'new@example.com' });
    await w.stage(_id, 'hired');
    expect((await refusalOf({ email: 'new@example.com' }))[1]).toContain('work here already');
  });

  test('where Slack doesn’t tell addresses, the domain still does', async () => {
    w.deps.memberByEmail = async () => null;
    w.deps.lookUp = async () => null;
    expect((await refusalOf({ email: 'riley@acme.example' }))[1]).toContain('work here already');
    expect(await refusalOf({})).toEqual(['taken', '']);
  });

  test('who opted out, and who was erased', async () => {
    const { _id } = await w.known({ email: 'out@example.com' });
    await suppress(w.deps, _id, 'opted out', 'candidate');
    expect((await refusalOf({ email: 'out@example.com' }))[1]).toContain('nobody here may write to them');
    w.deps.erasedAmong = async (keys) => new Set(keys.filter((key) => key.includes('erased')));
    expect((await refusalOf({ email: 'erased@example.com' }))[1]).toContain('not to be kept here');
  });

  test('a role that is not open any more, and nobody the 21st time a day', async () => {
    expect((await refusalOf({}, { roleId: 'x' }))[0]).toBe('role');
    for (let i = 0; i < 20; i++) await w.refer(w.put({ email: `a${i}@example.com` }));
    expect((await refusalOf({ email: 'a20@example.com' }))[1]).toContain('20 people in 24 hours');
    w.at('2026-11-21T12:00:01Z');
    expect((await refusalOf({ email: 'a20@example.com' }))[0]).toBe('taken');
  });
});

test('the first referral for a person and a role counts; the second is told so, and not by whom', async () => {
  const role = await w.role('Backend engineer');
  const first = await w.refer(w.put({}, { roleId: role._id }));
  const second = await w.refer(w.put({ name: 'Ana P.' }, { roleId: role._id, by: 'U0HARPER' }));
  expect([first.state, second.state]).toEqual(['waiting', 'already referred']);
  expect(w.told('U0HARPER')).toEqual([expect.stringContaining('A colleague was first')]);
  expect(w.told('U0HARPER').join()).not.toContain('MORGAN');
  // For another role it is another referral.
  const other = await w.refer(w.put({}, { role: 'Data engineer', by: 'U0HARPER' }));
  expect(other.state).toBe('waiting');
  expect(await refer(w.deps, w.put({}, { roleId: role._id }))).toMatchObject({
    refused: { says: expect.stringContaining('already') },
  });
});

test('two colleagues in the same moment: one counts', async () => {
  await w.known({ email: 'ana@example.com' });
  const { about } = w.deps.referrals;
  let asked = 0;
  // Both have looked before either writes.
  w.deps.referrals.about = async (ids) => {
    const found = await about(ids);
    asked++;
    await until('both to have looked', async () => asked >= 2);
    return found;
  };
  const put = (by: string) => refer(w.deps, w.put({}, { by, role: 'Backend' }));
  const both = await Promise.all([put('U0MORGAN'), put('U0HARPER')]);
  expect(both.map((one) => ('state' in one ? one.state : 'refused')).toSorted()).toEqual([
    'already referred',
    'waiting',
  ]);
});

test('somebody in process is already known; the recruiters aren’t asked', async () => {
  const { _id } = await w.known({ email: 'ana@example.com' });
  await w.stage(_id, 'interviewing');
  expect((await w.refer(w.put({}))).state).toBe('already known');
  expect(w.told('U0MORGAN')).toEqual([expect.stringContaining('in contact with them already')]);
  expect(w.told('U0RILEY')).toEqual([]);
});

test('who is asked: owner of the role, else of the person, else the channel, else the recruiters', async () => {
  const role = await w.role('Backend engineer');
  const recruiters = ['U0RILEY', 'U0OWNER', 'U0OTHER'];
  w.deps.isRecruiter = async (id) => recruiters.includes(id);
  w.deps.recruiters = async () => recruiters;
  await w.refer(w.put({ email: 'a@example.com' }, { roleId: role._id }));
  expect(w.said.filter(({ text }) => text.startsWith('ask')).map(({ to }) => to)).toEqual(['U0RILEY']);
  await w.known({ email: 'b@example.com', owner: 'U0OWNER' });
  await w.refer(w.put({ email: 'b@example.com' }));
  expect(w.told('U0OWNER')).toHaveLength(1);
  w.deps.referralRules.channel = 'C0REFERRALS';
  await w.refer(w.put({ email: 'c@example.com' }));
  expect(w.told('C0REFERRALS')).toHaveLength(1);
  w.deps.referralRules.channel = null;
  await w.refer(w.put({ email: 'd@example.com' }));
  expect(w.told('U0OTHER')).toHaveLength(1);
  // Somebody who is no recruiter any more is passed over.
  w.deps.isRecruiter = async () => false;
  await w.refer(w.put({ email: 'e@example.com' }, { roleId: role._id }));
  expect(w.told('U0OTHER')).toHaveLength(2);
});

test('Accept: among the role’s people, seen by its hiring manager, looked after; the second click comes too late', async () => {
  const role = await w.role('Backend engineer', { hiringManager: 'U0HARPER', mustHave: ['Rust'] });
  const { _id, candidateId } = await w.refer(w.put({}, { roleId: role._id }));
  const [accepted, late] = [
    await decide(w.deps, _id, { state: 'accepted' }, 'U0RILEY'),
    await decide(w.deps, _id, { state: 'declined', why: 'fit', note: null }, 'U0OTHER'),
  ];
  expect([accepted?.isDone, late?.isDone, late?.referral.decided?.by]).toEqual([true, false, 'U0RILEY']);
  await Promise.all([settle(w.deps, _id), settle(w.deps, _id)]);
  const candidate = await w.deps.candidates.byId(candidateId ?? '');
  expect(candidate).toMatchObject({ owner: 'U0RILEY', viewers: ['U0HARPER'], source: { kind: 'Referral' } });
  expect(await w.deps.matches.about([candidateId ?? ''])).toMatchObject([
    {
      role: role._id,
      origin: 'referral',
      state: 'proposed',
      score: expect.any(Number),
      reasons: { speaksFor: expect.arrayContaining(['Referred by a colleague']), lacks: ['lacks Rust'] },
    },
  ]);
  expect(w.told('U0MORGAN').filter((text) => text.includes('accepted'))).toHaveLength(1);
  expect(await w.deps.touchpoints.all([candidateId ?? ''])).toMatchObject([
    { kind: 'referred', note: 'For Backend engineer. They know of it. We worked together' },
  ]);
});

test('who doesn’t want to be mentioned is not given away by what drafts rest on', async () => {
  const { candidateId } = await w.refer(
    w.put({}, { mayMention: false, awareness: 'no', note: 'My boss at Initech' }),
  );
  const [touchpoint] = await w.deps.touchpoints.all([candidateId ?? '']);
  expect(touchpoint?.note).toBe('They don’t know of it yet. Don’t say who referred them');
});

test('a match that is there keeps what was decided; source and owner of somebody known stay', async () => {
  const role = await w.role('Backend engineer');
  const ana = await w.known({ email: 'ana@example.com', owner: 'U0OWNER', source: 'Event' });
  const { _id } = await w.refer(w.put({}, { roleId: role._id }));
  await decide(w.deps, _id, { state: 'accepted' }, 'U0RILEY');
  await settle(w.deps, _id);
  await w.deps.matches.decide(`${role._id}:${ana._id}`, ['proposed'], 'shortlisted', {
    by: 'U0RILEY',
    at: w.state.now,
    why: null,
  });
  const again = await w.refer(w.put({}, { role: 'Backend', by: 'U0HARPER' }));
  await decide(w.deps, again._id, { state: 'accepted' }, 'U0RILEY');
  await settle(w.deps, again._id);
  expect(await w.deps.matches.about([ana._id])).toMatchObject([{ state: 'shortlisted' }]);
  expect(await w.deps.candidates.byId(ana._id)).toMatchObject({
    owner: 'U0OWNER',
    source: { kind: 'Event' },
  });
});

test('what Slack being away, or a crash, has left is told later, once, by one of two processes', async () => {
  w.state.isAway = true;
  const put = w.put({});
  const made = await refer(w.deps, put);
  if ('refused' in made) throw new Error(made.refused.says);
  await expect(settle(w.deps, made._id)).rejects.toThrow('away');
  await settleOwed(w.deps);
  expect(w.said).toEqual([]);
  w.state.isAway = false;
  w.at('2026-11-20T12:02:00Z');
  await Promise.all([settleOwed(w.deps), settleOwed(w.deps)]);
  expect(w.told('U0MORGAN')).toHaveLength(1);
  expect(w.told('U0RILEY')).toHaveLength(1);
  await settleOwed(w.deps);
  expect(w.said).toHaveLength(2);
  // A process that died while it held the lease: the lease ends.
  await w.deps.referrals.move(made._id, 'waiting', {}, { owed: ['tell accepted'], at: w.state.now });
  await w.deps.referrals.claim(made._id, 'died', w.state.now, new Date('2026-11-20T12:03:00Z'));
  w.at('2026-11-20T12:02:30Z');
  await settleOwed(w.deps);
  expect(w.said).toHaveLength(2);
  w.at('2026-11-20T12:03:01Z');
  await settleOwed(w.deps);
  expect(w.said).toHaveLength(3);
});

test('a process that died after the last thing was done: nobody looks at it again', async () => {
  const made = await refer(w.deps, w.put({}));
  if ('refused' in made) throw new Error(made.refused.says);
  await settle(w.deps, made._id);
  await w.deps.referrals.move(made._id, 'waiting', {}, { owed: ['show'], at: w.state.now });
  const until = new Date(w.state.now.getTime() + 60_000);
  const taken = await w.deps.referrals.claim(made._id, 'died', w.state.now, until);
  if (taken) await w.deps.referrals.settled(taken, 'show', until);
  w.at('2026-11-20T13:00:00Z');
  expect(await w.deps.referrals.owing(w.state.now, 10)).toEqual([made._id]);
  await settleOwed(w.deps);
  expect(await w.deps.referrals.owing(w.state.now, 10)).toEqual([]);
  expect(await w.deps.referrals.byId(made._id)).toMatchObject({ owed: [], lease: null });
});

test('the leaderboard counts what was accepted and hired in this quarter and year', async () => {
  const accept = async (email: string, by: string) => {
    const { _id, candidateId } = await w.refer(w.put({ email }, { by }));
    await decide(w.deps, _id, { state: 'accepted' }, 'U0RILEY');
    return candidateId;
  };
  w.at('2026-02-01T12:00:00Z');
  await accept('a@example.com', 'U0HARPER');
  await accept('b@example.com', 'U0HARPER');
  w.at('2026-11-20T12:00:00Z');
  await accept('c@example.com', 'U0MORGAN');
  await w.refer(w.put({ email: 'd@example.com' }));
  expect(await leaderboard(w.deps)).toEqual({
    quarter: [{ by: 'U0MORGAN', accepted: 1, hired: 0 }],
    year: [
      { by: 'U0HARPER', accepted: 2, hired: 0 },
      { by: 'U0MORGAN', accepted: 1, hired: 0 },
    ],
  });
});

test.each([
  ['Ana Petrova ana@example.com', 'Ana Petrova', null],
  ['Ana Petrova for the Backend Engineer role, ana@example.com', 'Ana Petrova', 'Backend engineer'],
  ['Minh To Nguyen, linkedin.com/in/minh, as a data scientist position', 'Minh To Nguyen', 'data scientist'],
  ['Zelda Quinn <zelda@example.com> is great with compilers', 'Zelda Quinn', null],
  ['ana@example.com', '', null],
  ['x'.repeat(10_000), 'x'.repeat(120), null],
])('reads %s', async (text, name, role) => {
  await w.role('Backend engineer');
  expect(await readReferralText(w.deps, text)).toMatchObject({ name, role });
});

test('says what is missing', () => {
  expect(missingIn({ name: '', email: '', link: '' })).toEqual([
    'their name',
    'an e-mail address or a profile link',
  ]);
  expect(missingIn({ name: 'Ana', email: '', link: 'https://x.example/ana' })).toEqual([]);
});
