import type { Document } from 'mongodb';
import { SENIORITIES } from '#candidates/candidate.ts';
import type { Points } from '#candidates/profiles.ts';
import { mayBeIn, mayBeInterested, mayHaveAll } from '#candidates/sketch.ts';
import { heatAt } from '#engagement/temperature.ts';
import { placePart, type ScoringContext, seniorityPart } from './score.ts';
import type { Wanted } from './wanted.ts';
import type { PartName, RankingRules } from './weights.ts';

/**
 * Limits between which somebody is taken for as warm as the upper one, as parts of the warmth that counts in full. The heat itself would have
 * to be read, which takes as long as all the rest, and the ranges are read at the same time.
 */
const WARMTHS = [1, 0.8, 0.6, 0.4, 0.25, 0.12, 0.05];
/** More than the milliseconds since 1970 of any date. */
const LATEST = 1e14;

/**
 * The score (score.ts) as far as an index knows it, for people of some ranges of heat. Never lower than the score: skills and interests
 * may seem to be there, an interest counts as fresh, and everybody is as warm as the warmest of their range; all the rest is
 * exact. The cases are asked of the formula itself.
 * @returns expressions for 0 to 100
 */
export function boundsOf(
  wanted: Wanted,
  { weights }: RankingRules,
  { now, temperature }: ScoringContext,
): Points[] {
  const parts = partsOf(wanted);
  const bound = (warmth: number) => ({ $add: pointsOf({ ...parts, temperature: warmth }, weights) });
  const heat = (warmth: number) => heatAt(2 * temperature.hot * warmth, now, temperature);
  return [...WARMTHS, 0].map((from, index) => {
    const upTo = WARMTHS[index - 1];
    return {
      heat: {
        ...(from > 0 && { $gte: heat(from) }),
        ...(upTo !== undefined && { $lt: heat(upTo) }),
      },
      points: bound(upTo ?? 1),
    };
  });
}

function partsOf(wanted: Wanted): Partial<Record<PartName, Document>> {
  const { must, nice, seniority, city, country, interests } = wanted;
  return {
    ...(must.size > 0 && { mustHaves: shareOf(must.keys()) }),
    ...(nice.size > 0 && { niceToHaves: shareOf(nice.keys()) }),
    ...(seniority !== null && { seniority: seniorityOf(wanted) }),
    ...((city !== null || country !== null) && { place: placeOf(wanted) }),
    interest: { $cond: [mayBeInterested(interests), 1, 0] },
    medal: { $cond: [{ $eq: ['$stage', 'silver medalist'] }, 0.5, 0] },
  };
}

function pointsOf(
  parts: Partial<Record<PartName, Document | number>>,
  weights: RankingRules['weights'],
): Document[] {
  const asked = Object.entries(parts) as [PartName, Document | number][];
  const most = asked.reduce((sum, [name]) => sum + weights[name], 0) || 1;
  return asked.map(([name, part]) => ({ $multiply: [(100 * weights[name]) / most, part] }));
}

/** In place of the score where ranking is switched off: how many must-haves, and among those the last contact. */
export function contactPoints(share: number, lastContactedAt: Date | null): number {
  return 100 * share + (lastContactedAt?.getTime() ?? 0) / LATEST;
}

/** The same as an expression. */
export function contactBoundsOf(wanted: Wanted): Points[] {
  const share = wanted.must.size > 0 ? shareOf(wanted.must.keys()) : 0;
  const contact = { $toLong: { $ifNull: ['$engagement.lastContactedAt', new Date(0)] } };
  const points = { $add: [{ $multiply: [100, share] }, { $divide: [contact, LATEST] }] };
  return [{ heat: {}, points }];
}

function shareOf(tokens: Iterable<string>): Document {
  const each = [...tokens].map((token) => ({ $cond: [mayHaveAll([token]), 1, 0] }));
  return { $divide: [{ $add: each }, each.length] };
}

function seniorityOf(wanted: Wanted): Document {
  return firstOf(
    [null, ...SENIORITIES].map((seniority) => [
      { $eq: ['$seniority', seniority] },
      seniorityPart(wanted, { seniority }),
    ]),
  );
}

function placeOf(wanted: Wanted): Document {
  const { city, country } = wanted;
  const nowhere = { city: null, country: null };
  return firstOf([
    [mayBeIn({ city, country }), placePart(wanted, { city, country })],
    // Whatever their city is, it isn't the one.
    [mayBeIn({ city: null, country }, { anyCity: true }), placePart(wanted, { city: '', country })],
    [mayBeIn(nowhere), placePart(wanted, nowhere)],
  ]);
}

/** The part of the first case that is true. */
function firstOf(cases: readonly [when: Document, part: number | null][]): Document {
  return cases
    .filter(([, part]) => part)
    .reduceRight<Document>((rest, [when, part]) => ({ $cond: [when, part, rest] }), { $literal: 0 });
}
