import type { ActionRequest, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import * as decide from '../decide.ts';
import type { OutreachDeps } from '../deps.ts';
import { writeDraft } from '../drafting/write-draft.ts';
import { sendDraft } from '../sending/send.ts';
import { type DraftReference, readReference } from './button-value.ts';
import { EDIT_DRAFT, editDraftModal, REWRITE_DRAFT, rewriteDraftModal } from './modals.ts';
import { refusal } from './words.ts';

type On = DraftReference & { by: string };

/** The buttons of an approval message and the two modals behind them. */
export function registerDecisions(surface: Surface, need: string, deps: OutreachDeps): void {
  const button = (
    actionId: string,
    decideOn: (on: On) => Promise<decide.Decided>,
    then?: (draftId: string) => Promise<void>,
  ) => surface.action(actionId, need, (request) => press(deps, request, decideOn, then));
  const send = (draftId: string) => sendDraft(deps, draftId);
  button('draft_approve', (on) => decide.approve(deps, on), send);
  button('draft_approve_morning', (on) => decide.approveForMorning(deps, on), send);
  button('draft_again', (on) => decide.sendAgain(deps, on), send);
  button('draft_arrived', (on) => decide.confirmArrived(deps, on));
  button('draft_mark_sent', (on) => decide.markAsSent(deps, on));
  button('draft_discard', (on) => decide.discard(deps, on));
  surface.action('draft_edit', need, (request) => openModal(deps, request, editDraftModal));
  surface.action('draft_rewrite', need, (request) => openModal(deps, request, rewriteDraftModal));
  surface.action('draft_show', need, (request) => showHere(deps, request));
  surface.view(EDIT_DRAFT, need, (request) => submitEdit(deps, request));
  surface.view(REWRITE_DRAFT, need, (request) => submitRewrite(deps, request));
}

async function press(
  deps: OutreachDeps,
  request: ActionRequest,
  decideOn: (on: On) => Promise<decide.Decided>,
  then?: (draftId: string) => Promise<void>,
): Promise<void> {
  const reference = readReference(request.value);
  if (!reference) return;
  const decided = await decideOn({ ...reference, by: request.actor.id });
  const why = refusal(decided, reference.version);
  if (why) await request.reply({ text: why });
  else await then?.(reference.draftId);
}

async function openModal(
  deps: OutreachDeps,
  request: ActionRequest,
  modalOf: typeof editDraftModal,
): Promise<void> {
  const reference = readReference(request.value);
  if (!reference) return;
  const draft = await deps.drafts.byId(reference.draftId);
  if (draft?.state === 'waiting' && draft.version === reference.version) {
    await request.openModal(modalOf(draft));
    return;
  }
  const changed = { done: false, because: 'changed', found: draft } as const;
  await request.reply({ text: refusal(changed, reference.version) ?? '' });
}

/** From App Home: posts the approval message anew, where the person can find it. */
async function showHere(deps: OutreachDeps, request: ActionRequest): Promise<void> {
  const reference = readReference(request.value);
  if (!reference) return;
  await deps.drafts.forgetMessage(reference.draftId);
  await deps.show(reference.draftId);
}

async function submitEdit(deps: OutreachDeps, request: ViewRequest): Promise<ViewAnswer> {
  const reference = readReference(request.metadata);
  if (!reference) return { close: true };
  const body = textOf(request, 'message');
  if (!body) return { errors: { message: 'A message needs some words.' } };
  const subject = textOf(request, 'subject');
  if ('subject' in request.values && !subject) return { errors: { subject: 'An e-mail needs a subject.' } };
  const decided = await decide.edit(deps, { ...reference, by: request.actor.id, subject, body });
  const why = refusal(decided, reference.version);
  return why ? { errors: { message: withoutMarkup(why) } } : { close: true };
}

async function submitRewrite(deps: OutreachDeps, request: ViewRequest): Promise<ViewAnswer> {
  const reference = readReference(request.metadata);
  if (!reference) return { close: true };
  const instruction = textOf(request, 'instruction');
  if (!instruction) return { errors: { instruction: 'Please say what should be different.' } };
  const decided = await decide.rewrite(deps, { ...reference, by: request.actor.id, instruction });
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
