import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { candidateById, type FindDeps } from '#candidates/find.ts';
import type { Clock } from '#platform/clock.ts';
import { actions, button, context, divider, plain, section } from '#platform/slack/blocks.ts';
import type { ActionRequest } from '#platform/slack/surface.ts';
import { type HistoryDeps, historyPage } from '../history.ts';
import { touchpointLine } from './touchpoint-line.ts';

export type HistorySlackDeps = HistoryDeps & FindDeps & { clock: Clock };

/** A modal holds 100 blocks. */
const A_PAGE = 20;
/** Pages that can be walked back; metadata holds 3,000 characters. */
const MOST_BACK = 40;

const metadataSchema = z.object({
  candidateId: z.string(),
  /** Where each page before this one began; null is the first. */
  before: z.array(z.string().nullable()),
  /** Where this page begins. */
  here: z.string().nullable(),
  next: z.string().nullable(),
});
type Place = z.infer<typeof metadataSchema>;

/** **Full history**: everything that happened, newest first, in a modal. */
export async function openHistory(deps: HistorySlackDeps, request: ActionRequest): Promise<void> {
  const modal = await historyModal(deps, { candidateId: request.value ?? '', before: [], here: null });
  if (!modal) return request.reply({ text: 'This candidate is not there any more.' });
  await (request.view ? request.pushModal(modal) : request.openModal(modal));
}

/** **Previous** and **Next** in it. */
export async function turnPage(deps: HistorySlackDeps, request: ActionRequest): Promise<void> {
  if (!request.view) return;
  const remembered = readPlace(request.view.metadata);
  if (!remembered) return;
  const { candidateId, before, here, next } = remembered;
  const place =
    request.actionId === 'history_next'
      ? { candidateId, before: [...before, here].slice(-MOST_BACK), here: next }
      : { candidateId, before: before.slice(0, -1), here: before.at(-1) ?? null };
  const modal = await historyModal(deps, place);
  if (modal) await request.updateModal(request.view.id, modal);
}

/** Null for what isn't ours. */
function readPlace(text: string): Place | null {
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function historyModal(
  deps: HistorySlackDeps,
  { candidateId, before, here }: Omit<Place, 'next'>,
): Promise<ModalView | null> {
  const candidate = await candidateById(deps, candidateId);
  if (!candidate) return null;
  const { touchpoints, total, next } = await historyPage(deps, candidateId, here, A_PAGE);
  const now = deps.clock.now();
  const turns = [
    ...(before.length > 0 ? [button('Previous', 'history_previous', 'previous')] : []),
    ...(next ? [button('Next', 'history_next', 'next')] : []),
  ];
  const blocks: KnownBlock[] = [
    section(`${total === 1 ? '1 touchpoint' : `${total.toLocaleString('en')} touchpoints`}, newest first`),
    divider(),
    ...touchpoints.map((touchpoint) => section(touchpointLine(touchpoint, now))),
    ...(touchpoints.length === 0 ? [context('Nothing has happened yet.')] : []),
    ...(turns.length > 0 ? [actions('turn', turns)] : []),
  ];
  const place: Place = { candidateId, before, here, next };
  return {
    type: 'modal',
    callback_id: 'full_history',
    title: plain('Full history'),
    close: plain('Close'),
    private_metadata: JSON.stringify(place),
    blocks,
  };
}
