import { describe, expect, it } from 'vitest';
import { searchPage } from '../../src/candidates/search.ts';
import {
  closeRole,
  lastRounds,
  setRoleState,
  workOffClosing,
  workOffClosings,
} from '../../src/roles/close.ts';
import { decide, managerSays, settle, settleLeft } from '../../src/roles/decide.ts';
import {
  isShownToManager,
  nameHiringManager,
  shownToManager,
  wrongManager,
} from '../../src/roles/managers.ts';
import { roleLookup } from '../../src/roles/people.ts';
import { postMatches } from '../../src/roles/post-matches.ts';
import { reengage } from '../../src/roles/reengage.ts';
import { candidate as person } from '../support/outreach.ts';
import { HARPER, RILEY, rolesStory } from './deps.ts';
import { added, NOW } from './world.ts';

const s = rolesStory();
const { open, again, later, people, shortlist } = s;

describe('deciding', () => {
  it('is done once, and the second one is told what happened', async () => {
    const [ana = ''] = await people(1);
    const role = await open();
    await postMatches(s.t.deps, role);
    const both = await Promise.allSettled([shortlist(role, ana), shortlist(role, ana, s.other)]);
    expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    await expect(shortlist(role, ana)).rejects.toThrow('on the shortlist already by <@U0RILEY>');
    await Promise.all([settle(s.t.deps, `${role._id}:${ana}`), settle(s.other.deps, `${role._id}:${ana}`)]);
    expect([...s.t.said.asked, ...s.other.said.asked]).toEqual([ana]);
    expect([...s.t.said.posts, ...s.other.said.posts].at(-1)?.states).toEqual(['shortlisted']);
  });

  it('a process that dies after the decision: the hiring manager is asked by the sweep, once', async () => {
    const [ana = ''] = await people(1);
    const role = await open();
    await postMatches(s.t.deps, role);
    await shortlist(role, ana);
    await settleLeft(s.other.deps);
    expect(s.other.said.asked).toEqual([]);
    later(40);
    await Promise.all([settleLeft(s.t.deps), settleLeft(s.other.deps)]);
    await settleLeft(s.t.deps);
    expect([...s.t.said.asked, ...s.other.said.asked]).toEqual([ana]);
  });

  it('only the hiring manager says yes or no; it is kept, told and in the history', async () => {
    const [ana = ''] = await people(1);
    const role = await open();
    await postMatches(s.t.deps, role);
    const id = `${role._id}:${ana}`;
    await expect(managerSays(s.t.deps, { matchId: id, says: 'yes', by: HARPER })).rejects.toThrow(
      'asked about them yet',
    );
    await settle(s.t.deps, (await shortlist(role, ana))._id);
    for (const by of [RILEY.id, 'U0MORGAN'])
      await expect(managerSays(s.t.deps, { matchId: id, says: 'yes', by })).rejects.toThrow('says yes or no');
    await managerSays(s.t.deps, { matchId: id, says: 'yes', by: HARPER });
    await Promise.all([settle(s.t.deps, id), settle(s.other.deps, id)]);
    await expect(managerSays(s.t.deps, { matchId: id, says: 'yes', by: HARPER })).rejects.toThrow(
      'said yes already',
    );
    expect([...s.t.said.words, ...s.other.said.words]).toEqual([`${ana}: yes`]);
    later(60);
    await settle(s.t.deps, (await managerSays(s.t.deps, { matchId: id, says: 'no', by: HARPER }))._id);
    const history = await s.t.deps.touchpoints.all([ana]);
    expect(history.map(({ kind, note }) => `${kind}: ${note}`).toSorted()).toEqual([
      'decision: Hiring manager said no for “Backend Engineer”',
      'decision: Hiring manager said yes for “Backend Engineer”',
    ]);
    expect((await s.t.deps.matches.byId(id))?.due).toBeUndefined();
  });

  it('a word comes too late once it was decided otherwise, and the question says so', async () => {
    const [ana = '', ben = ''] = await people(2);
    const role = await open();
    await postMatches(s.t.deps, role);
    for (const id of [ana, ben]) await settle(s.t.deps, (await shortlist(role, id))._id);
    const matchId = `${role._id}:${ana}`;
    const reason = { why: 'Too junior', note: null, by: RILEY.id };
    await decide(s.t.deps, { role: role._id, candidateId: ana, to: 'not a fit', ...reason });
    await expect(managerSays(s.t.deps, { matchId, says: 'yes', by: HARPER })).rejects.toThrow(
      'found not to fit by <@U0RILEY>: Too junior. Your word isn’t needed any more.',
    );
    expect((await s.t.deps.matches.byId(matchId))?.manager?.says).toBeNull();
    await settle(s.t.deps, matchId);
    expect(s.t.said.askedAgain).toEqual(['open: not a fit']);
    const closing = { outcome: 'cancelled' as const, hired: [], medalists: [], sequence: null, by: RILEY.id };
    await workOffClosing(s.t.deps, await closeRole(s.t.deps, await again(role), closing));
    await expect(
      managerSays(s.t.deps, { matchId: `${role._id}:${ben}`, says: 'yes', by: HARPER }),
    ).rejects.toThrow('is closed');
    later(60);
    await settleLeft(s.t.deps);
    expect(s.t.said.askedAgain.slice(1).toSorted()).toEqual(['closed: not a fit', 'closed: shortlisted']);
    await setRoleState(s.t.deps, await again(role), 'open', RILEY.id);
    later(60);
    await settleLeft(s.t.deps);
    expect(s.t.said.askedAgain.at(-1)).toMatch(/^open: /);
  });

  it('another hiring manager is asked anew about whom the first has said nothing', async () => {
    const [ana = '', ben = ''] = await people(2);
    const role = await open();
    await postMatches(s.t.deps, role);
    for (const id of [ana, ben]) await settle(s.t.deps, (await shortlist(role, id))._id);
    await managerSays(s.t.deps, { matchId: `${role._id}:${ana}`, says: 'no', by: HARPER });
    await s.t.deps.roles.change(await again(role), { hiringManager: 'U0MORGAN' });
    await s.t.deps.matches.askAnew(role._id, s.t.base.clock.now());
    later(60);
    await settleLeft(s.t.deps);
    expect(s.t.said.asked).toEqual([ana, ben, ben]);
  });

  it('a hiring manager may see who was shown for their roles, and nobody else', async () => {
    const [ana = ''] = await people(1);
    await postMatches(s.t.deps, await open());
    const stranger = await added(s.t.base, { name: 'Not Shown', skills: ['Cooking'] });
    const record = async (id: string) => (await s.t.deps.candidates.byId(id)) ?? person();
    expect(await shownToManager(s.t.deps, HARPER)).toEqual([ana]);
    expect(await shownToManager(s.t.deps, 'U0MORGAN')).toEqual([]);
    expect(await isShownToManager(s.t.deps, HARPER, await record(ana))).toBe(true);
    expect(await isShownToManager(s.t.deps, HARPER, await record(stranger))).toBe(false);
    expect(await isShownToManager(s.t.deps, 'U0MORGAN', await record(ana))).toBe(false);
  });

  it('who is put down on a role becomes a hiring manager; guests don’t, admins keep theirs', async () => {
    expect(await wrongManager(s.t.deps, 'U0GUEST')).toContain('Guests');
    expect(await wrongManager(s.t.deps, 'B0BOT')).toContain('bots');
    expect(await nameHiringManager(s.t.deps, RILEY.id, RILEY.id)).toBe(false);
    expect(await nameHiringManager(s.t.deps, 'U0MORGAN', RILEY.id)).toBe(true);
    expect(await nameHiringManager(s.t.deps, 'U0MORGAN', RILEY.id)).toBe(false);
    expect((await s.t.deps.team.byId('U0MORGAN'))?.role).toBe('hiring manager');
    expect(await s.t.deps.audit.page({ subject: 'team:U0MORGAN' }, null, 5)).toHaveLength(1);
  });
});

