import { Readable } from 'node:stream';
import { beforeEach } from 'vitest';
import { searchPage } from '../../src/candidates/search.ts';
import type { Counts, Import, Refusal } from '../../src/imports/import.ts';
import { type ImportDeps, planImport, workOffImports } from '../../src/imports/run.ts';
import { importIndexes, importStore, refusalIndexes } from '../../src/imports/store.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';

export type World = ImportDeps & Awaited<ReturnType<typeof world>>;

/** Imports on the real engine, with files that a test makes up. Call it at the top of a test file. */
export function importWorld() {
  const database = testDatabase();
  const files = new Map<string, Buffer>();
  let number = 0;
  const t = {
    /** Set anew before each test. */
    deps: {} as World,
    /** Rows that were handed over at the end. */
    refused: [] as Refusal[],
    /** Keys of people who were erased. */
    erased: new Set<string>(),
    db: () => database.db(),
    async plan(content: string | Buffer, more: Partial<Import> = {}): Promise<string> {
      const id = `import${++number}`;
      files.set(id, Buffer.from(content));
      await planImport(t.deps, {
        _id: id,
        by: 'U0RILEY',
        file: { id, name: `${id}.csv`, size: content.length },
        source: 'Import',
        tags: [],
        owner: null,
        ...more,
      });
      return id;
    },
    async imported(content: string | Buffer, more: Partial<Import> = {}): Promise<Import> {
      const id = await t.plan(content, more);
      await workOffImports(t.deps);
      const one = await t.deps.imports.byId(id);
      if (!one) throw new Error('the import is gone');
      return one;
    },
    total: () => t.deps.candidates.everybody(),
    find: async (query: string) =>
      (await searchPage(t.deps, query, { id: 'U0RILEY', timeZone: 'UTC' }, null, 20)).candidates,
  };
  beforeEach(async () => {
    await database.empty();
    const db = database.db();
    await ensureIndexes(db, [importIndexes, refusalIndexes]);
    t.refused = [];
    t.erased = new Set();
    const imports = importStore(db);
    t.deps = {
      ...(await world(db)),
      imports,
      logger: createLogger('silent'),
      processId: 'one',
      erasedAmong: async (keys) => new Set(keys.filter((key) => t.erased.has(key))),
      putOnList: async () => undefined,
      async openFile(id) {
        const content = files.get(id) ?? Buffer.alloc(0);
        return { size: content.length, stream: async () => Readable.from([content]) };
      },
      show: async () => {},
      async handOver(one) {
        t.refused = await imports.refused(one._id, 1_000);
      },
    };
  });
  return t;
}

export const counts = (some: Partial<Counts>): Counts => ({
  new: 0,
  updated: 0,
  unchanged: 0,
  refused: 0,
  ...some,
});
