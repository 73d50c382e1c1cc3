import { describe, expect, it } from 'vitest';
import { changeCandidate } from '../../src/candidates/change.ts';
import { searchPage } from '../../src/candidates/search.ts';
import { planAddition, workOffAdditions } from '../../src/pools/adding.ts';
import type { PoolForm } from '../../src/pools/pool.ts';
import {
  addToPool,
  createPool,
  deletePool,
  editPool,
  finishDeleting,
  removeFromPool,
} from '../../src/pools/pools.ts';
import { FORM, poolWorld, RILEY } from './world.ts';

const t = poolWorld();
const wrong = async (form: Partial<PoolForm>) => {
  const made = await createPool(t.deps, { ...FORM, ...form }, RILEY.id);
  return 'errors' in made ? made.errors : {};
};

describe('a form', () => {
  it('needs a name that is free, in any case and accents', async () => {
    expect(await wrong({ name: '—' })).toHaveProperty('name');
    await t.make({ name: 'Café people' });
    expect(await wrong({ name: 'CAFE people' })).toMatchObject({ name: expect.stringContaining('already') });
  });

  it('needs a query that means something, and names the nearest good word', async () => {
    expect(await wrong({ query: 'skil:python' })).toMatchObject({ query: expect.stringContaining('skill') });
    expect(await wrong({ query: 'sort:name' })).toMatchObject({
      query: expect.stringContaining('who belongs'),
    });
    expect(await wrong({ query: `skill:python ${'x'.repeat(1_000)}` })).toHaveProperty('query');
    expect(await wrong({ targetSize: 0 })).toHaveProperty('targetSize');
  });

  it('may not ask for itself, straight or round about', async () => {
    expect(await wrong({ name: 'Mine', query: 'skill:python -pool:mine' })).toMatchObject({
      query: expect.stringContaining('itself'),
    });
    await t.make({ name: 'First', query: 'skill:python' });
    const second = await t.make({ name: 'Second', query: 'pool:first skill:go' });
    const first = await t.deps.pools.byKey('first');
    const edited = await editPool(
      t.deps,
      first?._id ?? '',
      { ...FORM, name: 'First', query: 'pool:second' },
      RILEY.id,
    );
    expect(edited).toMatchObject({ errors: { query: expect.stringContaining('itself') } });
    expect(
      await editPool(t.deps, second._id, { ...FORM, name: 'Second', query: null }, RILEY.id),
    ).toHaveProperty('errors.query');
  });
});

