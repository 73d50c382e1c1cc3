import { randomUUID } from 'node:crypto';
import { type AuditDeps, recordAudit } from '#audit/record.ts';
import type { Logger } from '#platform/logger.ts';
import { PersonError } from '#platform/person-error.ts';
import { applyBatch, type BatchDeps, planBatch } from './batch.ts';
import { fieldNamed, formatOf, guessMapping, missingIn } from './fields.ts';
import { type Import, LARGEST_FILE, NO_COUNTS } from './import.ts';
import type { Row } from './reading/style.ts';
import { lookInto, rowsOf } from './reading/table.ts';
import type { ImportStore } from './store.ts';

export interface ImportDeps extends BatchDeps, AuditDeps {
  imports: ImportStore;
  logger: Logger;
  /** Names this process in leases. */
  processId: string;
  /** The file that a person has uploaded: its bytes as announced, and its content. */
  openFile: (fileId: string) => Promise<{ size: number; stream: () => Promise<AsyncIterable<Uint8Array>> }>;
  /** Shows how far an import is, to whoever started it; never rejects. */
  show: (one: Import) => Promise<void>;
  /** Hands the refused rows over, when there are any. */
  handOver: (one: Import) => Promise<void>;
  /** Puts people of a file on the list of its event; a second time changes nothing. */
  putOnList: (
    event: NonNullable<Import['event']>,
    candidateIds: readonly string[],
    by: string,
  ) => Promise<void>;
  /** Rows worked off at once. */
  batchSize?: number;
}

const BATCH = 1_000;
const LEASE_MS = 60_000;
/** Progress is shown this often at most, in milliseconds. */
const SHOWN_EVERY_MS = 2_000;
/** A person has this long to say what the columns mean. */
const PATIENCE_MS = 7 * 86_400_000;

/** Notes that a file is to be imported; `workOffImports` does it. */
export function planImport(
  deps: Pick<ImportDeps, 'imports' | 'clock'>,
  asked: Pick<Import, '_id' | 'by' | 'file' | 'source' | 'tags' | 'owner' | 'event'>,
): Promise<void> {
  return deps.imports.insert({
    ...asked,
    message: null,
    copyId: null,
    state: 'uploaded',
    table: null,
    position: 0,
    counts: NO_COUNTS,
    pending: null,
    problem: null,
    lease: null,
    at: deps.clock.now(),
    endedAt: null,
  });
}

/** Works off what was planned, also what a process which died has left. */
export async function workOffImports(deps: ImportDeps, stopping?: AbortSignal): Promise<void> {
  while (!stopping?.aborted) {
    const holder = `${deps.processId}:${randomUUID()}`;
    const one = await deps.imports.claim(holder, deps.clock.now(), until(deps));
    if (!one) return;
    await workOff(deps, one, stopping);
  }
}

async function workOff(deps: ImportDeps, claimed: Import, stopping?: AbortSignal): Promise<void> {
  try {
    const ready = claimed.table ? claimed : await prepare(deps, claimed);
    if (ready?.state === 'running') await runRows(deps, ready, stopping);
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    await end(deps, claimed, 'failed', error.message);
  }
}

/** Copies the file into our database and looks into it. */
async function prepare(deps: ImportDeps, claimed: Import): Promise<Import | null> {
  await deps.show(claimed);
  let one: Import | null = claimed;
  if (claimed.copyId === null) {
    const file = await deps.openFile(claimed.file.id);
    if (file.size > LARGEST_FILE) throw new PersonError(tooLarge(file.size));
    if (file.size === 0) throw new PersonError('This file is empty.');
    const copyId = await deps.imports.keepCopy(claimed.file.name, limited(await file.stream()));
    one = await deps.imports.change(claimed, { copyId }, until(deps));
  }
  if (!one?.copyId) return null;
  const { style, header } = await lookInto(
    deps.imports.copy(one.copyId),
    (cell) => fieldNamed(cell) !== null,
  );
  const format = formatOf(header);
  const mapping = guessMapping(header);
  // A person looks at columns that are not of a known export, and at those of one that lacks what is needed.
  const isKnown = format !== null && missingIn(mapping) === null;
  const table = { style, format, header, mapping };
  const looked = await deps.imports.change(
    one,
    { table, state: isKnown ? 'running' : 'mapping' },
    isKnown ? until(deps) : null,
  );
  if (looked) await deps.show(looked);
  return looked;
}

async function* limited(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const part of content) {
    bytes += part.length;
    if (bytes > LARGEST_FILE) throw new PersonError(tooLarge(bytes));
    yield part;
  }
}

