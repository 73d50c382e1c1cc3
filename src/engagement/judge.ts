import { type AuditDeps, recordAudit } from '#audit/record.ts';
import { type RecordDeps, recount } from './record.ts';
import type { Sentiment } from './touchpoint.ts';

/** Stands for the language model where a person's id would. */
export const MODEL = 'model';

/**
 * Puts down how an answer was meant and counts the temperature anew. The model says it once, while nobody has; a
 * person may correct it.
 * @returns false when nothing was changed
 */
export async function judgeAnswer(
  deps: RecordDeps & AuditDeps,
  { touchpointId, sentiment, by }: { touchpointId: string; sentiment: Sentiment; by: string },
): Promise<boolean> {
  const before = await deps.touchpoints.byId(touchpointId);
  if (!before || before.sentiment === sentiment) return false;
  const judged = await deps.touchpoints.judge(touchpointId, sentiment, by, by === MODEL);
  if (!judged) return false;
  if (by !== MODEL)
    await recordAudit(deps, {
      by,
      action: 'answer judged',
      subject: `candidate:${judged.candidateId}`,
      before: { sentiment: before.sentiment },
      after: { sentiment },
      surface: 'slack',
    });
  await recount(deps, judged.candidateId);
  return true;
}
