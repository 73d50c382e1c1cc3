import { beforeEach, describe, expect, it } from 'vitest';
import { searchPage } from '../../src/candidates/search.ts';
import {
  closeRole,
  lastRounds,
  setRoleState,
  workOffClosing,
  workOffClosings,
} from '../../src/roles/close.ts';
import { decide, managerSays, settle, settleLeft } from '../../src/roles/decide.ts';
import { eraseFromRoles } from '../../src/roles/erase.ts';
import { gapOf, keepPool, tendExpected } from '../../src/roles/expected.ts';
import { editRole, type RoleForm } from '../../src/roles/keep.ts';
import {
  isShownToManager,
  nameHiringManager,
  shownToManager,
  wrongManager,
} from '../../src/roles/managers.ts';
import { roleLookup } from '../../src/roles/people.ts';
import { planMore, postDue, postMatches, workOffPosts } from '../../src/roles/post-matches.ts';
import { reengage } from '../../src/roles/reengage.ts';
import type { Role } from '../../src/roles/role.ts';
import { announceArrivals, sweepRoles } from '../../src/roles/sweep.ts';
import { testDatabase } from '../support/database.ts';
import { candidate as person } from '../support/outreach.ts';
import { rolesWorld } from './deps.ts';
import { added, NOW, opened } from './world.ts';

const database = testDatabase();
const RILEY = { id: 'U0RILEY', timeZone: 'UTC' };
const HARPER = 'U0HARPER';
let t: Awaited<ReturnType<typeof rolesWorld>>;
/** Another process on the same database. */
let other: Awaited<ReturnType<typeof rolesWorld>>;

beforeEach(async () => {
  await database.empty();
  t = await rolesWorld(database.db(), 'one');
  other = await rolesWorld(database.db(), 'two');
});

const open = (form: Partial<RoleForm> = {}) =>
  opened(t.base, { channel: 'C0HIRING', hiringManager: HARPER, ...form });
const again = async (role: Role) => (await t.deps.roles.byId(role._id)) ?? role;
const later = (seconds: number) => {
  const at = new Date(t.base.clock.now().getTime() + seconds * 1000);
  t.base.moveTo(at);
  other.base.moveTo(at);
};
const people = async (count: number) => {
  const ids: string[] = [];
  for (let index = 0; index < count; index++)
    ids.push(await added(t.base, { name: `Person ${index}`, skills: ['Go', 'Kubernetes'] }));
  return ids;
};
const shortlist = (role: Role, candidateId: string, world = t) =>
  decide(world.deps, { role: role._id, candidateId, to: 'shortlisted', why: null, note: null, by: RILEY.id });

