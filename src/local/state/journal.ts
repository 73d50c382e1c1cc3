import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** A map that is still there after the process was killed. Values are replaced, never changed in place. */
export interface KeptMap<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  values(): IterableIterator<T>;
  keys(): IterableIterator<string>;
  readonly size: number;
}

export interface Journal {
  /** The map of this name, with what an earlier run left in it. */
  map<T>(name: string): KeptMap<T>;
  /** Writes the file anew, so that nothing that was replaced or deleted stands in it any more. */
  compact(): Promise<void>;
  /** Resolves when everything set so far has been handed to the operating system. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const lineSchema = z.object({ m: z.string(), k: z.string(), v: z.unknown().optional() });
/** The file is rewritten when this many lines more than there are entries have gathered. */
const SUPERFLUOUS_LINES = 20_000;

/**
 * Opens the append-only file in which the local workspace keeps its state. A change costs no disk access where it is
 * made: lines gather and are written together a moment later (a page cache write, which survives a SIGKILL).
 * A line that a crash cut off is dropped.
 * @param onError told when what was set can't be written, e.g. to a full disk; it is tried again with the next change
 * @throws when the file can be neither read nor made
 */
export async function openJournal(file: string, onError: (error: unknown) => void): Promise<Journal> {
  await mkdir(dirname(file), { recursive: true });
  const maps = new Map<string, Map<string, unknown>>();
  const mapNamed = (name: string) => {
    const known = maps.get(name);
    if (known) return known;
    const made = new Map<string, unknown>();
    maps.set(name, made);
    return made;
  };
  for (const line of await linesOf(file)) {
    const parsed = lineSchema.safeParse(line);
    if (!parsed.success) continue;
    const { m, k, v } = parsed.data;
    if (v === undefined) mapNamed(m).delete(k);
    else mapNamed(m).set(k, v);
  }

  const entries = () => [...maps.values()].reduce((sum, map) => sum + map.size, 0);
  let handle = await rewritten(file, maps);
  let lines = entries();
  let waiting: string[] = [];
  let writing: Promise<void> | null = null;

  const writeWaiting = async () => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await handle.appendFile(`${batch.join('\n')}\n`);
      } catch (error) {
        // Nothing is lost while the process lives: the lines wait for the next change, and may stand there twice.
        waiting = [...batch, ...waiting];
        throw error;
      }
      lines += batch.length;
      if (lines > entries() + SUPERFLUOUS_LINES && waiting.length === 0) await rewrite();
    }
  };
  const rewrite = async () => {
    const replaced = handle;
    handle = await rewritten(file, maps);
    // What was set during the rewrite stands in `waiting` and is appended by the next turn of the loop.
    lines = entries();
    await replaced.close();
  };
  const flush = async () => {
    while (writing || waiting.length > 0) {
      writing ??= writeWaiting().finally(() => {
        writing = null;
      });
      await writing;
    }
  };
  let soon = false;
  let closed = false;
  const append = (m: string, k: string, v?: unknown) => {
    if (closed) return;
    waiting.push(JSON.stringify({ m, k, v }));
    if (soon) return;
    soon = true;
    setImmediate(() => {
      soon = false;
      if (!closed) flush().catch(onError);
    });
  };

  return {
    map<T>(name: string): KeptMap<T> {
      const map = mapNamed(name) as Map<string, T>;
      return {
        get: (key) => map.get(key),
        set(key, value) {
          map.set(key, value);
          append(name, key, value);
        },
        delete(key) {
          if (map.delete(key)) append(name, key);
        },
        values: () => map.values(),
        keys: () => map.keys(),
        get size() {
          return map.size;
        },
      };
    },
    async compact() {
      await flush();
      await rewrite();
    },
    flush,
    async close() {
      await flush();
      closed = true;
      await handle.close();
    },
  };
}

async function linesOf(file: string): Promise<unknown[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
}

/** Writes the present entries into a new file, puts it in the place of the old one, and opens it to append. */
async function rewritten(file: string, maps: Map<string, Map<string, unknown>>) {
  const fresh = `${file}.new`;
  const handle = await open(fresh, 'w', 0o600);
  const lines: string[] = [];
  for (const [m, map] of maps) for (const [k, v] of map) lines.push(JSON.stringify({ m, k, v }));
  if (lines.length > 0) await handle.writeFile(`${lines.join('\n')}\n`);
  await handle.sync();
  await rename(fresh, file);
  return handle;
}
