import { context, plain } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface } from '#platform/slack/surface.ts';
import { candidateById } from '../find.ts';
import { liftSuppression, suppress } from '../suppress.ts';
import { factBlocks } from './card.ts';
import { type CandidateSlackDeps, NEED } from './deps.ts';
import { cardMessage, cardView, GONE } from './show-card.ts';

/** **Open**, and the overflow menu of a card. */
export function registerOpen(surface: Surface, deps: CandidateSlackDeps): void {
  surface.action('candidate_open', NEED, (request) => open(deps, request));
  surface.action('candidate_more', NEED, (request) => more(deps, request));
}

/** The card below the message in which it was asked for; from App Home as a window and in the messages. */
async function open(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: GONE });
  if (!request.message)
    await request.openModal({
      type: 'modal',
      title: plain('Candidate'),
      close: plain('Close'),
      blocks: [
        ...factBlocks(await cardView(deps, candidate)),
        context('The card with its buttons is in the Messages tab.'),
      ],
    });
  await request.reply(await cardMessage(deps, candidate));
}

/** Opting out takes effect at once and can be taken back at once, so it asks no question first. */
async function more(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const [what, id = ''] = (request.value ?? '').split(':');
  const candidate = await candidateById(deps, id);
  if (!candidate) return request.reply({ text: GONE });
  const name = escapeMrkdwn(candidate.name);
  const by = request.actor.id;
  if (what === 'opt_out') {
    await suppress(deps, id, 'opted out', by);
    await showAgain(
      deps,
      request,
      id,
      `Nobody can write to ${name} any more. *Opt back in* in the same menu takes it back.`,
    );
  } else if (what === 'opt_in') {
    await liftSuppression(deps, id, 'opted out', by);
    await showAgain(deps, request, id, `${name} may be written to again.`);
  }
}

async function showAgain(
  deps: CandidateSlackDeps,
  request: ActionRequest,
  id: string,
  text: string,
): Promise<void> {
  const candidate = await candidateById(deps, id);
  if (!candidate) return;
  const { blocks = [] } = await cardMessage(deps, candidate);
  await request.replaceMessage({ text, blocks: [...blocks, context(text)] });
}
