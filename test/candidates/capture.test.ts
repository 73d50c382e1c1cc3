import { beforeEach, describe, expect, it } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { editCandidate } from '../../src/candidates/edit.ts';
import { whoIs } from '../../src/candidates/find.ts';
import { mergeInto } from '../../src/candidates/merge-into.ts';
import { searchPage } from '../../src/candidates/search.ts';
import { suppress } from '../../src/candidates/suppress.ts';
import { suggestWords } from '../../src/candidates/vocabulary.ts';
import { testDatabase } from '../support/database.ts';
import { capturing, errorsOf, profile, world } from './world.ts';

const database = testDatabase();
const RILEY = { id: 'U0RILEY', timeZone: 'UTC' };
let deps: Awaited<ReturnType<typeof world>>;
beforeEach(async () => {
  await database.empty();
  deps = await world(database.db());
});

async function add(typed: Parameters<typeof capturing>[0]) {
  const captured = await capture(deps, capturing(typed));
  if (captured.outcome !== 'added') throw new Error('known already');
  return captured.candidate;
}

describe('capture', () => {
  it('makes one record of one person, however many add them in the same moment', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () => capture(deps, capturing({ email: 'Ana@Example.com' }))),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'added')).toHaveLength(1);
    expect(await deps.candidates.everybody()).toBe(1);
  });

  it.each([
    [{ email: 'ana@example.com' }, { email: ' ANA@example.com' }],
    [{ phone: '+1 512 555 0142' }, { phone: '001 (512) 555-0142' }],
    [{ link: 'https://www.linkedin.com/in/Ana/' }, { link: 'de.linkedin.com/in/ana?trk=x' }],
  ])('knows %o by %o', async (first, second) => {
    const ana = await add(first);
    expect(await capture(deps, capturing({ name: 'Somebody', ...second }))).toMatchObject({
      outcome: 'known',
      candidates: [{ _id: ana._id }],
    });
  });

  it('keeps the note as a touchpoint and the change in the audit log', async () => {
    const ana = await add({ email: 'ana@example.com', note: 'Met at the fair' });
    expect(await deps.touchpoints.all([ana._id])).toMatchObject([{ kind: 'note', note: 'Met at the fair' }]);
    expect(await deps.audit.about(`candidate:${ana._id}`, 5)).toMatchObject([{ action: 'candidate added' }]);
  });
});

describe('merging into somebody known', () => {
  it('fills what was empty, joins lists, overwrites nothing, and the source stays', async () => {
    const ana = await add({ email: 'ana@example.com', company: 'Initech', source: 'Event', tags: ['a'] });
    const merged = await mergeInto(deps, {
      id: ana._id,
      profile: profile({
        email: 'ana@private.example',
        company: 'Other',
        location: 'Austin',
        source: 'Inbound',
        tags: ['b'],
      }),
      by: 'U0RILEY',
      deliveryId: 'one',
    });
    expect(merged).toMatchObject({
      emails: ['ana@example.com', 'ana@private.example'],
      company: 'Initech',
      location: 'Austin',
      tags: ['a', 'b'],
      source: { kind: 'Event' },
    });
  });

  it('refuses an address that belongs to a third person, and changes nothing', async () => {
    const ana = await add({ email: 'ana@example.com' });
    await add({ name: 'Bea', email: 'bea@example.com' });
    await expect(
      mergeInto(deps, {
        id: ana._id,
        profile: profile({ email: 'bea@example.com' }),
        by: 'U0RILEY',
        deliveryId: 'one',
      }),
    ).rejects.toThrow(/belongs to another candidate/);
    expect((await deps.candidates.byId(ana._id))?.emails).toEqual(['ana@example.com']);
  });
});

describe('editing', () => {
  const shownOf = (typed: Parameters<typeof profile>[0]) => profile(typed);

  it('writes only what was changed, keeps what a colleague changed, and says what it replaced', async () => {
    const before = { email: 'ana@example.com', company: 'Initech', tags: ['a', 'b'] };
    const ana = await add(before);
    const edit = (typed: Parameters<typeof profile>[0], by: string) =>
      editCandidate(deps, {
        id: ana._id,
        profile: profile({ ...before, ...typed }),
        by,
        deliveryId: by,
        shown: shownOf(before),
      });
    await edit({ company: 'Globex', tags: ['a', 'c'] }, 'U0HARPER');
    const { candidate, replaced } = await edit({ company: 'Hooli', location: 'Austin' }, 'U0RILEY');
    expect(candidate).toMatchObject({ company: 'Hooli', location: 'Austin' });
    // Harper took b away and added c; Riley's form still showed a and b.
    expect(candidate.tags.toSorted()).toEqual(['a', 'c']);
    expect(replaced).toEqual([{ field: 'company', was: 'Globex' }]);
  });

  it('forgets a bounce when there is another address', async () => {
    const before = { email: 'old@example.com' };
    const ana = await add(before);
    await suppress(deps, ana._id, 'bounced', 'mail');
    const { candidate } = await editCandidate(deps, {
      id: ana._id,
      profile: profile({ email: 'new@example.com' }),
      by: 'U0RILEY',
      deliveryId: 'one',
      shown: shownOf(before),
    });
    expect(candidate).toMatchObject({ emails: ['new@example.com'], suppressions: [] });
  });
});

