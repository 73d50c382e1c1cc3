import type { KnownBlock } from '@slack/types';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, CommandRequest, Surface, ViewRequest } from '#platform/slack/surface.ts';
import type { BatchDeps } from '../batch/work-off.ts';
import { requestDraft } from '../drafting/request-draft.ts';
import { writeDraft } from '../drafting/write-draft.ts';
import { inWords } from '../permission/reason.ts';
import { standing } from '../permission/standing.ts';
import { registerAnswers } from './answers.ts';
import { isQuestion, openForQuestion, registerBatches } from './batches.ts';
import { registerDecisions } from './decisions.ts';
import { DRAFT_OUTREACH, draftOutreachModal } from './modals.ts';
import { readRequest } from './read-request.ts';

const NEED = 'outreach';
const HITS = 10;

/** Everything of outreach that Slack can ask for. */
export function register(surface: Surface, deps: BatchDeps): void {
  surface.command('/outreach', NEED, (request) => outreachCommand(deps, request));
  // The card's button and the pick list's.
  surface.action('outreach_draft', NEED, (request) => openFor(deps, request, request.value ?? ''));
  surface.view(DRAFT_OUTREACH, NEED, (request) => submitRequest(deps, request));
  registerDecisions(surface, deps);
  registerAnswers(surface, deps);
  registerBatches(surface, deps);
}

const HELP = [
  '`/outreach NAME, E-MAIL or LINK` drafts a message to somebody. You read it and approve it before anything is sent.',
  '`/outreach pool:NAME`, or any question of `/candidate find`, drafts up to 50 messages; you go through them one after another.',
].join('\n');

async function outreachCommand(deps: BatchDeps, request: CommandRequest): Promise<void> {
  const { text } = request;
  if (text === '' || text.toLowerCase() === 'help') return request.reply({ text: HELP });
  if (isQuestion(text)) return openForQuestion(deps, request);
  const hits = await deps.people.search(text, HITS + 1);
  const [only] = hits;
  if (!only)
    return request.reply({
      text: `I know nobody by “${escapeMrkdwn(text.slice(0, 200))}”. Look with \`/candidate find\`, or add them with \`/candidate add\`.`,
    });
  if (hits.length === 1) return openFor(deps, request, only._id);
  const blocks: KnownBlock[] = [
    { type: 'section', text: { type: 'mrkdwn', text: 'Several people fit. Whom do you want to write to?' } },
    ...hits.slice(0, HITS).map((candidate): KnownBlock => {
      const about = [candidate.headline, candidate.company, candidate.location].filter(Boolean).join(' · ');
      return {
        type: 'section',
        block_id: `pick_${candidate._id}`,
        text: {
          type: 'mrkdwn',
          text: `*${escapeMrkdwn(candidate.name)}*${about ? `\n${escapeMrkdwn(about).slice(0, 500)}` : ''}`,
        },
        accessory: {
          type: 'button',
          action_id: 'outreach_draft',
          text: { type: 'plain_text', text: 'Draft outreach' },
          value: candidate._id,
        },
      };
    }),
  ];
  if (hits.length > HITS)
    blocks.push({
      type: 'context',
      elements: [
        { type: 'mrkdwn', text: 'There are more: say it more exactly, e.g. with the e-mail address.' },
      ],
    });
  return request.reply({ text: 'Several people fit.', blocks });
}

/** Opens the modal, or says at once why nobody may write to this person. */
async function openFor(
  deps: BatchDeps,
  request: CommandRequest | ActionRequest,
  candidateId: string,
): Promise<void> {
  const found = await standing(deps, candidateId, null, { requester: request.actor, draftId: null });
  if (!found) return request.reply({ text: 'This candidate is not there any more.' });
  const { hard } = found.permission;
  if (hard.length > 0)
    return request.reply({
      text: `${escapeMrkdwn(found.candidate.name)} may not be written to. ${escapeMrkdwn(inWords(hard))}`,
    });
  await request.openModal(draftOutreachModal(found.candidate, request.actor.id, deps.clock.now()));
}

async function submitRequest(deps: BatchDeps, request: ViewRequest) {
  const asked = readRequest(request.values);
  if (!asked.success) return { errors: { purpose: 'Please pick a purpose, a tone and a channel.' } };
  const { id, name, timeZone } = request.actor;
  const senderId = request.values['sender'];
  const requester = { id, name, timeZone };
  const sender = typeof senderId === 'string' && senderId !== id ? await deps.colleague(senderId) : requester;
  if (!sender)
    return { errors: { sender: 'Messages go out in the name of a colleague, not of a guest or an app.' } };
  const [candidateId = '', answering] = request.metadata.split(' ');
  const result = await requestDraft(deps, {
    deliveryId: request.deliveryId,
    candidateId,
    answering: answering ?? null,
    requester,
    sender,
    request: asked.data,
  });
  if (result.outcome === 'refused') return { errors: { channel: result.why } };
  return {
    close: true as const,
    after: async () => {
      // First “Drafting a message to …”, at once; it is replaced when the draft is there.
      await deps.show(result.draftId);
      await writeDraft(deps, result.draftId);
    },
  };
}
