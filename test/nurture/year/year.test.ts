import { expect, test } from 'vitest';
import { check } from './check/check.ts';
import { liveYear } from './run.ts';
import { summary } from './summary.ts';

/** The small sister of `npm run year`: four months, so that both changes of daylight saving and Christmas are in it. */
test('four months, two processes, kills: no rule is broken', { timeout: 600_000 }, async () => {
  const { year, errors } = await liveYear({ seed: 7, enrolments: 150, days: 120, kills: 4, stride: 4 });
  console.info(summary(year));
  expect(errors).toEqual([]);
  expect(check(year), `kills in the rounds ${year.kills}`).toEqual({});
  expect(year.kills.length).toBeGreaterThanOrEqual(3);
  expect(year.mails.length).toBeGreaterThan(90);
});