describe('who is in a pool', () => {
  it('by hand: who was put in, until taken out, and never twice', async () => {
    const pool = await t.make();
    const [ana, bob] = [await t.add(), await t.add()];
    expect(await addToPool(t.deps, pool, [ana, bob], RILEY.id)).toBe(2);
    expect(await addToPool(t.deps, pool, [ana], RILEY.id)).toBe(0);
    expect(await t.idsOf('pool:"austin evenings"')).toEqual([ana, bob].toSorted());
    await removeFromPool(t.deps, pool, [bob], RILEY.id);
    expect(await t.idsOf('pool:"Austin Evenings"')).toEqual([ana]);
    expect(await t.idsOf('-pool:"austin evenings"')).toEqual([bob]);
  });

  it('of a tag that nobody has any more there is nobody; a mistyped one is named', async () => {
    const ana = await t.add([], { tags: ['ledger'] });
    expect(await t.idsOf('tag:ledger')).toEqual([ana]);
    const untagged = { by: RILEY.id, action: 'candidate tagged', surface: 'test' };
    await changeCandidate(t.deps, ana, untagged, () => ({ tags: [] }));
    expect(await t.idsOf('tag:ledger')).toEqual([]);
    await expect(t.idsOf('tag:ledgr')).rejects.toThrow('Did you mean `tag:ledger`?');
  });

  it('by query: who fits now, `me` being its owner, pools within pools too', async () => {
    const python = await t.add(['Python'], { owner: 'U0KIM' });
    const go = await t.add(['Go'], { owner: 'U0KIM' });
    const both = await t.add(['Python', 'Go']);
    await t.make({ name: 'Pythonistas', query: 'skill:python' });
    await t.make({ name: 'Kim’s', query: 'owner:me', owner: 'U0KIM' });
    await t.make({ name: 'Kim’s pythonistas', query: 'pool:pythonistas pool:"kim’s"' });
    expect(await t.idsOf('pool:pythonistas')).toEqual([python, both].toSorted());
    expect(await t.idsOf('pool:"kim’s"')).toEqual([python, go].toSorted());
    expect(await t.idsOf('pool:"kim’s pythonistas"')).toEqual([python]);
    expect(await t.idsOf('-pool:"kim’s"')).toEqual([both]);
    expect(await t.idsOf('pool:pythonistas,"kim’s"')).toEqual([python, go, both].toSorted());
  });

  it('a name that is none is t.told with the nearest', async () => {
    await t.make({ name: 'Pythonistas', query: 'skill:python' });
    await expect(t.idsOf('pool:pythonista')).rejects.toThrow('Did you mean `pool:"Pythonistas"`?');
  });

  it('a search that makes no sense any more ends, says why, and keeps no other waiting', async () => {
    const [pool, below] = [await t.make(), await t.make({ name: 'Below' })];
    await t.add(['Rust']);
    const asked = { pool: pool._id, by: RILEY.id, timeZone: 'UTC' };
    await planAddition(t.deps, { ...asked, _id: 'one', query: 'pool:below' });
    await planAddition(t.deps, { ...asked, _id: 'two', query: 'skill:rust' });
    await deletePool(t.deps, below, { id: RILEY.id, role: 'recruiter' });
    await workOffAdditions(t.deps);
    expect(t.told.toSorted()).toEqual([
      expect.stringMatching(/^Austin evenings: 0 of 0, .*below/),
      'Austin evenings: 1 of 1',
    ]);
    t.move(1);
    await workOffAdditions(t.deps);
    expect(t.told).toHaveLength(2);
  });

  it('a whole search result, also when the process dies in between', async () => {
    const pool = await t.make();
    for (let i = 0; i < 120; i++) await t.add(['Rust']);
    await addToPool(t.deps, pool, (await t.idsOf('skill:rust')).slice(0, 10), RILEY.id);
    await planAddition(t.deps, {
      _id: 'one',
      pool: pool._id,
      query: 'skill:rust',
      by: RILEY.id,
      timeZone: 'UTC',
    });
    const dying = {
      ...t.deps,
      additions: {
        ...t.deps.additions,
        async progress(): Promise<boolean> {
          throw new Error('dead');
        },
      },
    };
    await workOffAdditions(dying).catch(() => {});
    await workOffAdditions({ ...t.deps, processId: 'two' });
    expect(t.told).toEqual([]);
    t.move(1);
    await workOffAdditions({ ...t.deps, processId: 'two' });
    expect((await searchPage(t.deps, `pool:${pool._id}`, RILEY, null, 1)).total).toBe(120);
    expect(t.told).toHaveLength(1);
    expect(t.told[0]).toContain('of 120');
  });

  it('nobody any more when it is deleted, by its owner or an admin; the people stay', async () => {
    const pool = await t.make();
    const ana = await t.add();
    await addToPool(t.deps, pool, [ana], RILEY.id);
    await expect(deletePool(t.deps, pool, { id: 'U0KIM', role: 'recruiter' })).rejects.toThrow(
      'Only <@U0RILEY>',
    );
    await deletePool(t.deps, pool, { id: RILEY.id, role: 'recruiter' });
    await t.make();
    await finishDeleting(t.deps);
    expect((await t.deps.candidates.byId(ana))?.pools).toEqual([]);
    expect(await t.deps.pools.beingDeleted()).toEqual([]);
  });
});
