import { searchPage } from '#candidates/search.ts';
import { type SearchDeps, searchById } from '#candidates/searches.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import type { NurtureDeps } from '../deps.ts';
import { enrol } from '../enrol.ts';
import type { Sequence } from '../sequence.ts';
import { ENROL, ENROL_FOUND, enrolModal } from './modals.ts';

type Deps = NurtureDeps & SearchDeps;

const LISTED = 40;
/** People who are enrolled from a search at once. */
const MOST_ENROLLED = 500;
const AT_ONCE = 50;

/** **Enrol in sequence**, on a card and below a list of people. */
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
  return { close: true, after: () => enrolEverybody(deps, request, sequence, search.text) };
}

async function enrolEverybody(
  deps: Deps,
  request: ViewRequest,
  sequence: Sequence,
  query: string,
): Promise<void> {
  const counts = { enrolled: 0, already: 0, refused: 0 };
  let after = null;
  let seen = 0;
  do {
    const page = await searchPage(deps, query, request.actor, after, AT_ONCE);
    for (const { _id } of page.candidates) {
      const result = await enrol(deps, sequence, _id, request.actor.id);
      counts[typeof result === 'string' ? result : 'refused']++;
    }
    seen += page.candidates.length;
    after = page.next;
  } while (after !== null && seen < MOST_ENROLLED);
  const { enrolled, already, refused } = counts;
  await request.client.chat.postMessage({
    channel: request.actor.id,
    text: `*${escapeMrkdwn(sequence.name)}*: ${enrolled} ${enrolled === 1 ? 'person is' : 'people are'} in it now${already > 0 ? `, ${already} were already` : ''}${refused > 0 ? `, ${refused} may not be written to` : ''}.`,
  });
}