describe('posting matches', () => {
  it('posts once, whichever of two processes is asked how often', async () => {
    await people(3);
    const role = await open();
    await Promise.all([postMatches(t.deps, role), postMatches(other.deps, role), sweepRoles(t.deps)]);
    await sweepRoles(other.deps);
    await postMatches(t.deps, await again(role));
    const posted = [...t.said.posts, ...other.said.posts].filter(({ updated }) => !updated);
    expect(posted).toHaveLength(1);
    expect(posted[0]?.names).toHaveLength(3);
    const [run] = await t.deps.posts.runsOf(role._id, 5);
    expect(run).toMatchObject({
      considered: 3,
      criteria: { mustHave: ['Go', 'Kubernetes'] },
      weights: { mustHaves: 40 },
    });
    expect(run?.shown).toHaveLength(3);
    expect(JSON.stringify(run)).not.toContain('Person');
  });

  it('Slack away, or a process that died: posted later, and once', async () => {
    await people(2);
    const role = await open();
    t.slack.isAway = true;
    await postMatches(t.deps, role);
    await sweepRoles(other.deps);
    expect(other.said.posts).toEqual([]);
    later(70);
    await postDue(other.deps);
    expect(other.said.posts).toHaveLength(1);
    t.slack.isAway = false;
    await postDue(t.deps);
    expect(t.said.posts).toEqual([]);
  });

  it('More brings others, once; an edit posts anew without those who were decided about', async () => {
    const ids = await people(25);
    const role = await open();
    await postMatches(t.deps, role);
    const [post] = await t.deps.posts.ofRole(role._id);
    if (!post) throw new Error('no post');
    expect(post.hasMore).toBe(true);
    const [one, two] = await Promise.all([planMore(t.deps, post), planMore(other.deps, post)]);
    expect(one).toBe(two);
    await Promise.all([workOffPosts(t.deps, one ?? ''), workOffPosts(other.deps, two ?? '')]);
    const shown = [...t.said.posts, ...other.said.posts].flatMap(({ names }) => names);
    expect(new Set(shown).size).toBe(25);
    expect(shown).toHaveLength(25);
    await decide(t.deps, {
      role: role._id,
      candidateId: ids[3] ?? '',
      to: 'not a fit',
      why: 'Other',
      note: null,
      by: RILEY.id,
    });
    const {
      title,
      mustHave,
      niceToHave,
      seniority,
      location,
      remote,
      hiringManager,
      channel,
      description,
      bonus,
      target,
    } = role;
    const form: RoleForm = {
      title,
      mustHave,
      niceToHave,
      seniority,
      location,
      remote,
      hiringManager,
      channel,
      description,
      bonus,
      target,
      state: 'open',
    };
    const edited = await editRole(t.deps, await again(role), { ...form, mustHave: ['Go'] }, RILEY.id);
    if ('errors' in edited) throw new Error('not edited');
    await postMatches(t.deps, edited);
    expect(t.said.posts.at(-1)?.names).not.toContain('Person 3');
  });

  it('announces who comes later as a list of their own', async () => {
    await people(1);
    const role = await open();
    await postMatches(t.deps, role);
    later(300);
    await added(t.base, { name: 'Late Comer', skills: ['Go', 'Kubernetes'] });
    await announceArrivals(t.deps);
    await announceArrivals(other.deps);
    expect(t.said.posts.at(-1)).toMatchObject({ names: ['Late Comer'], states: ['proposed'] });
    expect(other.said.posts).toEqual([]);
  });
});

describe('deciding', () => {
  it('is done once, and the second one is told what happened', async () => {
    const [ana = ''] = await people(1);
    const role = await open();
    await postMatches(t.deps, role);
    const both = await Promise.allSettled([shortlist(role, ana), shortlist(role, ana, other)]);
    expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    await expect(shortlist(role, ana)).rejects.toThrow('on the shortlist already by <@U0RILEY>');
    await Promise.all([settle(t.deps, `${role._id}:${ana}`), settle(other.deps, `${role._id}:${ana}`)]);
    expect([...t.said.asked, ...other.said.asked]).toEqual([ana]);
    expect([...t.said.posts, ...other.said.posts].at(-1)?.states).toEqual(['shortlisted']);
  });

  it('a process that dies after the decision: the hiring manager is asked by the sweep, once', async () => {
    const [ana = ''] = await people(1);
    const role = await open();
    await postMatches(t.deps, role);
    await shortlist(role, ana);
    await settleLeft(other.deps);
    expect(other.said.asked).toEqual([]);
    later(40);
    await Promise.all([settleLeft(t.deps), settleLeft(other.deps)]);
    await settleLeft(t.deps);
    expect([...t.said.asked, ...other.said.asked]).toEqual([ana]);
  });

  it('only the hiring manager says yes or no; it is kept, told and in the history', async () => {
    const [ana = ''] = await people(1);
    const role = await open();
    await postMatches(t.deps, role);
    const id = `${role._id}:${ana}`;
    await expect(managerSays(t.deps, { matchId: id, says: 'yes', by: HARPER })).rejects.toThrow(
      'asked about them yet',
    );
    await settle(t.deps, (await shortlist(role, ana))._id);
    for (const by of [RILEY.id, 'U0MORGAN'])
      await expect(managerSays(t.deps, { matchId: id, says: 'yes', by })).rejects.toThrow('says yes or no');
    await managerSays(t.deps, { matchId: id, says: 'yes', by: HARPER });
    await Promise.all([settle(t.deps, id), settle(other.deps, id)]);
    await expect(managerSays(t.deps, { matchId: id, says: 'yes', by: HARPER })).rejects.toThrow(
      'said yes already',
    );
    expect([...t.said.words, ...other.said.words]).toEqual([`${ana}: yes`]);
    later(60);
    await settle(t.deps, (await managerSays(t.deps, { matchId: id, says: 'no', by: HARPER }))._id);
    const history = await t.deps.touchpoints.all([ana]);
    expect(history.map(({ kind, note }) => `${kind}: ${note}`).toSorted()).toEqual([
      'decision: Hiring manager said no for “Backend Engineer”',
      'decision: Hiring manager said yes for “Backend Engineer”',
    ]);
    expect((await t.deps.matches.byId(id))?.due).toBeUndefined();
  });

  it('a hiring manager may see who was shown for their roles, and nobody else', async () => {
    const [ana = ''] = await people(1);
    await postMatches(t.deps, await open());
    const stranger = await added(t.base, { name: 'Not Shown', skills: ['Cooking'] });
    const record = async (id: string) => (await t.deps.candidates.byId(id)) ?? person();
    expect(await shownToManager(t.deps, HARPER)).toEqual([ana]);
    expect(await shownToManager(t.deps, 'U0MORGAN')).toEqual([]);
    expect(await isShownToManager(t.deps, HARPER, await record(ana))).toBe(true);
    expect(await isShownToManager(t.deps, HARPER, await record(stranger))).toBe(false);
    expect(await isShownToManager(t.deps, 'U0MORGAN', await record(ana))).toBe(false);
  });

  it('who is put down on a role becomes a hiring manager; guests don’t, admins keep theirs', async () => {
    expect(await wrongManager(t.deps, 'U0GUEST')).toContain('Guests');
    expect(await wrongManager(t.deps, 'B0BOT')).toContain('bots');
    expect(await nameHiringManager(t.deps, RILEY.id, RILEY.id)).toBe(false);
    expect(await nameHiringManager(t.deps, 'U0MORGAN', RILEY.id)).toBe(true);
    expect(await nameHiringManager(t.deps, 'U0MORGAN', RILEY.id)).toBe(false);
    expect((await t.deps.team.byId('U0MORGAN'))?.role).toBe('hiring manager');
    expect(await t.deps.audit.page({ subject: 'team:U0MORGAN' }, null, 5)).toHaveLength(1);
  });
});

