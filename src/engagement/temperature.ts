import type { Kind, Sentiment, Touchpoint } from './touchpoint.ts';

/** What decides how warm a relationship is; the defaults are those of product.md section 4. */
export interface TemperatureSettings {
  halfLifeDays: number;
  weights: Record<Kind, number>;
  /** A reply's weight by its sentiment; a reply without one, or a neutral one, has weights.replied. */
  positiveReply: number;
  negativeReply: number;
  /** Scores from which somebody is hot or warm. */
  hot: number;
  warm: number;
}

export const DEFAULT_TEMPERATURE: TemperatureSettings = {
  halfLifeDays: 45,
  weights: {
    replied: 10,
    meeting: 12,
    interview: 12,
    applied: 12,
    'inbound message': 10,
    call: 8,
    'event attended': 6,
    referred: 4,
    clicked: 3,
    opened: 1,
    'content shared': 0,
    'message sent': 0,
    note: 0,
    decision: 0,
    status: 0,
  },
  positiveReply: 15,
  negativeReply: -5,
  hot: 8,
  warm: 2,
};

export type Temperature = 'hot' | 'warm' | 'cold';

/** The heat of somebody whose score is zero or below: lower than any real one, and still a number to sort by. */
export const NO_HEAT = -1_000_000;

const DAY_MS = 86_400_000;

type Weighed = Pick<Touchpoint, 'kind' | 'sentiment' | 'at'>;

/** How much one touchpoint counts on the day on which it happened. */
export function weightOf(
  { kind, sentiment }: { kind: Kind; sentiment: Sentiment | null },
  settings: TemperatureSettings,
): number {
  if (kind === 'replied' && sentiment === 'positive') return settings.positiveReply;
  if (kind === 'replied' && sentiment === 'negative') return settings.negativeReply;
  return settings.weights[kind];
}

/**
 * Heat by forward decay (Cormode, Shkapenyuk, Srivastava, Xu: “Forward Decay: A Practical Time Decay Model for
 * Streaming Systems”, ICDE 2009): log2 Σ weight · 2^(t/half-life), t in days since 1970. It changes only when a
 * touchpoint is written, and sorts people by their score on any day.
 *
 * Negative weights: the sum is taken as a plain number, scaled by the newest touchpoint so that it neither overflows
 * nor vanishes, and only a positive sum has a logarithm; anything else is NO_HEAT. Since every part decays at the
 * same rate, the sign of the sum is the same on every day, and because it is always taken over all touchpoints, a
 * negative one goes on counting against later ones.
 */
export function heatOf(touchpoints: readonly Weighed[], settings: TemperatureSettings): number {
  const weighed = touchpoints
    .map((touchpoint) => ({
      weight: weightOf(touchpoint, settings),
      at: inHalfLives(touchpoint.at, settings),
    }))
    .filter(({ weight }) => weight !== 0);
  if (weighed.length === 0) return NO_HEAT;
  const newest = Math.max(...weighed.map(({ at }) => at));
  const sum = weighed.reduce((total, { weight, at }) => total + weight * 2 ** (at - newest), 0);
  return sum > 0 ? newest + Math.log2(sum) : NO_HEAT;
}

/** The score at a moment: Σ weight · 2^(−age/half-life). Never negative. */
export function scoreAt(heat: number, now: Date, settings: TemperatureSettings): number {
  return 2 ** (heat - inHalfLives(now, settings));
}

/** The heat with which somebody has a score at a moment. */
export function heatAt(score: number, now: Date, settings: TemperatureSettings): number {
  return Math.log2(score) + inHalfLives(now, settings);
}

/** Hot, warm or cold at a moment. @param heat as it stands in a candidate’s `engagement` */
export function temperatureAt(heat: number, now: Date, settings: TemperatureSettings): Temperature {
  const score = scoreAt(heat, now, settings);
  // The logarithm rounds: 8 · 2^0 may come back as 7.999 999 999.
  const reaches = (limit: number) => score >= limit * (1 - 1e-9);
  if (reaches(settings.hot)) return 'hot';
  return reaches(settings.warm) ? 'warm' : 'cold';
}

/** Which heats a temperature means at a moment: from (included) to before (not); null is open. */
export function heatRange(
  temperature: Temperature,
  now: Date,
  settings: TemperatureSettings,
): { from: number | null; before: number | null } {
  // The same margin as in temperatureAt, so that a list and a card agree.
  const heat = (score: number) => heatAt(score * (1 - 1e-9), now, settings);
  const [hot, warm] = [heat(settings.hot), heat(settings.warm)];
  if (temperature === 'hot') return { from: hot, before: null };
  return temperature === 'warm' ? { from: warm, before: hot } : { from: null, before: warm };
}

/**
 * The parts of today's score that weigh most, up or down, the largest first.
 * @returns at most `most` touchpoints with what each adds today
 */
export function largestParts<T extends Weighed>(
  touchpoints: readonly T[],
  now: Date,
  settings: TemperatureSettings,
  most = 3,
): { touchpoint: T; adds: number }[] {
  return touchpoints
    .map((touchpoint) => ({
      touchpoint,
      adds:
        weightOf(touchpoint, settings) *
        2 ** (inHalfLives(touchpoint.at, settings) - inHalfLives(now, settings)),
    }))
    .filter(({ adds }) => Math.abs(adds) >= 0.05)
    .sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds))
    .slice(0, most);
}

function inHalfLives(at: Date, settings: TemperatureSettings): number {
  return at.getTime() / DAY_MS / settings.halfLifeDays;
}
