import { describe, expect, it } from 'vitest';
import { decide, settle } from '../../src/roles/decide.ts';
import { eraseFromRoles } from '../../src/roles/erase.ts';
import { gapOf, keepPool, tendExpected } from '../../src/roles/expected.ts';
import { editRole } from '../../src/roles/keep.ts';
import { listArrivals, planMore, postDue, postMatches, workOffPosts } from '../../src/roles/post-matches.ts';
import { announceArrivals, sweepRoles } from '../../src/roles/sweep.ts';
import { RILEY, rolesStory } from './deps.ts';
import { added, NOW } from './world.ts';

const s = rolesStory();
const { open, again, later, people, shortlist } = s;

describe('posting matches', () => {
  it('posts once, whichever of two processes is asked how often', async () => {
    await people(3);
    const role = await open();
    await Promise.all([postMatches(s.t.deps, role), postMatches(s.other.deps, role), sweepRoles(s.t.deps)]);
    await sweepRoles(s.other.deps);
    await postMatches(s.t.deps, await again(role));
    const posted = [...s.t.said.posts, ...s.other.said.posts].filter(({ updated }) => !updated);
    expect(posted).toHaveLength(1);
    expect(posted[0]?.names).toHaveLength(3);
    const [run] = await s.t.deps.posts.runsOf(role._id, 5);
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
    s.t.slack.isAway = true;
    await postMatches(s.t.deps, role);
    await sweepRoles(s.other.deps);
    expect(s.other.said.posts).toEqual([]);
    later(70);
    await postDue(s.other.deps);
    expect(s.other.said.posts).toHaveLength(1);
    s.t.slack.isAway = false;
    await postDue(s.t.deps);
    expect(s.t.said.posts).toEqual([]);
  });

  it('Slack so slow that another process posts it, too: one of the two goes', async () => {
    await people(2);
    const role = await open();
    const { promise, resolve: answer } = Promise.withResolvers<void>();
    s.t.slack.answers = promise;
    const slow = postMatches(s.t.deps, role);
    await expect.poll(async () => (await s.t.deps.posts.ofRole(role._id))[0]?.shown?.length).toBe(2);
    later(70);
    await postDue(s.other.deps);
    answer();
    await slow;
    expect(s.other.said.removed).toEqual([]);
    expect(s.t.said.removed).toEqual(['one 1']);
    expect((await s.t.deps.posts.ofRole(role._id))[0]).toMatchObject({ message: { ts: 'two 1' }, due: null });
  });

  it('More brings others, once; an edit posts anew without those who were decided about', async () => {
    const ids = await people(25);
    const role = await open();
    await postMatches(s.t.deps, role);
    const [post] = await s.t.deps.posts.ofRole(role._id);
    if (!post) throw new Error('no post');
    expect(post.hasMore).toBe(true);
    const [one, two] = await Promise.all([planMore(s.t.deps, post), planMore(s.other.deps, post)]);
    expect(one).toBe(two);
    await Promise.all([workOffPosts(s.t.deps, one ?? ''), workOffPosts(s.other.deps, two ?? '')]);
    const shown = [...s.t.said.posts, ...s.other.said.posts].flatMap(({ names }) => names);
    expect(new Set(shown).size).toBe(25);
    expect(shown).toHaveLength(25);
    await decide(s.t.deps, {
      role: role._id,
      candidateId: ids[3] ?? '',
      to: 'not a fit',
      why: 'Other',
      note: null,
      by: RILEY.id,
    });
    const edited = await editRole(
      s.t.deps,
      await again(role),
      { ...role, state: 'open', mustHave: ['Go'] },
      RILEY.id,
    );
    if ('errors' in edited) throw new Error('not edited');
    await postMatches(s.t.deps, edited);
    expect(s.t.said.posts.at(-1)?.names).not.toContain('Person 3');
  });

  it('More brings others, however many lists of arrivals were posted since', async () => {
    await people(25);
    const role = await open();
    await postMatches(s.t.deps, role);
    const [post] = await s.t.deps.posts.ofRole(role._id);
    if (!post) throw new Error('no post');
    later(300);
    const arrivals = { ...post, kind: 'arrivals' as const, shown: [], at: s.t.base.clock.now() };
    for (let index = 0; index < 50; index++)
      await s.t.deps.posts.insert({ ...arrivals, _id: `${role._id}:arrivals:${index}` });
    await workOffPosts(s.t.deps, (await planMore(s.t.deps, post)) ?? '');
    const shown = s.t.said.posts.flatMap(({ names }) => names);
    expect([shown.length, new Set(shown).size]).toEqual([25, 25]);
  });

  it('announces who comes later as a list of their own', async () => {
    await people(1);
    const role = await open();
    await postMatches(s.t.deps, role);
    later(300);
    await added(s.t.base, { name: 'Late Comer', skills: ['Go', 'Kubernetes'] });
    await announceArrivals(s.t.deps);
    await announceArrivals(s.other.deps);
    expect(s.t.said.posts.at(-1)).toMatchObject({ names: ['Late Comer'], states: ['proposed'] });
    expect(s.other.said.posts).toEqual([]);
  });

  it.each([
    ['before the list is put down', 'insert'],
    ['once the list is put down', 'told'],
  ] as const)(
    'a process that dies %s has lost nobody: whoever comes later is announced once',
    async (_, dies) => {
      await people(1);
      const role = await open();
      await postMatches(s.t.deps, role);
      later(300);
      for (const name of ['Late Comer', 'Later Comer'])
        await added(s.t.base, { name, skills: ['Go', 'Kubernetes'] });
      const { posts, matches } = s.t.deps;
      const { insert } = posts;
      const { told } = matches;
      const dead = () => Promise.reject(new Error('died'));
      if (dies === 'insert') posts.insert = dead;
      else matches.told = dead;
      await announceArrivals(s.t.deps);
      Object.assign(posts, { insert });
      Object.assign(matches, { told });
      await Promise.all([announceArrivals(s.t.deps), announceArrivals(s.other.deps)]);
      await announceArrivals(s.other.deps);
      const posted = [...s.t.said.posts, ...s.other.said.posts].filter(({ updated }) => !updated).slice(1);
      expect(posted.map(({ names }) => names.toSorted())).toEqual([['Late Comer', 'Later Comer']]);
      expect(await matches.untold(role._id, 10)).toEqual([]);
    },
  );

  it('whom a list was put down without is taken for the next one', async () => {
    const [ana = '', ben = ''] = await people(2);
    const role = await open();
    await postMatches(s.t.deps, role);
    const list = `${role._id}:arrivals:of-another`;
    const all = await s.t.deps.matches.byIds([ana, ben].map((id) => `${role._id}:${id}`));
    const ids = all.map(({ _id }) => _id);
    await s
      .db()
      .collection('matches')
      .updateMany({ role: role._id }, { $set: { untold: true } });
    await s.t.deps.matches.takeForList(ids, list);
    await listArrivals(s.t.deps, role, list, all.slice(0, 1));
    for (let look = 0; look < 2; look++) await announceArrivals(s.t.deps);
    const posted = s.t.said.posts.filter(({ updated }) => !updated).slice(1);
    expect(posted.flatMap(({ names }) => names).toSorted()).toEqual(['Person 0', 'Person 1']);
    expect(posted).toHaveLength(2);
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
  await Promise.all([keepPool(s.t.deps, role), keepPool(s.other.deps, role)]);
  const current = await again(role);
  const pools = await s.t.deps.pools.all();
  expect(pools.filter(({ _id }) => _id === current.pool)).toMatchObject([
    { name: 'Ready for Backend Engineer', query: 'skill:"Go" city:"austin"', targetSize: 2 },
  ]);
  expect(await gapOf(s.t.deps, current)).toEqual({ needs: 2, has: 0 });
  await postMatches(s.t.deps, current);
  for (const email of ['one@example.com', 'two@example.com']) {
    const id = await added(s.t.base, {
      name: 'Ready Now',
      email,
      skills: ['Go'],
      location: 'Austin, United States',
    });
    const heat = NOW.getTime() / 86_400_000 / 45 + Math.log2(20);
    await s
      .db()
      .collection<{ _id: string }>('candidates')
      .updateOne({ _id: id }, { $set: { 'engagement.heat': heat } });
  }
  await tendExpected(s.t.deps);
  await tendExpected(s.other.deps);
  expect((await again(role)).criteriaRevision).toBe(role.criteriaRevision + 1);
  await sweepRoles(s.other.deps);
  expect(s.other.said.posts.filter(({ updated }) => !updated)).toHaveLength(1);
});

it('an erased person vanishes from every list; the run keeps their id only', async () => {
  const [ana = '', ben = ''] = await people(2);
  const role = await open();
  await postMatches(s.t.deps, role);
  await settle(s.t.deps, (await shortlist(role, ana))._id);
  const removed: string[] = [];
  const erasing = { ...s.t.deps, removeMessage: async ({ ts }: { ts: string }) => void removed.push(ts) };
  s.t.slack.isAway = true;
  await expect(eraseFromRoles(erasing, [ana])).rejects.toThrow('still names somebody');
  s.t.slack.isAway = false;
  later(70);
  await eraseFromRoles(erasing, [ana]);
  expect(s.t.said.posts.at(-1)?.names).toEqual(['Person 1']);
  expect(removed).toContain('one asks');
  expect(await s.t.deps.matches.about([ana])).toEqual([]);
  expect(await s.t.deps.matches.about([ben])).toHaveLength(1);
  expect((await s.t.deps.posts.runsOf(role._id, 1))[0]?.shown).toContain(ana);
});
