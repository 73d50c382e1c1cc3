import { type SearchDeps, searchById } from '#candidates/searches.ts';
import { sendFileTo } from '#platform/slack/files.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface } from '#platform/slack/surface.ts';
import { type ExportDeps, exportPeople, MOST_EXPORTED } from '../people.ts';

export type ExportSlackDeps = ExportDeps & SearchDeps;

/** **Export** below a search result: the whole of it as a CSV, to who asks. */
export function register(surface: Surface, deps: ExportSlackDeps): void {
  surface.action('candidate_export', 'export', (request) => exportFound(deps, request));
}

async function exportFound(deps: ExportSlackDeps, request: ActionRequest): Promise<void> {
  const search = await searchById(deps, request.value ?? '', request.actor.id);
  if (!search) return request.reply({ text: 'This list is a day old. Please search again.' });
  await request.reply({ text: 'I am writing the file. It comes as a direct message.' });
  const { content, people, isCut } = await exportPeople(deps, search.text, request.actor);
  const what = search.text ? ` of “${escapeMrkdwn(search.text.slice(0, 200))}”` : '';
  const count = `${people.toLocaleString('en')} ${people === 1 ? 'person' : 'people'}${what}`;
  await sendFileTo(request.client, request.actor.id, {
    name: `candidates-${deps.clock.now().toISOString().slice(0, 10)}.csv`,
    content,
    text: `${count}. Please delete the file when you no longer need it: it is full of personal data.${isCut ? ` There are more; ${MOST_EXPORTED.toLocaleString('en')} fit into one file.` : ''}`,
  });
}
