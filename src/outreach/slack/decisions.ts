import type { KnownBlock, ModalView } from '@slack/types';
import { plain, section, truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Actor, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { may } from '#team/permissions.ts';
import type { BatchDeps } from '../batch/work-off.ts';
import * as approving from '../deciding/approve.ts';
import { type Decided, findFor } from '../deciding/decision.ts';
import * as revising from '../deciding/revise.ts';
import type { OutreachDeps } from '../deps.ts';
import { type Draft, newestVersion } from '../draft.ts';
import { writeDraft } from '../drafting/write-draft.ts';
import { sendDraft } from '../sending/send.ts';
import { type DraftReference, readReference } from './button-value.ts';
import { EDIT_DRAFT, editDraftModal, INSIST, REWRITE_DRAFT, rewriteDraftModal } from './modals.ts';
import { removeMessageIn } from './show.ts';
import { refusal } from './words.ts';

type On = DraftReference & { by: string; isRecruiter: boolean };

/** Colleagues decide about what goes out in their own name; the verbs ask for whose that is. */
const NEED = 'decide';

/** The buttons of an approval message and the two modals behind them. */
export function registerDecisions(surface: Surface, deps: BatchDeps): void {
  const button = (
    actionId: string,
    decideOn: (on: On) => Promise<Decided>,
    then?: (draftId: string) => Promise<void>,
  ) => surface.action(actionId, NEED, (request) => press(request, decideOn, then));
  const send = (draftId: string) => sendDraft(deps, draftId);
  button('draft_approve', (on) => approving.approve(deps, on), send);
  button('draft_approve_morning', (on) => approving.approveForMorning(deps, on), send);
  button('draft_again', (on) => approving.sendAgain(deps, on), send);
  button('draft_arrived', (on) => approving.confirmArrived(deps, on));
  button('draft_mark_sent', (on) => approving.markAsSent(deps, on));
  button('draft_discard', (on) => revising.discard(deps, on));
  surface.action('draft_edit', NEED, (request) => openModal(deps, request, (draft) => editDraftModal(draft)));
  surface.action('draft_rewrite', NEED, (request) => openModal(deps, request, rewriteDraftModal));
  surface.action('draft_facts', NEED, (request) => openModal(deps, request, factsModal));
  surface.action('draft_show', NEED, (request) => showHere(deps, request));
  surface.view(EDIT_DRAFT, NEED, (request) => submitEdit(deps, request));
  surface.view(REWRITE_DRAFT, NEED, (request) => submitRewrite(deps, request));
}

/** Who decides, as the verbs want to know it. */
export function decider(reference: DraftReference, actor: Actor): On {
  return { ...reference, by: actor.id, isRecruiter: may(actor.role, 'outreach') };
}

async function press(
  request: ActionRequest,
  decideOn: (on: On) => Promise<Decided>,
  then?: (draftId: string) => Promise<void>,
): Promise<void> {
  const reference = readReference(request.value);
  if (!reference) return;
  const decided = await decideOn(decider(reference, request.actor));
  const why = refusal(decided, reference.version);
  if (why) await request.reply({ text: why });
  else await then?.(reference.draftId);
}

async function openModal(
  deps: OutreachDeps,
  request: ActionRequest,
  modalOf: (draft: Draft, isRecruiter: boolean) => ModalView,
): Promise<void> {
  const reference = readReference(request.value);
  if (!reference) return;
  const on = decider(reference, request.actor);
  const found = await findFor(deps, on);
  if ('draft' in found && found.draft.state === 'waiting') {
    await request.openModal(modalOf(found.draft, on.isRecruiter));
    return;
  }
  const refused: Decided =
    'refused' in found ? found.refused : { done: false, because: 'changed', found: found.draft };
  await request.reply({ text: refusal(refused, reference.version) ?? '' });
}

/** Whose words a fact is, said where it matters. */
const ORIGINS = {
  us: '',
  asked: ' _(asked for)_',
  record: '',
  theirs: ' _(their words)_',
  ours: ' _(our note)_',
} as const;
/** A modal holds 100 blocks. */
const FACTS_SHOWN = 95;

/** **Facts**: the whole sheet that the draft rests on, and what of it was used. */
function factsModal(draft: Draft, isRecruiter: boolean): ModalView {
  const version = newestVersion(draft);
  // Notes are for recruiters: a colleague in whose name it goes out sees the rest.
  const facts = (version?.facts ?? []).filter(({ from }) => isRecruiter || from !== 'ours');
  const lines: KnownBlock[] = facts.slice(0, FACTS_SHOWN).map(({ number, text, from }) => {
    const used = version?.factsUsed.includes(number) ? ':white_check_mark: ' : '';
    return section(`${used}*${number}.* ${escapeMrkdwn(truncate(text, 2_000))}${from ? ORIGINS[from] : ''}`);
  });
  return {
    type: 'modal',
    title: plain('Facts'),
    close: plain('Close'),
    blocks: [
      section(
        version?.factsUsed.length
          ? 'All that the draft may rest on; what it names as used has a tick. Nothing else of the database was shown to the model. Our notes help to understand the person, and are never repeated.'
          : 'All that the draft may rest on.',
      ),
      ...lines,
    ],
  };
}

/** From App Home: posts the approval message anew, where the person can find it. */
async function showHere(deps: BatchDeps, request: ActionRequest): Promise<void> {
  const reference = readReference(request.value);
  if (!reference) return;
  const on = decider(reference, request.actor);
  const found = await findFor(deps, on);
  if ('refused' in found) return request.reply({ text: refusal(found.refused, reference.version) ?? '' });
  const { draft } = found;
  const shown = draft.batchId ? (await deps.batches.byId(draft.batchId))?.message : draft.message;
  // Only the newest message is known, and removed when the person is erased: an older one would stay.
  if (shown) await removeMessageIn(request.client)(shown);
  if (draft.batchId) await deps.batches.forgetMessage(draft.batchId);
  else await deps.drafts.forgetMessage(draft._id);
  await deps.show(draft._id);
}

async function submitEdit(deps: OutreachDeps, request: ViewRequest): Promise<ViewAnswer> {
  const reference = readReference(request.metadata);
  if (!reference) return { close: true };
  const body = textOf(request, 'message');
  if (!body) return { errors: { message: 'A message needs some words.' } };
  const subject = textOf(request, 'subject');
  if ('subject' in request.values && !subject) return { errors: { subject: 'An e-mail needs a subject.' } };
  const insists = request.values[INSIST]?.includes('yes') ?? false;
  const on = decider(reference, request.actor);
  const decided = await revising.edit(deps, { ...on, subject, body, insists });
  if (decided.done) return { close: true };
  if (decided.because === 'findings') {
    const draft = await deps.drafts.byId(reference.draftId);
    if (draft) return { update: editDraftModal(draft, { subject, body, findings: decided.findings }) };
    return { close: true };
  }
  return { errors: { message: withoutMarkup(refusal(decided, reference.version) ?? '') } };
}

async function submitRewrite(deps: OutreachDeps, request: ViewRequest): Promise<ViewAnswer> {
  const reference = readReference(request.metadata);
  if (!reference) return { close: true };
  const instruction = textOf(request, 'instruction');
  if (!instruction) return { errors: { instruction: 'Please say what should be different.' } };
  const decided = await revising.rewrite(deps, { ...decider(reference, request.actor), instruction });
  const why = refusal(decided, reference.version);
  if (why) return { errors: { instruction: withoutMarkup(why) } };
  return { close: true, after: () => writeDraft(deps, reference.draftId) };
}

function textOf(request: ViewRequest, id: string): string {
  const value = request.values[id];
  return typeof value === 'string' ? value.trim() : '';
}

/** Errors below a field are plain text: a mention or a date would stand there as code. */
function withoutMarkup(mrkdwn: string): string {
  return mrkdwn
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<@[^>]+>/g, 'a colleague')
    .replace(/\*/g, '');
}
