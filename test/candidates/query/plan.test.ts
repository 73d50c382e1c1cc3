import { expect, it } from 'vitest';
import type { Lead, Part } from '../../../src/candidates/query/parts.ts';
import { planFor } from '../../../src/candidates/query/plan.ts';

/** Which index is entered, among a million people. */
const part = (lead: Lead): Part => ({ filter: { of: lead }, leads: [lead] });
const owner: Lead = { kind: 'equal', field: 'tokens', values: [':owner:U0RILEY'], exact: true };
const skill: Lead = { kind: 'equal', field: 'tokens', values: [':skill:go'], exact: true };
const from = new Date('2026-11-19T09:00:00Z');
const time: Lead = { kind: 'range', field: 'engagement.lastEngagedAt', from, before: null };
const heat: Lead = { kind: 'range', field: 'engagement.heat', from: 400, before: 401 };

function plan(leads: [Lead, number][], sort: 'hot' | 'recent' = 'hot') {
  const parts = leads.map(([lead]) => part(lead));
  const counted = leads.map(([lead, count]) => [{ lead, count }]);
  return planFor(parts, counted, 1_000_000, sort, 'page');
}

it('somebody’s people by a time: by both at once, whatever the order', () => {
  for (const sort of ['hot', 'recent'] as const)
    expect(
      plan(
        [
          [owner, 4_000],
          [time, 3_000],
        ],
        sort,
      ),
    ).toEqual({
      filter: { owner: 'U0RILEY', 'engagement.lastEngagedAt': { $gte: from } },
      index: { owner: 1, 'engagement.lastEngagedAt': -1 },
    });
});

it('a facet by heat: by both at once', () => {
  expect(
    plan([
      [owner, 4_000],
      [heat, 3_000],
    ]),
  ).toEqual({
    filter: { tokens: ':owner:U0RILEY', 'engagement.heat': { $gte: 400, $lt: 401 } },
    index: { tokens: 1, 'engagement.heat': -1, _id: 1 },
  });
});

it('a skill has no index by time: the rarer one leads, and the other is checked', () => {
  const { filter, index } = plan([
    [skill, 50_000],
    [time, 300],
  ]);
  expect(index).toEqual({ 'engagement.lastEngagedAt': -1 });
  expect(filter).toEqual({ $and: [{ 'engagement.lastEngagedAt': { $gte: from } }, { of: skill }] });
});

it('a third condition is checked of whoever comes by', () => {
  const { filter } = plan([
    [owner, 4_000],
    [time, 3_000],
    [skill, 50_000],
  ]);
  expect(filter).toEqual({
    $and: [{ owner: 'U0RILEY', 'engagement.lastEngagedAt': { $gte: from } }, { of: skill }],
  });
});
