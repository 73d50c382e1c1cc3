import { SOURCES } from '#candidates/candidate.ts';
import { canonicalWord } from '#candidates/vocabulary.ts';
import { slackErrorCode } from '#platform/slack/handling.ts';
import type {
  ActionRequest,
  CommandWord,
  Surface,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import { missingIn } from '../fields.ts';
import { cancelImport, type ImportDeps, planImport, workOffImports } from '../run.ts';
import { COLUMNS_MODAL, columnsModal, IMPORT_MODAL, importModal, readColumns } from './modals.ts';

const NEED = 'import';
const NO_EVENT = 'This event is not there any more.';
const ENDED = 'This import has ended.';

export interface ImportSlackDeps extends ImportDeps {
  /** An event by its id; null for one that is gone. */
  eventNamed: (id: string) => Promise<{ id: string; name: string } | null>;
}

/** Everything of imports that Slack can ask for, but `/candidate import`, which is a word of `/candidate`. */
export function register(surface: Surface, deps: ImportSlackDeps): void {
  // On the page of an event.
  surface.action('import_event', NEED, async (request) => {
    const event = await deps.eventNamed(request.value ?? '');
    if (event) await request.openModal(importModal(event));
    else await request.reply({ text: NO_EVENT });
  });
  surface.view(IMPORT_MODAL, NEED, (request) => submitImport(deps, request));
  surface.view(COLUMNS_MODAL, NEED, (request) => submitColumns(deps, request));
  surface.action('import_columns', NEED, (request) => openColumns(deps, request));
  surface.action('import_cancel', NEED, async (request) => {
    if (!(await cancelImport(deps, request.value ?? '', request.actor.id)))
      await request.reply({ text: ENDED });
  });
}

/** `/candidate import`. */
export function importWord(): CommandWord {
  return {
    help: '`/candidate import` takes people from a CSV or Excel file, and joins those who are known',
    need: NEED,
    async run(request) {
      await request.openModal(importModal());
    },
  };
}

async function submitImport(deps: ImportSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { file, source, tags, owner } = request.values;
  const [fileId] = Array.isArray(file) ? file : [];
  if (fileId === undefined) return { errors: { file: 'Please pick a file.' } };
  const event = request.metadata ? await deps.eventNamed(request.metadata) : null;
  if (request.metadata && !event) return { errors: { file: NO_EVENT } };
  const info = await request.client.files.info({ file: fileId }).catch((error: unknown) => {
    if (slackErrorCode(error) === null) throw error;
    return null;
  });
  if (!info) return { errors: { file: 'Slack doesn’t hand this file out. Please pick it again.' } };
  await planImport(deps, {
    _id: request.deliveryId,
    by: request.actor.id,
    file: { id: fileId, name: info.file?.name ?? 'the file', size: info.file?.size ?? null },
    source: SOURCES.find((one) => one === source) ?? 'Import',
    tags: (Array.isArray(tags) ? tags : []).map((tag) => canonicalWord('tag', tag)),
    owner: typeof owner === 'string' ? owner : null,
    event: event && { ...event, attended: request.values['attended'] === 'attended' },
  });
  return { close: true, after: () => workOffImports(deps) };
}

async function openColumns(deps: ImportDeps, request: ActionRequest): Promise<void> {
  const one = await deps.imports.byId(request.value ?? '');
  if (one?.state !== 'mapping') return request.reply({ text: ENDED });
  await request.openModal(columnsModal(one));
}

async function submitColumns(deps: ImportDeps, request: ViewRequest): Promise<ViewAnswer> {
  const one = await deps.imports.byId(request.metadata);
  if (one?.state !== 'mapping') return { errors: { column_0: ENDED } };
  const mapping = readColumns(request.values, one.table?.header.length ?? 0);
  const missing = missingIn(mapping);
  if (missing) return { errors: { column_0: missing } };
  if (!(await deps.imports.mapped(one._id, mapping))) return { errors: { column_0: ENDED } };
  return { close: true, after: () => workOffImports(deps) };
}
