import type { HomeLine, HomeSection } from '#home/home.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { BatchDeps } from '../batch/work-off.ts';
import type { OutreachDeps } from '../deps.ts';
import { type Draft, senderOf } from '../draft.ts';
import { ago } from '../drafting/facts.ts';
import { writeReference } from './button-value.ts';

const SHOWN = 10;

const STATES: Partial<Record<Draft['state'], string>> = {
  waiting: 'waits for your decision',
  unclear: 'it is unclear whether it was sent',
  failed: 'it could not be sent',
};

/** What somebody has to decide about, oldest first, at most 10, as a part of App Home. */
export async function waitingDrafts(
  deps: Pick<OutreachDeps, 'drafts' | 'people' | 'clock'>,
  actorId: string,
): Promise<HomeSection> {
  const [drafts, batches] = await Promise.all([
    deps.drafts.waitingFor(actorId, SHOWN),
    deps.drafts.waitingInBatches(actorId, SHOWN),
  ]);
  const lines = await Promise.all(drafts.map((draft) => lineOf(deps, draft)));
  return {
    title: 'Messages that wait for you',
    empty: 'No message waits for you.',
    lines: [...batches.map(batchLine), ...lines.filter((line) => line !== null)],
  };
}

function batchLine({
  waiting,
  draft,
  version,
}: {
  waiting: number;
  draft: string;
  version: number;
}): HomeLine {
  return {
    text: `*A batch*: ${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} for your review`,
    button: showButton(draft, version),
  };
}

async function lineOf(deps: Pick<OutreachDeps, 'people' | 'clock'>, draft: Draft): Promise<HomeLine | null> {
  const candidate = await deps.people.byId(draft.candidateId);
  if (!candidate) return null;
  const since = ago(draft.updatedAt, deps.clock.now());
  return {
    text: `*${escapeMrkdwn(candidate.name)}*: ${STATES[draft.state] ?? draft.state} (${since})`,
    button: showButton(draft._id, draft.version),
  };
}

/** Posts the approval message, or the batch's, anew, in the person's direct messages. */
function showButton(draftId: string, version: number): NonNullable<HomeLine['button']> {
  return { text: 'Show', actionId: 'draft_show', value: writeReference({ draftId, version, confirmed: [] }) };
}

/** A part of a longer list. */
interface Range {
  skip: number;
  limit: number;
}

/** A line that may have several buttons. */
type Line = HomeLine & { buttons?: NonNullable<HomeLine['button']>[] };
/** @param total up to 10,000 */
interface Listing {
  lines: Line[];
  total: number;
}

const BATCHES = 1_000;

/** All that somebody has to decide about, batches first, for the digest. @param actorId null: what everybody has to */
export async function draftsToDecide(
  deps: Pick<BatchDeps, 'drafts' | 'lists' | 'people' | 'clock'>,
  actorId: string | null,
  { skip, limit }: Range,
): Promise<Listing> {
  const of = { sender: actorId, states: ['waiting' as const], alone: actorId !== null };
  const [batches, count] = await Promise.all([
    actorId === null ? [] : deps.drafts.waitingInBatches(actorId, BATCHES),
    deps.lists.count(of),
  ]);
  const shown = batches.slice(skip, skip + limit);
  const rest = { skip: Math.max(0, skip - batches.length), limit: limit - shown.length };
  const drafts = rest.limit > 0 ? await deps.lists.page(of, rest) : [];
  const lines = await Promise.all(drafts.map((draft) => listedLine(deps, draft, actorId === null)));
  return {
    lines: [...shown.map(batchLine), ...lines.filter((line) => line !== null)],
    total: batches.length + count,
  };
}

/** Messages of which nobody knows whether they arrived, or that could not be sent, for the digest. */
export async function draftsInDoubt(
  deps: Pick<BatchDeps, 'lists' | 'people' | 'clock'>,
  actorId: string | null,
  range: Range,
): Promise<Listing> {
  const of = { sender: actorId, states: ['unclear' as const, 'failed' as const], alone: false };
  const [drafts, total] = await Promise.all([deps.lists.page(of, range), deps.lists.count(of)]);
  const lines = await Promise.all(
    drafts.map(async (draft): Promise<Line | null> => {
      const line = await listedLine(deps, draft, actorId === null);
      if (!line || actorId === null) return line;
      const value = writeReference({ draftId: draft._id, version: draft.version, confirmed: [] });
      const arrived = { text: 'It arrived', actionId: 'draft_arrived', value };
      const again = { text: 'Send again', actionId: 'draft_again', value };
      const show = showButton(draft._id, draft.version);
      return { text: line.text, buttons: [...(draft.state === 'unclear' ? [arrived] : []), again, show] };
    }),
  );
  return { lines: lines.filter((line) => line !== null), total };
}

/** @param isTeam said whose it is, with the card: only they can decide */
async function listedLine(
  deps: Pick<OutreachDeps, 'people' | 'clock'>,
  draft: Draft,
  isTeam: boolean,
): Promise<HomeLine | null> {
  const line = await lineOf(deps, draft);
  if (!line || !isTeam) return line;
  const button = { text: 'Open', actionId: 'candidate_open', value: draft.candidateId };
  return { text: `${line.text} · <@${senderOf(draft).id}>`, button };
}
