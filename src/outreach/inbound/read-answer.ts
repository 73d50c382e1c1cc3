import { z } from 'zod';
import { MODEL } from '#engagement/judge.ts';
import type { Sentiment } from '#engagement/touchpoint.ts';
import type { OutreachDeps } from '../deps.ts';

const readingSchema = z.object({
  sentiment: z.enum(['positive', 'neutral', 'negative']),
  asksToStop: z.boolean(),
});

/** Words by which people ask not to be written to; a recruiter decides what they meant. */
const STOP =
  /\b(?:unsubscribe|remove me|take me off|stop (?:e-?mailing|writing|contacting|messaging)|do(?: not|n’t|n't) (?:e-?mail|write|contact|message) me|never (?:contact|write)|no (?:more|further) (?:e-?mails?|messages?|contact)|delete my (?:data|details|information)|gdpr|abmelden|keine (?:weiteren )?(?:e-?mails|nachrichten)|désabonner|no me (?:escrib|contact))/iu;
/** The whole answer is a word that means just this. */
const ONLY_STOP = /^\W*(?:please\s+)?(?:stop|unsubscribe|remove(?: me)?|opt[ -]?out|abmelden|stopp?)\W*$/iu;

/** Longest part of an answer that a model is given. */
const READ = 4_000;

/** Whether nothing else can be meant than “don't write any more”. */
export function isPlainStop(text: string): boolean {
  return ONLY_STOP.test(text.trim().split('\n')[0] ?? '') && text.trim().length < 60;
}

/**
 * How an answer was meant: by the model when there is one that answers, and put down in the history; else it is left to a
 * person. Never throws.
 */
export async function readAnswer(
  deps: Pick<OutreachDeps, 'model' | 'readingPrompt' | 'people' | 'logger'>,
  touchpointId: string,
  text: string,
): Promise<{ sentiment: Sentiment | null; wantsOut: boolean }> {
  const wantsOut = STOP.test(text);
  if (!deps.model || !text.trim()) return { sentiment: null, wantsOut };
  try {
    const prompt = await deps.readingPrompt.render({ message: text.slice(0, READ).replace(/[<>]/g, ' ') });
    const answer = await deps.model.generate({
      prompt: { ...prompt, maxOutputTokens: deps.readingPrompt.maxOutputTokens },
      schema: readingSchema,
      schemaName: 'read_answer',
    });
    if (answer.outcome !== 'ok') return { sentiment: null, wantsOut };
    const { sentiment, asksToStop } = answer.value;
    await deps.people.judge(touchpointId, sentiment, MODEL);
    return { sentiment, wantsOut: wantsOut || asksToStop };
  } catch (error) {
    deps.logger.warn({ err: error, touchpointId }, 'an answer could not be read by the model');
    return { sentiment: null, wantsOut };
  }
}
