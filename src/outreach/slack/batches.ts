import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  ActionRequest,
  CommandRequest,
  Surface,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import { MOST_IN_BATCH } from '../batch/batch.ts';
import { type BatchDeps, batchIdOf, planBatch, workOffBatches } from '../batch/work-off.ts';
import type { DraftRequest } from '../draft.ts';
import { batchModal, DRAFT_BATCH } from './modals.ts';
import { readRequest } from './read-request.ts';

const NEED = 'outreach';
/** A facet makes it a question for several people: `pool:Runners-up`, `skill:go city:berlin`. */
const QUESTION = /(?:^|\s)-?[a-z]+:\S/i;

/** Messages to a pool or to everybody of a search. */
export function registerBatches(surface: Surface, deps: BatchDeps): void {
  // Below a list of `/candidate find`.
  surface.action('outreach_found', NEED, (request) => openForSearch(deps, request, request.value ?? ''));
  surface.action('outreach_people', NEED, (request) => draftForPeople(deps, request));
  surface.view(DRAFT_BATCH, NEED, (request) => submitBatch(deps, request));
}

/** What people who are going cold are written, unless it is edited. */
const RE_ENGAGEMENT: DraftRequest = {
  purpose: 're-engagement',
  role: '',
  tone: 'friendly',
  mention: '',
  channel: 'email',
};

/**
 * Of a digest: a batch for the people whose ids the button carries, with one click. The same button a second time shows
 * the batch again; who has a message waiting for a decision isn't drafted another one.
 */
async function draftForPeople(deps: BatchDeps, request: ActionRequest): Promise<void> {
  const { id, name, timeZone } = request.actor;
  const asked = (request.value ?? '').split(',').filter((one) => /^[0-9a-f]{24}$/.test(one));
  const deliveryId = `people:${id}:${asked.join()}:${request.message?.ts ?? ''}`;
  const before = await deps.batches.byId(batchIdOf(deliveryId));
  if (before) {
    await deps.batches.forgetMessage(before._id);
    await deps.showBatch(before._id);
    return request.reply({ text: 'These were drafted already; here they are again.' });
  }
  const busy = new Set(await deps.lists.undecidedAmong(asked));
  const candidateIds = asked.filter((one) => !busy.has(one));
  if (candidateIds.length === 0)
    return request.reply({ text: 'Each of them has a message that waits for a decision already.' });
  const what = 'people who are going cold';
  const by = { id, name, timeZone };
  const batchId = await planBatch(deps, { deliveryId, by, what, request: RE_ENGAGEMENT, candidateIds });
  const waiting = busy.size > 0 ? ` ${busy.size} of them have one waiting already.` : '';
  const count = Math.min(candidateIds.length, MOST_IN_BATCH);
  await request.reply({
    text: `Drafting ${count} ${count === 1 ? 'message' : 'messages'}; you get them one after another.${waiting}`,
  });
  await workOffBatches(deps, undefined, batchId);
}

/** Whether what was typed behind `/outreach` asks for several people; a link is one person’s. */
export function isQuestion(text: string): boolean {
  return QUESTION.test(text) && !/https?:\/\//i.test(text);
}

/** `/outreach pool:NAME`. @throws PersonError for a question that makes no sense */
export async function openForQuestion(deps: BatchDeps, request: CommandRequest): Promise<void> {
  const found = await deps.people.find(request.text, request.actor);
  await openModal(request, found);
}

async function openForSearch(deps: BatchDeps, request: ActionRequest, searchId: string): Promise<void> {
  const found = await deps.people.found(searchId, request.actor, 1);
  if (!found)
    return request.reply({ text: 'This list is forgotten: please search again with `/candidate find`.' });
  await openModal(request, { searchId, text: found.text, total: found.total });
}

async function openModal(
  request: CommandRequest | ActionRequest,
  found: { searchId: string; text: string; total: number | null },
): Promise<void> {
  if (found.total === 0)
    return request.reply({ text: `Nobody fits “${escapeMrkdwn(found.text.slice(0, 200))}”.` });
  await request.openModal(batchModal(found));
}

async function submitBatch(deps: BatchDeps, request: ViewRequest): Promise<ViewAnswer> {
  const asked = readRequest(request.values);
  if (!asked.success) return { errors: { purpose: 'Please pick a purpose, a tone and a channel.' } };
  const found = await deps.people.found(request.metadata, request.actor, MOST_IN_BATCH);
  if (!found) return { errors: { purpose: 'This list is forgotten: please search again.' } };
  const { id, name, timeZone } = request.actor;
  const batchId = await planBatch(deps, {
    deliveryId: request.deliveryId,
    by: { id, name, timeZone },
    what: found.text,
    request: asked.data,
    candidateIds: found.ids,
  });
  return { close: true, after: () => workOffBatches(deps, undefined, batchId) };
}
