import { context, plain } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface } from '#platform/slack/surface.ts';
import { may } from '#team/permissions.ts';
import { candidateById } from '../find.ts';
import { liftSuppression, suppress } from '../suppress.ts';
import { factBlocks } from './card.ts';
import { type CandidateSlackDeps, NEED, NEED_LIMITED } from './deps.ts';
import { openLimited } from './limited.ts';
import { cardMessage, cardView, GONE } from './show-card.ts';

/** **Open**, and opting out and in from the menu of a card. */
export function registerOpen(surface: Surface, deps: CandidateSlackDeps): void {
  surface.action('candidate_open', NEED_LIMITED, (request) =>
    may(request.actor.role, NEED) ? open(deps, request) : openLimited(deps, request),
  );
  surface.action('candidate_more/opt_out', NEED, (request) => optOut(deps, request));
  surface.action('candidate_more/opt_in', NEED, (request) => optIn(deps, request));
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
async function optOut(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const id = request.value ?? '';
  await suppress(deps, id, 'opted out', request.actor.id);
  await showAgain(
    deps,
    request,
    id,
    (name) => `Nobody can write to ${name} any more. *Opt back in* in the same menu takes it back.`,
  );
}

async function optIn(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const id = request.value ?? '';
  await liftSuppression(deps, id, 'opted out', request.actor.id);
  await showAgain(deps, request, id, (name) => `${name} may be written to again.`);
}

async function showAgain(
  deps: CandidateSlackDeps,
  request: ActionRequest,
  id: string,
  says: (name: string) => string,
): Promise<void> {
  const candidate = await candidateById(deps, id);
  if (!candidate) return request.reply({ text: GONE });
  const { blocks = [] } = await cardMessage(deps, candidate);
  const text = says(escapeMrkdwn(candidate.name));
  await request.replaceMessage({ text, blocks: [...blocks, context(text)] });
}
