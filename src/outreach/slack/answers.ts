import type { Sentiment, Touchpoint } from '#engagement/touchpoint.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface } from '#platform/slack/surface.ts';
import type { OutreachDeps } from '../deps.ts';
import { optOut } from '../unsubscribe.ts';
import { draftOutreachModal } from './modals.ts';

const NEED = 'outreach';

/** The buttons below an answer that came in. */
export function registerAnswers(surface: Surface, deps: OutreachDeps): void {
  const on = (
    actionId: string,
    act: (request: ActionRequest, touchpoint: Touchpoint) => Promise<string | null>,
  ) =>
    surface.action(actionId, NEED, async (request) => {
      const touchpoint = await deps.people.touchpoint(request.value ?? '');
      if (!touchpoint)
        return request.reply({ text: 'This answer is not there any more: the person was erased.' });
      const done = await act(request, touchpoint);
      if (done !== null) await request.reply({ text: done });
    });

  on('answer_draft', async (request, touchpoint) => {
    const candidate = await deps.people.byId(touchpoint.candidateId);
    if (!candidate) return 'This candidate is not there any more.';
    await request.openModal(
      draftOutreachModal(candidate, request.actor.id, deps.clock.now(), touchpoint._id),
    );
    return null;
  });
  on('answer_log', async () => 'It stays in the history; nothing else is done.');
  on('answer_not_interested', async (request, touchpoint) => {
    await deps.people.judge(touchpoint._id, 'negative', request.actor.id);
    await deps.people.decline(touchpoint.candidateId, request.actor.id);
    return `${await nameOf(deps, touchpoint)} is now *declined*, and the answer counts as negative. Who changes their mind can be moved back with *Edit*.`;
  });
  on('answer_opt_out', async (request, touchpoint) => {
    await optOut(deps, touchpoint.candidateId, request.actor.id);
    return `Nobody can write to ${await nameOf(deps, touchpoint)} any more.`;
  });
  for (const sentiment of ['positive', 'neutral', 'negative'] satisfies Sentiment[])
    on(`answer_${sentiment}`, async (request, touchpoint) => {
      const changed = await deps.people.judge(touchpoint._id, sentiment, request.actor.id);
      return changed
        ? `The answer of ${await nameOf(deps, touchpoint)} counts as *${sentiment}* now.`
        : `It counted as *${sentiment}* already.`;
    });
}

async function nameOf(deps: OutreachDeps, { candidateId }: Touchpoint): Promise<string> {
  return escapeMrkdwn((await deps.people.byId(candidateId))?.name ?? 'them');
}