it('re-engages everybody on the shortlist once, whoever clicks; who may not be written to stays', async () => {
  const ids = await people(4);
  const role = await open();
  await postMatches(s.t.deps, role);
  for (const id of ids.slice(0, 3)) await settle(s.t.deps, (await shortlist(role, id))._id);
  // Outreach's side of the people: one of them has opted out.
  for (const world of [s.t, s.other])
    for (const [index, id] of ids.entries()) {
      const suppressions = index === 0 ? [{ reason: 'opted out' as const, at: NOW, by: 'candidate' }] : [];
      const people = world.deps.outreach.people as unknown as { candidates: Map<string, unknown> };
      people.candidates.set(id, person({ _id: id, suppressions }));
    }
  const click = (world: typeof s.t, deliveryId: string) =>
    reengage(world.deps, { role, by: RILEY, deliveryId });
  const done = await Promise.all([click(s.t, 'a'), click(s.other, 'b')]);
  const batches = await s
    .db()
    .collection<{ _id: string; candidateIds: string[] }>('batches')
    .find()
    .toArray();
  expect(batches.flatMap(({ candidateIds }) => candidateIds).toSorted()).toEqual(ids.slice(1, 3).toSorted());
  expect(done.reduce((sum, { people: count }) => sum + count, 0)).toBe(2);
  expect(await click(s.t, 'c')).toMatchObject({ batchId: null, people: 0, refused: 1, before: 2 });
});

