import { beforeEach, expect, it } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { suppress } from '../../src/candidates/suppress.ts';
import { recordTouchpoint } from '../../src/engagement/record.ts';
import type { Finding } from '../../src/hygiene/findings.ts';
import { hygieneStore } from '../../src/hygiene/store.ts';
import { type HygieneDeps, weeklyHygiene } from '../../src/hygiene/weekly.ts';
import { capturing, type profile, world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
let deps: HygieneDeps & Awaited<ReturnType<typeof world>>;
let told: { to: string; findings: Finding[] }[];
let now: number;
beforeEach(async () => {
  await database.empty();
  // A Monday, 08:30 in New York.
  now = new Date('2026-11-23T13:30:00Z').getTime();
  told = [];
  deps = {
    ...(await world(database.db())),
    hygiene: hygieneStore(database.db()),
    clock: { now: () => new Date(now) },
    recruiters: async () => [
      { id: 'U0RILEY', timeZone: 'America/New_York', isAdmin: true },
      { id: 'U0KIM', timeZone: 'Europe/Berlin', isAdmin: false },
    ],
    async tell(to, findings) {
      told.push({ to, findings });
    },
  };
});

async function add(name: string, more: Parameters<typeof profile>[0], since = now): Promise<string> {
  const captured = await capture(deps, {
    ...capturing({ name, email: `${name.replace(' ', '.')}@example.com`, ...more }),
    since: new Date(since),
  });
  if (captured.outcome !== 'added') throw new Error('known');
  return captured.candidate._id;
}
const YEARS_2 = 2 * 365 * 86_400_000;

it('tells each once a week, from Monday 09:00 of their zone on, what of theirs wants a look', async () => {
  const bounced = await add('Bo Unced', { owner: 'U0RILEY', tags: ['python', 'once'] });
  await suppress(deps, bounced, 'bounced', 'mail');
  await add('Old Timer', { owner: 'U0KIM', tags: ['python'] }, now - YEARS_2);
  const talked = await add('Talks Still', { owner: 'U0KIM' }, now - YEARS_2);
  await recordTouchpoint(deps, {
    _id: 'a',
    candidateId: talked,
    kind: 'call',
    direction: 'out',
    at: new Date(now),
    by: 'U0KIM',
  });
  const hot = await add('Hot Nobody', {});
  await recordTouchpoint(deps, {
    _id: 'b',
    candidateId: hot,
    kind: 'meeting',
    direction: 'in',
    at: new Date(now),
    by: 'U0KIM',
  });
  await weeklyHygiene(deps);
  // 14:30 in Berlin, but not yet nine in New York.
  expect(told).toEqual([
    { to: 'U0KIM', findings: [expect.objectContaining({ names: ['Old Timer'], total: 1 })] },
  ]);
  now += 3_600_000;
  await Promise.all([weeklyHygiene(deps), weeklyHygiene(deps)]);
  await weeklyHygiene(deps);
  expect(told).toHaveLength(2);
  expect(told[1]?.to).toBe('U0RILEY');
  expect(told[1]?.findings.map(({ names }) => names)).toEqual([['Bo Unced'], ['Hot Nobody'], ['#once']]);
  now += 7 * 86_400_000;
  await weeklyHygiene(deps);
  expect(told).toHaveLength(4);
});

it('says nothing when there is nothing, and again when Slack was away', async () => {
  await add('Fine Person', { owner: 'U0KIM' });
  now += 3_600_000;
  await weeklyHygiene(deps);
  expect(told).toEqual([]);
  now += 7 * 86_400_000;
  const bounced = await add('Bo Unced', { owner: 'U0KIM' });
  await suppress(deps, bounced, 'bounced', 'mail');
  await expect(weeklyHygiene({ ...deps, tell: () => Promise.reject(new Error('away')) })).rejects.toThrow(
    'away',
  );
  await weeklyHygiene(deps);
  expect(told.map(({ to }) => to)).toEqual(['U0KIM']);
});