it('re-engages everybody on the shortlist once, whoever clicks; who may not be written to stays', async () => {
  const ids = await people(4);
  const role = await open();
  await postMatches(t.deps, role);
  for (const id of ids.slice(0, 3)) await settle(t.deps, (await shortlist(role, id))._id);
  // Outreach's side of the people: one of them has opted out.
  for (const world of [t, other])
    for (const [index, id] of ids.entries()) {
      const suppressions = index === 0 ? [{ reason: 'opted out' as const, at: NOW, by: 'candidate' }] : [];
      const people = world.deps.outreach.people as unknown as { candidates: Map<string, unknown> };
      people.candidates.set(id, person({ _id: id, suppressions }));
    }
  const click = (world: typeof t, deliveryId: string) =>
    reengage(world.deps, { role, by: RILEY, deliveryId });
  const done = await Promise.all([click(t, 'a'), click(other, 'b')]);
  const batches = await database
    .db()
    .collection<{ _id: string; candidateIds: string[] }>('batches')
    .find()
    .toArray();
  expect(batches.flatMap(({ candidateIds }) => candidateIds).toSorted()).toEqual(ids.slice(1, 3).toSorted());
  expect(done.reduce((sum, { people: count }) => sum + count, 0)).toBe(2);
  expect(await click(t, 'c')).toMatchObject({ batchId: null, people: 0, refused: 1, before: 2 });
});

