import type { HomeLine, HomeSection } from '#home/home.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { OutreachDeps } from '../deps.ts';
import type { Draft } from '../draft.ts';
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
  const ofBatches = batches.map(
    ({ waiting, draft, version }): HomeLine => ({
      text: `*A batch*: ${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} for your review`,
      button: showButton(draft, version),
    }),
  );
  return {
    title: 'Messages that wait for you',
    empty: 'No message waits for you.',
    lines: [...ofBatches, ...lines.filter((line) => line !== null)],
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
