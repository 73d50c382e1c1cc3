import type { Candidate, Stage } from '#candidates/candidate.ts';
import { heatOf, type TemperatureSettings } from './temperature.ts';
import { isEngaging, type Kind, type Touchpoint } from './touchpoint.ts';

const CONTACTING: ReadonlySet<Kind> = new Set(['message sent', 'call', 'meeting']);

/** What the candidate's record keeps of all their touchpoints. */
export function summarise(
  touchpoints: readonly Touchpoint[],
  settings: TemperatureSettings,
): Omit<Candidate['engagement'], 'revision'> {
  const newest = (matches: (touchpoint: Touchpoint) => boolean): Touchpoint | null =>
    touchpoints.filter(matches).reduce<Touchpoint | null>((a, b) => (a && a.at >= b.at ? a : b), null);
  const answer = newest(({ kind }) => kind === 'replied');
  return {
    heat: heatOf(touchpoints, settings),
    lastContactedAt: newest(({ kind, direction }) => CONTACTING.has(kind) && direction === 'out')?.at ?? null,
    lastEngagedAt: newest(({ kind }) => isEngaging(kind))?.at ?? null,
    lastAnswer: answer ? { at: answer.at, sentiment: answer.sentiment } : null,
    lastAt: newest(({ kind }) => kind !== 'status')?.at ?? null,
  };
}

/**
 * Where a relationship stands after what happened. Only the first steps move by themselves, and only forward:
 * written to (`contacted`), heard from (`engaged`); every other stage was a person's decision and stays.
 */
export function stageAfter(stage: Stage, touchpoints: readonly Touchpoint[]): Stage {
  if (stage !== 'prospect' && stage !== 'contacted') return stage;
  const heard = touchpoints.some(
    ({ kind, sentiment }) => (kind === 'replied' || kind === 'inbound message') && sentiment !== 'negative',
  );
  if (heard) return 'engaged';
  return touchpoints.some(({ kind }) => kind === 'message sent') ? 'contacted' : stage;
}