function tooLarge(bytes: number): string {
  const megabytes = (count: number) => `${Math.round(count / 1_000_000).toLocaleString('en')} MB`;
  return `This file has ${megabytes(bytes)}; ${megabytes(LARGEST_FILE)} fit. Please split it.`;
}

async function runRows(deps: ImportDeps, claimed: Import, stopping?: AbortSignal): Promise<void> {
  const { table, copyId } = claimed;
  if (!table || !copyId) return;
  let one: Import | null = claimed;
  let rows: Row[] = [];
  let seen = 0;
  let shownAt = performance.now();
  for await (const row of rowsOf(deps.imports.copy(copyId), table.style, table.header.length)) {
    seen++;
    if (seen <= one.position) continue;
    rows.push(row);
    if (rows.length < sizeOf(deps, one)) continue;
    one = await workOffBatch(deps, one, rows);
    rows = [];
    if (!one) return;
    if (stopping?.aborted) {
      // Whoever starts next needn't wait for the lease to end.
      await deps.imports.change(one, {}, null);
      return;
    }
    if (performance.now() - shownAt > SHOWN_EVERY_MS) {
      shownAt = performance.now();
      await deps.show(one);
    }
  }
  if (rows.length > 0) one = await workOffBatch(deps, one, rows);
  if (one) await end(deps, one, 'done', null);
}

/** A batch that was begun before has the size that it had. */
function sizeOf(deps: ImportDeps, { pending, position }: Import): number {
  return pending ? pending.end - position : (deps.batchSize ?? BATCH);
}

/**
 * Writes a batch: first what it comes to is noted, then it is written, then it is counted as it was noted. Whoever
 * takes this up after a crash writes it again, which changes nothing that is there, and counts the same.
 * @returns null when the import isn't ours any more, or was ended
 */
async function workOffBatch(deps: ImportDeps, one: Import, rows: readonly Row[]): Promise<Import | null> {
  const batch = await planBatch(deps, one, rows);
  const end = one.position + rows.length;
  const counts = one.pending?.end === end ? one.pending.counts : batch.counts;
  await deps.imports.refuse(batch.refused);
  const noted = await deps.imports.change(one, { pending: { end, counts } }, until(deps));
  if (!noted) return null;
  const ids = await applyBatch(deps, noted, batch);
  if (noted.event) await deps.putOnList(noted.event, ids, noted.by);
  return deps.imports.batchDone(noted, end, counts, until(deps));
}

async function end(
  deps: ImportDeps,
  one: Import,
  state: 'done' | 'failed',
  problem: string | null,
): Promise<void> {
  const { by, file, counts, table } = one;
  const current = (await deps.imports.byId(one._id)) ?? one;
  if (current.counts.refused > 0) await deps.handOver(current);
  const ended = await deps.imports.change(one, { state, problem, endedAt: deps.clock.now() }, null);
  if (!ended) return;
  deps.logger.info({ importId: one._id, state, counts: ended.counts }, 'import ended');
  await recordAudit(deps, {
    by,
    action: `import ${state}`,
    subject: `import:${one._id}`,
    before: null,
    after: { file: file.name, format: table?.format ?? null, counts: ended.counts ?? counts },
    surface: 'modal Import candidates',
  });
  await deps.show(ended);
  await tidy(deps, ended);
}

/** Stops an import where it is; what is imported stays. @returns null when it had ended */
export async function cancelImport(deps: ImportDeps, id: string, by: string): Promise<Import | null> {
  const one = await deps.imports.cancel(id, deps.clock.now());
  if (!one) return null;
  await recordAudit(deps, {
    by,
    action: 'import cancelled',
    subject: `import:${id}`,
    before: null,
    after: { file: one.file.name, counts: one.counts },
    surface: 'slack',
  });
  if (one.counts.refused > 0) await deps.handOver(one);
  await deps.show(one);
  await tidy(deps, one);
  return one;
}

/**
 * Gives up those for whose columns nobody has said a word in a week, and forgets the files of all that have ended; for
 * a recurring job.
 */
export async function giveUpOldImports(deps: ImportDeps): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - PATIENCE_MS);
  for (const one of await deps.imports.withOldCopies(before)) {
    const ended = one.endedAt ? one : await deps.imports.cancel(one._id, deps.clock.now());
    if (ended) await tidy(deps, ended);
  }
}

/** The file and the refused rows are forgotten: they are full of people who may not be here. */
async function tidy(deps: ImportDeps, one: Import): Promise<void> {
  await deps.imports.forgetRefused(one._id);
  // Last: that there is a copy is how the sweep finds what a crash has left.
  if (one.copyId) await deps.imports.forgetCopy(one._id, one.copyId);
}

function until(deps: ImportDeps): Date {
  return new Date(deps.clock.now().getTime() + LEASE_MS);
}
