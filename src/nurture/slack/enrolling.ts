import type { WebClient } from '@slack/web-api';
import { type SearchDeps, searchById, startSearch } from '#candidates/searches.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { MOST_ENROLLED } from '../bulk-enrolment.ts';
import { enrol } from '../enrol.ts';
import { type BulkDeps, planBulk, workOffBulks } from '../enrol-many.ts';
import { ENROL, ENROL_FOUND, enrolModal } from './modals.ts';

type Deps = BulkDeps & SearchDeps;

const LISTED = 40;

/** **Enrol in sequence**, on a card, below a list of people, and on the pages of a pool and of a role. */
export function registerEnrolling(surface: Surface, deps: Deps, need: string): void {
  surface.view(ENROL, need, (request) => submitEnrol(deps, request));
  surface.view(ENROL_FOUND, need, (request) => submitFound(deps, request));
  // Of a card's menu, and of a digest's line.
  for (const actionId of ['candidate_more/enrol', 'nurture_enrol'])
    surface.action(actionId, need, async (request) => {
      const candidate = await deps.outreach.people.byId(request.value ?? '');
      if (!candidate) return request.reply({ text: 'This candidate is not there any more.' });
      await openEnrol(deps, request, { title: candidate.name, callback: ENROL, metadata: candidate._id });
    });
  surface.action('nurture_enrol_role', need, async (request) => {
    const { searchId, total } = await startSearch(deps, `role:"${request.value ?? ''}"`, request.actor);
    if (total === 0) return request.reply({ text: 'Nobody is on the shortlist of this role yet.' });
    await openEnrol(deps, request, {
      title: 'Everybody who is on the shortlist of this role, was referred for it, or nearly got it',
      callback: ENROL_FOUND,
      metadata: searchId,
    });
  });
  surface.action('nurture_enrol_found', need, async (request) => {
    const searchId = request.value ?? '';
    const search = await searchById(deps, searchId, request.actor.id);
    if (!search) return request.reply({ text: 'This list is forgotten: please search again.' });
    await openEnrol(deps, request, {
      title: `Everybody of “${search.text}” (${MOST_ENROLLED} at most)`,
      callback: ENROL_FOUND,
      metadata: searchId,
    });
  });
}

async function openEnrol(
  deps: Deps,
  request: ActionRequest,
  who: Parameters<typeof enrolModal>[0],
): Promise<void> {
  const sequences = (await deps.sequences.all(LISTED)).filter(({ steps }) => steps.length > 0);
  if (sequences.length === 0)
    return request.reply({ text: 'There is no sequence with steps yet: `/nurture` makes some.' });
  await request.openModal(enrolModal(who, sequences));
}

async function submitEnrol(deps: Deps, request: ViewRequest): Promise<ViewAnswer> {
  const sequence = await deps.sequences.byId(String(request.values['sequence'] ?? ''));
  if (!sequence) return { errors: { sequence: 'Please pick a sequence.' } };
  const enrolled = await enrol(deps, sequence, request.metadata, request.actor.id);
  if (enrolled === 'already') return { errors: { sequence: 'They are in this sequence already.' } };
  if (enrolled !== 'enrolled') return { errors: { sequence: enrolled.refused } };
  return {
    close: true,
    async after() {
      const name = (await deps.outreach.people.byId(request.metadata))?.name ?? 'They';
      await request.client.chat.postMessage({
        channel: request.actor.id,
        text: `${escapeMrkdwn(name)} is in *${escapeMrkdwn(sequence.name)}* now.`,
      });
    },
  };
}

async function submitFound(deps: Deps, request: ViewRequest): Promise<ViewAnswer> {
  const sequence = await deps.sequences.byId(String(request.values['sequence'] ?? ''));
  if (!sequence) return { errors: { sequence: 'Please pick a sequence.' } };
  const search = await searchById(deps, request.metadata, request.actor.id);
  if (!search) return { errors: { sequence: 'This list is forgotten: please search again.' } };
  await planBulk(deps, {
    _id: request.deliveryId,
    sequence: sequence._id,
    query: search.text,
    by: request.actor.id,
    timeZone: request.actor.timeZone,
  });
  return { close: true, after: () => workOffBulks(deps) };
}

/** Tells what came of enrolling many, in direct messages. */
export function tellBulkIn(client: WebClient): BulkDeps['tellBulk'] {
  return async ({ by, counts }, { sequence, isCut, problem }) => {
    const { enrolled, already, refused } = counts;
    const parts = [
      `${enrolled} ${enrolled === 1 ? 'person is' : 'people are'} in it now`,
      ...(already > 0 ? [`${already} were already`] : []),
      ...(refused > 0 ? [`${refused} may not be written to`] : []),
    ];
    const name = sequence ? `*${escapeMrkdwn(sequence)}*: ` : '';
    const cut = isCut ? ` There are more: ${MOST_ENROLLED} at once are the most.` : '';
    const text = `${name}${parts.join(', ')}.${cut}${problem ? ` Nobody else was enrolled: ${escapeMrkdwn(problem)}` : ''}`;
    await client.chat.postMessage({ channel: by, text });
  };
}
