import { expect, test } from 'vitest';
import { check } from './check/check.ts';
import { liveYear } from './run.ts';
import { summary } from './summary.ts';

/** The small sister of `npm run year`: four months, so that both changes of daylight saving and Christmas are in it. */
test('four months, two processes, kills: no rule is broken', { timeout: 300_000 }, async () => {
  const { year, errors } = await liveYear({ seed: 7, enrolments: 300, days: 120, kills: 4, stride: 3 });
  console.info(summary(year));
  expect(errors).toEqual([]);
  expect(check(year)).toEqual({});
  expect(year.kills).toHaveLength(4);
  expect(year.mails.length).toBeGreaterThan(200);
});
