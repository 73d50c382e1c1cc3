import { beforeEach, describe, expect, it } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { changeCandidate } from '../../src/candidates/change.ts';
import { duplicatesOf, scanForDuplicates } from '../../src/duplicates/scan.ts';
import { capturing, type profile } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';
import { duplicatesWorld } from './world.ts';

const database = testDatabase();
let deps: Awaited<ReturnType<typeof duplicatesWorld>>;
beforeEach(async () => {
  await database.empty();
  deps = await duplicatesWorld(database.db());
});

async function add(name: string, email: string, more: Parameters<typeof profile>[0] = {}) {
  const captured = await capture(deps, capturing({ name, email, ...more }));
  if (captured.outcome !== 'added') throw new Error('known');
  return captured.candidate._id;
}
const AUSTIN = { location: 'Austin, US' };
const queue = async () => (await deps.pairs.queue(null, 10)).map(({ people }) => people.toSorted());

describe('the queue of likely duplicates', () => {
  it('holds who is alike, most certain first, once', async () => {
    const jon = await add('Jon Baker', 'jon@one.example', AUSTIN);
    const john = await add('John Baker', 'baker@two.example', AUSTIN);
    const sara = await add('Sara Lind', 'sara.lind@one.example', { ...AUSTIN, company: 'Acme' });
    const sara2 = await add('Sara Lind', 'saralind@two.example', { ...AUSTIN, company: 'Acme Ltd' });
    await add('Tom Baker', 'tom@one.example', AUSTIN);
    expect(await scanForDuplicates(deps)).toBe(5);
    expect(await queue()).toEqual([[sara, sara2].toSorted(), [jon, john].toSorted()]);
    expect(await scanForDuplicates(deps)).toBe(0);
  });

  it('forgets a pair that is no more alike, and finds one that became so', async () => {
    const jon = await add('Jon Baker', 'jon@one.example', AUSTIN);
    const john = await add('John Baker', 'baker@two.example', AUSTIN);
    await scanForDuplicates(deps);
    const entry = { by: 'U0RILEY', action: 'candidate edited', surface: 'test' };
    await changeCandidate(deps, john, entry, () => ({ name: 'Walter Huber' }));
    await scanForDuplicates(deps);
    expect(await queue()).toEqual([]);
    await changeCandidate(deps, jon, entry, () => ({ name: 'Walther Huber' }));
    expect(await scanForDuplicates(deps)).toBe(1);
    expect(await queue()).toEqual([[jon, john].toSorted()]);
  });

  it('does not offer again what was decided', async () => {
    const jon = await add('Jon Baker', 'jon@one.example', AUSTIN);
    const john = await add('John Baker', 'baker@two.example', AUSTIN);
    await scanForDuplicates(deps);
    const [pair] = await deps.pairs.queue(null, 1);
    if (!pair) throw new Error('nothing found');
    await deps.pairs.decide(pair, 'not the same', 'U0RILEY', deps.clock.now());
    await changeCandidate(deps, jon, { by: 'U0RILEY', action: 'candidate edited', surface: 'test' }, () => ({
      name: 'Jonn Baker',
    }));
    await scanForDuplicates(deps);
    expect(await queue()).toEqual([]);
    expect((await duplicatesOf(deps, john)).map(({ people }) => people)).toEqual([[jon, john].toSorted()]);
  });

  it('leaves groups out that are too large to tell anything', async () => {
    for (let i = 0; i < 205; i++) await add('Jon Baker', `a${i}@one.example`, AUSTIN);
    await scanForDuplicates(deps);
    expect(await deps.pairs.countOpen(10)).toBe(0);
  });
});
