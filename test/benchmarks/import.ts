import { join } from 'node:path';
import { Readable } from 'node:stream';
import { auditStore } from '../../src/audit/store.ts';
import type { Candidate } from '../../src/candidates/candidate.ts';
import { newCandidate } from '../../src/candidates/capture.ts';
import { candidateIndexes, candidateStore } from '../../src/candidates/store.ts';
import { vocabularyIndexes, vocabularyStore } from '../../src/candidates/vocabulary-store.ts';
import { touchpointIndexes, touchpointStore } from '../../src/engagement/store.ts';
import { DEFAULT_TEMPERATURE } from '../../src/engagement/temperature.ts';
import { planImport, workOffImports } from '../../src/imports/run.ts';
import { importIndexes, importStore, refusalIndexes } from '../../src/imports/store.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { watchedBy } from '../../src/rules/watching.ts';
import { temporaryFolder } from '../support/rekindle.ts';
import { hand, many, table } from './figures.ts';
import { benchmarkProfile } from './people.ts';

/**
 * `node test/benchmarks/import.ts [ROWS]`: rows a second of a CSV in which every tenth row is known already, from the
 * file to the end, beside the bare driver's insertMany (four at a time) of the same documents into the same indexes in the same run.
 * Goals: 4,000 rows a second with joining, memory growth below 150 MB, no pause of the event loop that people notice.
 */
const rows = Number(process.argv[2] ?? 100_000);
const KNOWN_EVERY = 10;
const BATCH = 1_000;

const folder = await temporaryFolder();
const logger = createLogger('error');
const { db, close } = await openDatabase({ uri: null, directory: join(folder.path, 'database'), logger });
const deps = {
  imports: importStore(db),
  candidates: candidateStore(db),
  touchpoints: touchpointStore(db),
  vocabulary: vocabularyStore(db),
  audit: auditStore(db),
  temperature: DEFAULT_TEMPERATURE,
  watched: watchedBy([]),
  clock: { now: () => new Date() },
  logger,
  processId: 'benchmark',
  erasedAmong: async () => new Set<string>(),
  show: async () => {},
  handOver: async () => {},
};
const INDEXES = [candidateIndexes, touchpointIndexes, vocabularyIndexes, importIndexes, refusalIndexes];
const quote = (text: string | null) => `"${(text ?? '').replaceAll('"', '""')}"`;

function* lines(): Generator<Buffer> {
  yield Buffer.from(
    'Candidate Name,Primary Email Address,LinkedIn URL,Title,Company,Location,Skills,Tags,Note\n',
  );
  for (let i = 0; i < rows; i++) {
    const { name, emails, links, headline, company, location, skills, tags } = benchmarkProfile(
      i % KNOWN_EVERY === KNOWN_EVERY - 1 ? i - 5 : i,
    );
    const cells = [
      name,
      emails[0] ?? '',
      links[0] ?? '',
      headline,
      company,
      location,
      skills.join(';'),
      tags.join(';'),
      i % 5 === 0 ? 'Met at the fair' : '',
    ];
    yield Buffer.from(`${cells.map(quote).join(',')}\n`);
  }
}

const residentMb = () => process.memoryUsage().rss / 1024 / 1024;

try {
  await ensureIndexes(db, INDEXES);
  const documents = Array.from({ length: rows }, (_, i) =>
    newCandidate(benchmarkProfile(i), 'U0RILEY', new Date(), {}),
  ).filter((_, i) => i % KNOWN_EVERY !== KNOWN_EVERY - 1);
  const candidates = db.collection<Candidate>('candidates');
  let started = performance.now();
  for (let from = 0; from < documents.length; from += BATCH)
    await Promise.all(
      Array.from({ length: 4 }, (_, part) =>
        candidates.insertMany(documents.slice(from + (part * BATCH) / 4, from + ((part + 1) * BATCH) / 4), {
          ordered: false,
        }),
      ),
    );
  const bareSeconds = (performance.now() - started) / 1000;
  const bare = documents.length;
  documents.length = 0;
  // Deleting would leave the indexes' emptied pages: both begin on empty ones.
  await candidates.drop();
  await ensureIndexes(db, INDEXES);

  globalThis.gc?.();
  const before = residentMb();
  let most = before;
  let longestPause = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    const now = performance.now();
    longestPause = Math.max(longestPause, now - last - 10);
    last = now;
    most = Math.max(most, residentMb());
  }, 10);
  started = performance.now();
  await planImport(deps, {
    _id: 'benchmark',
    by: 'U0RILEY',
    file: { id: 'file', name: 'people.csv', size: null },
    source: 'Import',
    tags: [],
    owner: null,
  });
  await workOffImports({
    ...deps,
    putOnList: async () => undefined,
    openFile: async () => ({ size: 1, stream: async () => Readable.from(lines()) }),
  });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const done = await deps.imports.byId('benchmark');
  const ratio = seconds / rows / (bareSeconds / bare);
  hand({
    operation: 'import of a CSV',
    over: `${many(rows, 'rows')}; ${Math.round(most - before)} MB more at most`,
    ms: [],
    perSecond: rows / seconds,
    floor: `insertMany with the same indexes, ${Math.round(bare / bareSeconds)} a second`,
    ratio,
    goal: '≥ 4,000 a second, < 150 MB more',
    isMet: rows / seconds >= 4_000 && most - before < 150,
  });
  console.log(
    table(`Import of ${rows.toLocaleString('en')} rows, every ${KNOWN_EVERY}th known`, [
      {
        ...done?.counts,
        seconds: seconds.toFixed(1),
        'rows a second': Math.round(rows / seconds),
        'bare inserts a second': Math.round(bare / bareSeconds),
        'ratio of time a row': ratio.toFixed(2),
        'memory growth MB': Math.round(most - before),
        'longest pause ms': Math.round(longestPause),
      },
    ]),
  );
} finally {
  await close();
  await folder.remove();
}
