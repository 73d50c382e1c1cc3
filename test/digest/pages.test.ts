import { expect, test } from 'vitest';
import type { Line, PartId, Range } from '../../src/digest/digest.ts';
import { type DigestDeps, gather } from '../../src/digest/gather.ts';
import { digestMessage, partMessage, rangeOf, readPlace } from '../../src/digest/slack/message.ts';
import { digestStore } from '../../src/digest/store.ts';
import { heatRange } from '../../src/engagement/temperature.ts';
import { world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';
import { candidate } from '../support/outreach.ts';

/** A digest of 5,000 entries in each kind of part: everything can be reached, nothing twice, and no message is too long. */
const database = testDatabase();
const MANY = 5_000;
const RILEY = { id: 'U0RILEY', timeZone: 'UTC' };

const listing =
  (name: string, count: number) =>
  async (_userId: unknown, ...rest: unknown[]): Promise<{ lines: Line[]; total: number }> => {
    const { skip, limit } = rest.at(-1) as Range;
    const length = Math.max(0, Math.min(limit, count - skip));
    return {
      lines: Array.from({ length }, (_, index) => ({ text: `${name}${skip + index}` })),
      total: count,
    };
  };

async function setUp(): Promise<DigestDeps> {
  const base = await world(database.db());
  const now = base.clock.now();
  const crossed = (heatRange('hot', now, base.temperature).from ?? 0) - 1e-6;
  const at = new Date(now.getTime() - 3_600_000);
  const people = Array.from({ length: MANY }, (_, index) => ({
    ...candidate({ owner: RILEY.id }),
    _id: index.toString(16).padStart(24, '0'),
    name: `Person ${index}`,
    keys: [],
    emails: [],
    tokens: [':owner:U0RILEY', ':is:bounced'],
    facets: [':owner:U0RILEY', ':is:bounced'],
    engagement: {
      revision: 0,
      heat: crossed,
      lastContactedAt: at,
      lastAnswer: { at, sentiment: null },
      lastEngagedAt: new Date('2026-05-20T06:00:00Z'),
      lastAt: at,
    },
  }));
  await database
    .db()
    .collection<{ _id: string }>('candidates')
    .insertMany(people as never[]);
  return {
    ...base,
    digests: digestStore(database.db()),
    waiting: listing('waiting', MANY),
    remindersDue: listing('reminder', MANY),
    poolsBelow: listing('pool', 41),
    referralsWaiting: listing('referral', MANY),
    inDoubt: listing('doubt', 30),
    recovered: async () => null,
    lineOf: ({ name }) => ({ text: name }),
  };
}

const EXPECTED: Partial<Record<PartId, number>> = {
  approvals: MANY,
  answers: MANY,
  followUps: MANY,
  cold: MANY,
  silent: MANY,
  pools: 41,
  referrals: MANY,
  failures: MANY + 30,
};

test('every entry of every part is reached by Next, once; Previous leads back', {
  timeout: 240_000,
}, async () => {
  const deps = await setUp();
  const parts = Object.keys(EXPECTED) as PartId[];
  const told = await gather(deps, RILEY, parts, { skip: 0, limit: 4 });
  expect(told.map(({ id }) => id)).toEqual(parts);
  expect(digestMessage(told).blocks?.length).toBeLessThanOrEqual(45);
  for (const part of told) {
    const seen: string[] = [];
    let value = JSON.stringify(digestMessage([part]).blocks).match(
      /"digest_show"[^}]*\}?[^}]*"value":"([^"]+)"/,
    )?.[1];
    let turns = 0;
    while (value) {
      const place = readPlace(value);
      if (!place) throw new Error(value);
      const [page] = await gather(deps, RILEY, [place.id], rangeOf(place));
      if (!page) throw new Error(`nothing at ${value}`);
      const { blocks = [] } = partMessage(page, place);
      expect(blocks.length).toBeLessThanOrEqual(45);
      seen.push(...page.lines.map(({ text }) => text));
      const shown = JSON.stringify(blocks);
      const { skip, limit } = { ...place, ...rangeOf(place) };
      expect(shown.includes('digest_page_previous')).toBe(skip > 0);
      if (skip > 0)
        expect(shown).toContain(skip === limit ? `"${place.id}"` : `"${place.id}:${skip - limit}"`);
      value = /"digest_page_next"[^}]*\}?[^}]*"value":"([^"]+)"/.exec(shown)?.[1];
      turns++;
    }
    expect([part.id, seen.length, new Set(seen).size]).toEqual([
      part.id,
      EXPECTED[part.id],
      EXPECTED[part.id],
    ]);
    expect(turns).toBeGreaterThan(1);
  }
});

test('everybody’s: a channel is told of other people’s, too, and never of what somebody has noted for themselves', async () => {
  await database.empty();
  const deps = await setUp();
  const team = { id: 'C0HIRING', timeZone: 'UTC', isTeam: true };
  expect((await gather(deps, team, ['cold'], { skip: 0, limit: 4 }))[0]?.lines).toHaveLength(4);
  expect(await gather(deps, { ...RILEY, id: 'U0SAM' }, ['cold'], { skip: 0, limit: 4 })).toEqual([]);
});