describe('suppressing', () => {
  it('happens once, and an opt-out stands in the history', async () => {
    const ana = await add({ email: 'ana@example.com' });
    expect(await suppress(deps, ana._id, 'opted out', 'candidate')).toBe(true);
    expect(await suppress(deps, ana._id, 'opted out', 'candidate')).toBe(false);
    expect((await deps.candidates.byId(ana._id))?.suppressions).toHaveLength(1);
    expect(await deps.touchpoints.all([ana._id])).toHaveLength(1);
  });
});

describe('finding', () => {
  beforeEach(async () => {
    for (let i = 0; i < 25; i++)
      await add({ name: `Person ${i}`, email: `p${i}@example.com`, skills: ['Go'] });
    await add({
      name: 'Łukasz O’Sullivan',
      email: 'lukasz@example.com',
      company: 'Café Zürich',
      skills: ['Rust'],
    });
  });

  it.each(['lukasz', 'osull', "O'Sullivan", 'ŁUKASZ', 'cafe zur', 'rust luk'])(
    'finds by %s',
    async (words) => {
      const { candidates, total } = await searchPage(deps, words, RILEY, null, 10);
      expect(candidates.map(({ name }) => name)).toEqual(['Łukasz O’Sullivan']);
      expect(total).toBe(1);
    },
  );

  it.each([
    ['lukasz go', 0],
    ['^lukasz$', 1],
    ['$where', 0],
    ['l.kasz', 0],
  ])('wants every word, and takes %s for no pattern', async (words, found) => {
    expect((await searchPage(deps, words, RILEY, null, 10)).candidates).toHaveLength(found);
  });

  it('says what it can’t look for', async () => {
    await expect(searchPage(deps, '.*', RILEY, null, 10)).rejects.toThrow('no letter or digit');
    await expect(searchPage(deps, 'x'.repeat(10_000), RILEY, null, 10)).rejects.toThrow('10,000 characters');
  });

  it('pages by position: everybody once, whatever is added meanwhile', async () => {
    const seen: string[] = [];
    let after: Parameters<typeof searchPage>[3] = null;
    do {
      const page = await searchPage(deps, 'person', RILEY, after, 10);
      seen.push(...page.candidates.map(({ _id }) => _id));
      after = page.next;
      await add({ name: `Person late ${seen.length}`, email: `late${seen.length}@example.com` });
    } while (after && seen.length < 100);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(25);
  });

  it('knows whom an address, and whom a name means', async () => {
    expect(await whoIs(deps, 'LUKASZ@example.com', 5)).toMatchObject([{ name: 'Łukasz O’Sullivan' }]);
    expect(await whoIs(deps, 'Person 7', 5)).toMatchObject([{ name: 'Person 7' }]);
    expect(await whoIs(deps, 'nobody at all', 5)).toEqual([]);
  });
});

describe('words offered', () => {
  it('are those in use and the known ones by any of their names, then the new one', async () => {
    await add({ email: 'ana@example.com', skills: ['Kubernetes', 'Kubeflow'] });
    expect(await suggestWords(deps, 'skill', 'kub')).toEqual([
      { word: 'Kubeflow', isNew: false },
      { word: 'Kubernetes', isNew: false },
      { word: 'kub', isNew: true },
    ]);
    expect(await suggestWords(deps, 'skill', 'k8s')).toEqual([{ word: 'Kubernetes', isNew: false }]);
    expect(await suggestWords(deps, 'tag', '#Golang')).toEqual([{ word: 'golang', isNew: true }]);
  });
});

describe('what was typed', () => {
  it('needs a name and one way to reach the person', () => {
    expect(errorsOf({ name: ' ' })).toHaveProperty('name');
    expect(errorsOf({})).toHaveProperty('email');
    expect(errorsOf({ link: 'linkedin.com/in/ana' })).toEqual({});
  });

  it('is told what is wrong, field by field, all at once', () => {
    const errors = errorsOf({
      email: 'ana at example',
      phone: '12',
      link: 'no link',
      note: 'n'.repeat(10_000),
    });
    expect(Object.keys(errors).sort()).toEqual(['email', 'link', 'note', 'phone']);
    expect(errors['note']).toContain('10,000');
  });
});
