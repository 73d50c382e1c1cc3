/** Times of an engagement that have an index, and one for each owner. */
export const TIMES = [
  'engagement.lastEngagedAt',
  'engagement.lastContactedAt',
  'engagement.lastAnswer.at',
] as const;
export type EngagementTime = (typeof TIMES)[number];

/** Key of the index that has one owner's people by a time. */
export function ownersBy(field: EngagementTime): Record<string, 1 | -1> {
  return { owner: 1, [field]: -1 };
}
