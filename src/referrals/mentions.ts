import { createHash } from 'node:crypto';
import { identityKeys } from '#candidates/identity.ts';
import type { ReferralDeps } from './deps.ts';
import type { Mention } from './mention.ts';
import type { ReadReferral } from './read.ts';

const DAY_MS = 86_400_000;
const CLOSED_AT_ONCE = 100;

/** Keeps what a mention said for a day, in which whoever wrote it may confirm it. @param cause the same one twice is kept once */
export async function keepMention(
  deps: Pick<ReferralDeps, 'mentions' | 'clock'>,
  { cause, by, ...read }: ReadReferral & { cause: string; by: string },
): Promise<Mention> {
  const mention: Mention = {
    _id: createHash('sha256').update(`mention:${cause}`).digest('hex').slice(0, 24),
    by,
    ...read,
    keys: identityKeys({
      emails: read.email ? [read.email] : [],
      phones: [],
      links: read.link ? [read.link] : [],
    }),
    answer: null,
    at: deps.clock.now(),
  };
  await deps.mentions.insert(mention);
  return mention;
}

/** Keeps where the answer in the thread is, so that it can be closed. */
export async function mentionAnswered(
  deps: Pick<ReferralDeps, 'mentions'>,
  id: string,
  answer: NonNullable<Mention['answer']>,
): Promise<void> {
  await deps.mentions.answered(id, answer);
}

export function mentionById(deps: Pick<ReferralDeps, 'mentions'>, id: string): Promise<Mention | null> {
  return deps.mentions.byId(id);
}

/** It was confirmed: its answer in the thread says so and names nobody any more. */
export async function confirmMention(deps: ReferralDeps, id: string, by: string): Promise<void> {
  const mention = await deps.mentions.take(id, by);
  if (mention?.answer) await deps.telling.closeMention(mention.answer, 'referred');
}

/** Lets go of what nobody has confirmed within a day; for a recurring job. */
export async function closeOldMentions(deps: ReferralDeps): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - DAY_MS);
  for (const { _id, answer } of await deps.mentions.olderThan(before, CLOSED_AT_ONCE)) {
    if (answer) await deps.telling.closeMention(answer, 'too old');
    await deps.mentions.take(_id);
  }
}
