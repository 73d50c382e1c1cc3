import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredFile } from './model.ts';
import type { State } from './state.ts';

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  txt: 'text/plain',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The media type that goes with a file's name. */
export function mediaType(name: string): string {
  return TYPES[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

/** Announces a file whose content comes later, or at once with `writeContent`. */
export function announceFile(
  state: State,
  file: Pick<StoredFile, 'name' | 'size' | 'user' | 'created'>,
): StoredFile {
  const stored: StoredFile = {
    ...file,
    id: state.newId('F'),
    title: file.name,
    mimetype: mediaType(file.name),
    channels: [],
    complete: false,
  };
  state.files.set(stored.id, stored);
  return stored;
}

export async function writeContent(state: State, file: StoredFile, content: Buffer): Promise<StoredFile> {
  await mkdir(join(state.directory, 'files'), { recursive: true });
  await writeFile(join(state.directory, 'files', file.id), content, { mode: 0o600 });
  const stored = { ...file, size: content.length };
  state.files.set(file.id, stored);
  return stored;
}

/** @returns null when the content never came */
export async function readContent(state: State, file: StoredFile): Promise<Buffer | null> {
  return readFile(join(state.directory, 'files', file.id)).catch(() => null);
}