describe('closing', () => {
  it('is worked off once, also after a crash; role: finds who was chosen', async () => {
    const ids = await people(4);
    const [winner = '', second = '', third = ''] = ids;
    const role = await open();
    await postMatches(s.t.deps, role);
    for (const id of [second, third]) await settle(s.t.deps, (await shortlist(role, id))._id);
    await settle(
      s.t.deps,
      (await managerSays(s.t.deps, { matchId: `${role._id}:${second}`, says: 'yes', by: HARPER }))._id,
    );
    const rounds = await lastRounds(s.t.deps, role);
    expect(rounds.map(({ candidateId }) => candidateId)).toEqual([second]);
    const closing = {
      outcome: 'hired' as const,
      hired: [winner],
      medalists: [second],
      sequence: 's1',
      by: RILEY.id,
    };
    const closed = await closeRole(s.t.deps, await again(role), closing);
    await expect(closeRole(s.t.deps, role, closing)).rejects.toThrow('changed this role');
    await expect(shortlist(role, third)).rejects.toThrow('is closed');
    // The process dies here.
    await workOffClosings(s.other.deps);
    expect(s.other.said.closed).toEqual([]);
    later(90);
    await Promise.all([workOffClosings(s.other.deps), workOffClosing(s.t.deps, closed)]);
    await workOffClosings(s.other.deps);
    expect([...s.t.said.closed, ...s.other.said.closed]).toEqual([{ medalists: 1, hired: 1, enrolled: 1 }]);
    const stages = await Promise.all(ids.map(async (id) => (await s.t.deps.candidates.byId(id))?.stage));
    expect(stages.slice(0, 3)).toEqual(['hired', 'silver medalist', 'prospect']);
    expect((await s.t.deps.touchpoints.all([winner])).map(({ note }) => note)).toEqual([
      'Hired as Backend Engineer',
    ]);
    const asked = { ...s.t.deps, peopleOfRole: roleLookup(s.t.deps) };
    const found = await searchPage(asked, 'role:"backend engineer"', RILEY, null, 10);
    expect(found.candidates.map(({ _id }) => _id).toSorted()).toEqual(
      [winner, second, third].toSorted((a, b) => (a < b ? -1 : 1)),
    );
    const others = await searchPage(asked, '-role:"backend engineer" skill:go', RILEY, null, 10);
    expect(others.candidates.map(({ _id }) => _id)).toEqual([ids[3]]);
    await expect(searchPage(asked, 'role:"backend enginer"', RILEY, null, 10)).rejects.toThrow(
      'no role called',
    );
    const reopened = await setRoleState(s.t.deps, await again(role), 'open', RILEY.id);
    expect(reopened).toMatchObject({ state: 'open', outcome: null, closedAt: null });
    await expect(setRoleState(s.t.deps, reopened, 'open', RILEY.id)).rejects.toThrow('open already');
  });
});
