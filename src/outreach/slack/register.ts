import type { KnownBlock } from '@slack/types';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, CommandRequest, Surface, ViewRequest } from '#platform/slack/surface.ts';
import type { OutreachDeps } from '../deps.ts';
import { type DraftRequest, draftRequestSchema } from '../draft.ts';
import { requestDraft } from '../drafting/request-draft.ts';
import { writeDraft } from '../drafting/write-draft.ts';
import { inWords } from '../permission/reason.ts';
import { standing } from '../permission/standing.ts';
import { registerDecisions } from './decisions.ts';
import { DRAFT_OUTREACH, draftOutreachModal } from './modals.ts';

const NEED = 'outreach';
const HITS = 10;

/** Everything of outreach that Slack can ask for. */
export function register(surface: Surface, deps: OutreachDeps): void {
  surface.command('/outreach', NEED, (request) => outreachCommand(deps, request));
  // The card's button and the pick list's.
  surface.action('outreach_draft', NEED, (request) => openFor(deps, request, request.value ?? ''));
  surface.view(DRAFT_OUTREACH, NEED, (request) => submitRequest(deps, request));
  registerDecisions(surface, deps);
}

const HELP =
  '`/outreach NAME, E-MAIL or LINK` drafts a message to somebody. You read it and approve it before anything is sent.';

async function outreachCommand(deps: OutreachDeps, request: CommandRequest): Promise<void> {
  const { text } = request;
  if (text === '' || text.toLowerCase() === 'help') return request.reply({ text: HELP });
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
  deps: OutreachDeps,
  request: CommandRequest | ActionRequest,
  candidateId: string,
): Promise<void> {
  const found = await standing(deps, candidateId, null, { requester: request.actor, draftId: null });
  if (!found) return request.reply({ text: 'This candidate is not there any more.' });
  const { hard } = found.permission;
  if (hard.length > 0)
    return request.reply({
      text: `${escapeMrkdwn(found.candidate.name)} may not be written to. ${inWords(hard)}`,
    });
  await request.openModal(draftOutreachModal(found.candidate, request.actor.id, deps.clock.now()));
}

async function submitRequest(deps: OutreachDeps, request: ViewRequest) {
  const asked = readRequest(request.values);
  if (!asked.success) return { errors: { purpose: 'Please pick a purpose, a tone and a channel.' } };
  const { id, name, timeZone } = request.actor;
  const senderId = request.values['sender'];
  const requester = { id, name, timeZone };
  const sender = typeof senderId === 'string' && senderId !== id ? await deps.colleague(senderId) : requester;
  if (!sender)
    return { errors: { sender: 'Messages go out in the name of a colleague, not of a guest or an app.' } };
  const result = await requestDraft(deps, {
    deliveryId: request.deliveryId,
    candidateId: request.metadata,
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

function readRequest(values: ViewRequest['values']) {
  const text = (id: string) => {
    const value = values[id];
    return typeof value === 'string' ? value.trim() : '';
  };
  const request: Record<keyof DraftRequest, string> = {
    purpose: text('purpose'),
    role: text('role'),
    tone: text('tone'),
    mention: text('mention'),
    channel: text('channel'),
  };
  return draftRequestSchema.safeParse(request);
}