describe('closing', () => {
  it('is worked off once, also after a crash; role: finds who was chosen', async () => {
    const ids = await people(4);
    const [winner = '', second = '', third = ''] = ids;
    const role = await open();
    await postMatches(t.deps, role);
    for (const id of [second, third]) await settle(t.deps, (await shortlist(role, id))._id);
    await settle(
      t.deps,
      (await managerSays(t.deps, { matchId: `${role._id}:${second}`, says: 'yes', by: HARPER }))._id,
    );
    const rounds = await lastRounds(t.deps, role);
    expect(rounds.map(({ candidateId }) => candidateId)).toEqual([second]);
    const closing = {
      outcome: 'hired' as const,
      hired: [winner],
      medalists: [second],
      sequence: 's1',
      by: RILEY.id,
    };
    const closed = await closeRole(t.deps, await again(role), closing);
    await expect(closeRole(t.deps, role, closing)).rejects.toThrow('changed this role');
    await expect(shortlist(role, third)).rejects.toThrow('is closed');
    // The process dies here.
    await workOffClosings(other.deps);
    expect(other.said.closed).toEqual([]);
    later(90);
    await Promise.all([workOffClosings(other.deps), workOffClosing(t.deps, closed)]);
    await workOffClosings(other.deps);
    expect([...t.said.closed, ...other.said.closed]).toEqual([{ medalists: 1, hired: 1, enrolled: 1 }]);
    const stages = await Promise.all(ids.map(async (id) => (await t.deps.candidates.byId(id))?.stage));
    expect(stages.slice(0, 3)).toEqual(['hired', 'silver medalist', 'prospect']);
    expect((await t.deps.touchpoints.all([winner])).map(({ note }) => note)).toEqual([
      'Hired as Backend Engineer',
    ]);
    const asked = { ...t.deps, peopleOfRole: roleLookup(t.deps) };
    const found = await searchPage(asked, 'role:"backend engineer"', RILEY, null, 10);
    expect(found.candidates.map(({ _id }) => _id).toSorted()).toEqual([winner, second, third].toSorted());
    const others = await searchPage(asked, '-role:"backend engineer" skill:go', RILEY, null, 10);
    expect(others.candidates.map(({ _id }) => _id)).toEqual([ids[3]]);
    await expect(searchPage(asked, 'role:"backend enginer"', RILEY, null, 10)).rejects.toThrow(
      'no role called',
    );
    const reopened = await setRoleState(t.deps, await again(role), 'open', RILEY.id);
    expect(reopened).toMatchObject({ state: 'open', outcome: null, closedAt: null });
    await expect(setRoleState(t.deps, reopened, 'open', RILEY.id)).rejects.toThrow('open already');
  });
});

it('an expected role has a pool, made once, and posts when enough people are ready', async () => {
  await people(1);
  const role = await open({
    state: 'expected',
    target: 2,
    location: 'Austin, United States',
    mustHave: ['Go', 'Basketry'],
  });
  await Promise.all([keepPool(t.deps, role), keepPool(other.deps, role)]);
  const current = await again(role);
  const pools = await t.deps.pools.all();
  expect(pools.filter(({ _id }) => _id === current.pool)).toMatchObject([
    { name: 'Ready for Backend Engineer', query: 'skill:"Go" city:"austin"', targetSize: 2 },
  ]);
  expect(await gapOf(t.deps, current)).toEqual({ needs: 2, has: 0 });
  await postMatches(t.deps, current);
  for (const email of ['one@example.com', 'two@example.com']) {
    const id = await added(t.base, {
      name: 'Ready Now',
      email,
      skills: ['Go'],
      location: 'Austin, United States',
    });
    const heat = NOW.getTime() / 86_400_000 / 45 + Math.log2(20);
    await database
      .db()
      .collection<{ _id: string }>('candidates')
      .updateOne({ _id: id }, { $set: { 'engagement.heat': heat } });
  }
  await tendExpected(t.deps);
  await tendExpected(other.deps);
  expect((await again(role)).criteriaRevision).toBe(role.criteriaRevision + 1);
  await sweepRoles(other.deps);
  expect(other.said.posts.filter(({ updated }) => !updated)).toHaveLength(1);
});

it('an erased person vanishes from every list; the run keeps their id only', async () => {
  const [ana = '', ben = ''] = await people(2);
  const role = await open();
  await postMatches(t.deps, role);
  await settle(t.deps, (await shortlist(role, ana))._id);
  const removed: string[] = [];
  const erasing = { ...t.deps, removeMessage: async ({ ts }: { ts: string }) => void removed.push(ts) };
  t.slack.isAway = true;
  await expect(eraseFromRoles(erasing, [ana])).rejects.toThrow('still names somebody');
  t.slack.isAway = false;
  later(70);
  await eraseFromRoles(erasing, [ana]);
  expect(t.said.posts.at(-1)?.names).toEqual(['Person 1']);
  expect(removed).toContain('1');
  expect(await t.deps.matches.about([ana])).toEqual([]);
  expect(await t.deps.matches.about([ben])).toHaveLength(1);
  expect((await t.deps.posts.runsOf(role._id, 1))[0]?.shown).toContain(ana);
});
