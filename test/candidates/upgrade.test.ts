import { expect, it } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { searchPage } from '../../src/candidates/search.ts';
import { upgradeCandidates } from '../../src/candidates/upgrade.ts';
import { testDatabase } from '../support/database.ts';
import { capturing, world } from './world.ts';

const database = testDatabase();

it('makes records of an earlier version findable, once', async () => {
  const deps = await world(database.db());
  const captured = await capture(deps, capturing({ email: 'ana@example.com', skills: ['Go'] }));
  if (captured.outcome !== 'added') throw new Error('known already');
  const later = [
    'nameKey',
    'text',
    'facets',
    'tokens',
    'interestedAt',
    'blocks',
    'place',
    'pools',
    'skillTokens',
  ];
  await database
    .db()
    .collection('candidates')
    .updateOne(
      {},
      { $unset: Object.fromEntries(later.map((field) => [field, ''])), $set: { words: ['ana'] } },
    );
  expect(await upgradeCandidates(deps)).toBe(1);
  expect(await upgradeCandidates(deps)).toBe(0);
  const { candidates } = await searchPage(deps, 'ana skill:go', { id: 'U0RILEY', timeZone: 'UTC' }, null, 10);
  expect(candidates).toMatchObject([{ ...captured.candidate, engagement: { revision: 0 } }]);
  expect(candidates[0]).not.toHaveProperty('words');
});

it('who lacks only what a ranking reads gets that, and is not compared with everybody again', async () => {
  const deps = await world(database.db());
  await capture(deps, capturing({ email: 'ana@example.com', skills: ['Go'] }));
  const candidates = database.db().collection('candidates');
  await candidates.updateOne({}, { $unset: { skillTokens: '', duplicatesDue: '' } });
  expect(await upgradeCandidates(deps)).toBe(1);
  const found = await candidates.findOne({ skillTokens: ':skill:go' });
  expect(found).not.toHaveProperty('duplicatesDue');
});
