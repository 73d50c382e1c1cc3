import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { searchPage } from '../../src/candidates/search.ts';
import type { Counts, Import, Refusal } from '../../src/imports/import.ts';
import { cancelImport, type ImportDeps, planImport, workOffImports } from '../../src/imports/run.ts';
import { importIndexes, importStore, refusalIndexes } from '../../src/imports/store.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { capturing, world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';
import { GREENHOUSE, linkedIn, utf16, xlsx, zipBomb } from './files.ts';

const database = testDatabase();
type World = ImportDeps & Awaited<ReturnType<typeof world>>;
let deps: World;
let refused: Refusal[];
let erased: Set<string>;
let files: Map<string, Buffer>;
beforeEach(async () => {
  await database.empty();
  const db = database.db();
  await ensureIndexes(db, [importIndexes, refusalIndexes]);
  refused = [];
  erased = new Set();
  files = new Map();
  const imports = importStore(db);
  deps = {
    ...(await world(db)),
    imports,
    logger: createLogger('silent'),
    processId: 'one',
    erasedAmong: async (keys) => new Set(keys.filter((key) => erased.has(key))),
    async openFile(id) {
      const content = files.get(id) ?? Buffer.alloc(0);
      return { size: content.length, stream: async () => Readable.from([content]) };
    },
    show: async () => {},
    async handOver(one) {
      refused = await imports.refused(one._id, 1_000);
    },
  };
});

let number = 0;
async function plan(content: string | Buffer, more: Partial<Import> = {}): Promise<string> {
  const id = `import${++number}`;
  files.set(id, Buffer.from(content));
  await planImport(deps, {
    _id: id,
    by: 'U0RILEY',
    file: { id, name: `${id}.csv`, size: content.length },
    source: 'Import',
    tags: [],
    owner: null,
    ...more,
  });
  return id;
}
async function imported(content: string | Buffer, more: Partial<Import> = {}): Promise<Import> {
  const id = await plan(content, more);
  await workOffImports(deps);
  const one = await deps.imports.byId(id);
  if (!one) throw new Error('the import is gone');
  return one;
}
const counts = (all: Partial<Counts>): Counts => ({ new: 0, updated: 0, unchanged: 0, refused: 0, ...all });
const total = () => deps.candidates.everybody();
const find = async (query: string) =>
  (await searchPage(deps, query, { id: 'U0RILEY', timeZone: 'UTC' }, null, 20)).candidates;

describe('known exports', () => {
  it('LinkedIn connections, with their preamble', async () => {
    const one = await imported(linkedIn(50), { tags: ['network'], owner: 'U0RILEY' });
    expect(one).toMatchObject({
      state: 'done',
      counts: counts({ new: 50 }),
      table: { format: 'LinkedIn connections' },
    });
    const [person] = await find('person3@example.com');
    expect(person).toMatchObject({
      name: 'Person3 Tester',
      emails: ['person3@example.com'],
      company: 'Company 3, Inc.',
      headline: 'Engineer 3',
      tags: ['network'],
      owner: 'U0RILEY',
      source: { kind: 'Import' },
    });
    expect(await deps.touchpoints.all([person?._id ?? ''])).toMatchObject([
      { note: 'Connected on LinkedIn', at: new Date('2024-03-04T00:00:00Z'), pending: false },
    ]);
  });

  it('Greenhouse: applications are touchpoints, a row without a way to reach anybody is refused', async () => {
    const one = await imported(GREENHOUSE, { source: 'Past applicant' });
    expect(one).toMatchObject({
      state: 'done',
      counts: counts({ new: 2, refused: 1 }),
      table: { format: 'Greenhouse' },
    });
    const [ana] = await find('ana@example.com');
    expect(ana).toMatchObject({
      phones: ['+15125550111'],
      tags: ['python', 'austin'],
      source: { detail: 'Referral' },
    });
    expect(ana?.engagement.lastEngagedAt).toEqual(new Date('2026-03-04T00:00:00Z'));
    expect((await find('bob@example.com'))[0]?.emails).toEqual(['bob@example.com', 'bob@work.example']);
    expect(refused).toMatchObject([{ row: 4, reason: expect.stringContaining('one is enough') }]);
  });

  it.each([
    [
      'Lever',
      'Opportunity ID,Name,Headline,Email,Links,Origin,Stage\n1,Ana Lee,Engineer,ana@example.com,https://x.com/ana,sourced,Lead',
    ],
    [
      'Ashby',
      'Candidate Name,Primary Email Address,LinkedIn URL,Current Company\nAna Lee,ana@example.com,,Acme',
    ],
    ['Gem', 'First Name,Last Name,Email,LinkedIn URL,Sequence Name\nAna,Lee,ana@example.com,,Winter'],
  ])('%s', async (format, text) => {
    expect(await imported(text)).toMatchObject({
      state: 'done',
      counts: counts({ new: 1 }),
      table: { format },
    });
    expect((await find('ana@example.com'))[0]?.name).toBe('Ana Lee');
  });
});

describe('any other file', () => {
  it('waits for a person who says what the columns mean, with a guess at each', async () => {
    const one = await imported(utf16());
    expect(one).toMatchObject({
      state: 'mapping',
      lease: null,
      table: {
        header: ['Vorname', 'Nachname', 'E-Mail', 'Firma', 'Notiz'],
        mapping: ['firstName', 'lastName', 'email', 'company', 'note'],
        style: { encoding: 'utf-16le', delimiter: ';' },
      },
    });
    expect(await deps.imports.mapped(one._id, one.table?.mapping ?? [])).toBe(true);
    await workOffImports(deps);
    expect(await deps.imports.byId(one._id)).toMatchObject({ state: 'done', counts: counts({ new: 2 }) });
    const [person] = await find('juergen@example.de');
    expect(person).toMatchObject({ name: 'Jürgen Groß', company: 'Müller; Söhne' });
    expect((await deps.touchpoints.all([person?._id ?? '']))[0]?.note).toBe('Sagt:\r\n"gern später"');
  });

  it('Excel, with dates and empty cells', async () => {
    const file = await xlsx([
      ['Candidate ID', 'First Name', 'Last Name', 'Email', 'Applied On', 'Company'],
      [1, 'Ana', 'Lee', 'ana@example.com', new Date('2026-02-03T00:00:00Z'), ''],
      [2, 'Bob', 'Ray & Sons', 'bob@example.com', '', 'Acme <3'],
    ]);
    expect(await imported(file)).toMatchObject({ state: 'done', counts: counts({ new: 2 }) });
    expect((await find('ana@example.com'))[0]?.engagement.lastEngagedAt).toEqual(
      new Date('2026-02-03T00:00:00Z'),
    );
    expect((await find('bob@example.com'))[0]).toMatchObject({ name: 'Bob Ray & Sons', company: 'Acme <3' });
  });
});

/** 200 rows of which every twentieth is broken, each in another way. */
function broken(): string {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const good = `Person${i},Tester,person${i}@example.com,Acme,2024-01-${String((i % 28) + 1).padStart(2, '0')}`;
    if (i % 20 !== 7) return good;
    return [
      `Person${i},Tester,person ${i}@example.com,Acme,`,
      `Person${i},Tester,,Acme,`,
      `,,person${i}@example.com,Acme,`,
      `Person${i},Tester,person${i}@example.com,Acme,2031-01-01`,
      `Person${i},"Tester,person${i}@example.com,Acme,`,
      `Person${i},Tester,person${i}@example.com,Acme,${',x'.repeat(1_000)}`,
    ][Math.floor(i / 20) % 6];
  });
  return `First Name,Last Name,Email,Job,Applied On\n${rows.join('\n')}\n`;
}

describe('bad rows', () => {
  it('cost themselves and nobody else, and each says why', async () => {
    const one = await imported(broken());
    expect(one).toMatchObject({ state: 'done', counts: counts({ new: 190, refused: 10 }) });
    const reasons = refused.map(({ reason }) => reason);
    for (const part of [
      'is no e-mail address',
      'one is enough',
      'say who it is',
      'is in the future',
      'quotation mark',
      '1,005 columns',
    ])
      expect(reasons.join('\n')).toContain(part);
    expect(refused.map(({ row }) => row)).toEqual(Array.from({ length: 10 }, (_, i) => i * 20 + 9));
  });

  it('e-mails with spaces around them are good, a phone without country code goes into the note', async () => {
    await imported(
      'Candidate Name,Primary Email Address,Phone\n  Ana   Lee  ,  ana@example.com ,(512) 555-0100\n',
    );
    const [ana] = await find('ana@example.com');
    expect(ana).toMatchObject({ name: 'Ana Lee', phones: [] });
    expect((await deps.touchpoints.all([ana?._id ?? '']))[0]?.note).toBe('Phone as imported: (512) 555-0100');
  });

  it('of somebody who was erased, or of two people at once', async () => {
    erased.add('email:gone@example.com');
    await capture(deps, capturing({ email: 'one@example.com' }));
    await capture(deps, capturing({ email: 'two@example.com' }));
    const one = await imported(
      'Candidate Name,Primary Email Address\nGone,gone@example.com\nBoth,"one@example.com, two@example.com"\n',
    );
    expect(one.counts).toEqual(counts({ refused: 2 }));
    expect(refused.map(({ reason }) => reason)).toEqual([
      'This person was erased on request and is not brought back.',
      expect.stringContaining('two different people'),
    ]);
  });
});

describe('joining', () => {
  it('fills what is empty, overwrites nothing, and the same file twice changes nothing', async () => {
    await capture(
      deps,
      capturing({ name: 'Ana P.', email: 'ana@example.com', company: 'Acme', source: 'Event' }),
    );
    const first = await imported(GREENHOUSE);
    expect(first.counts).toEqual(counts({ new: 1, updated: 1, refused: 1 }));
    const [ana] = await find('ana@example.com');
    expect(ana).toMatchObject({
      name: 'Ana P.',
      company: 'Acme',
      headline: 'Backend Engineer',
      source: { kind: 'Event' },
    });
    const before = JSON.stringify(
      await database.db().collection('candidates').find().sort({ _id: 1 }).toArray(),
    );
    const touchpoints = await database.db().collection('touchpoints').countDocuments();
    const second = await imported(GREENHOUSE);
    expect(second.counts).toEqual(counts({ unchanged: 2, refused: 1 }));
    expect(
      JSON.stringify(await database.db().collection('candidates').find().sort({ _id: 1 }).toArray()),
    ).toBe(before);
    expect(await database.db().collection('touchpoints').countDocuments()).toBe(touchpoints);
  });

  it('joins rows of one file too, within a batch and over batches', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, i) => `Ana Lee,ana${i % 3}@example.com,https://linkedin.com/in/ana${i % 3}`,
    );
    deps.batchSize = 7;
    const one = await imported(`Candidate Name,Primary Email Address,LinkedIn URL\n${rows.join('\n')}\n`);
    expect(one.counts).toEqual(counts({ new: 3, unchanged: 27 }));
    expect(await total()).toBe(3);
  });
});

describe('a process that dies', () => {
  /** The same deps, whose call number `at` of a store and all behind it fail. */
  function dying(at: number): World {
    let calls = 0;
    const failing = <T extends object>(store: T): T =>
      new Proxy(store, {
        get(target, name) {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function' || name === 'copy') return method;
          return (...args: unknown[]) => {
            if (++calls > at) throw new Error('dead');
            return method.apply(target, args);
          };
        },
      });
    const { imports, candidates, touchpoints, vocabulary, audit } = deps;
    return {
      ...deps,
      imports: failing(imports),
      candidates: failing(candidates),
      touchpoints: failing(touchpoints),
      vocabulary: failing(vocabulary),
      audit: failing(audit),
    };
  }

  it.each(Array.from({ length: 45 }, (_, at) => at))(
    'after %i calls of the database: the counts are the same',
    async (at) => {
      deps.batchSize = 15;
      const text = broken().split('\n').slice(0, 61).join('\n');
      const id = await plan(text);
      await workOffImports(dying(at)).catch((error: Error) => expect(error.message).toBe('dead'));
      let now = deps.clock.now().getTime();
      deps = { ...deps, clock: { now: () => new Date(now) }, processId: 'two' };
      now += 120_000;
      await workOffImports(deps);
      expect(await deps.imports.byId(id)).toMatchObject({
        state: 'done',
        counts: counts({ new: 57, refused: 3 }),
      });
      expect(await total()).toBe(57);
      expect(await database.db().collection('import_refusals').countDocuments()).toBe(0);
    },
  );

  it('two processes never work on one import at once', async () => {
    deps.batchSize = 10;
    const id = await plan(linkedIn(100));
    await Promise.all([workOffImports(deps), workOffImports({ ...deps, processId: 'two' })]);
    expect(await deps.imports.byId(id)).toMatchObject({ state: 'done', counts: counts({ new: 100 }) });
  });
});

describe('what is no table', () => {
  it.each<[string, () => Promise<Buffer> | Buffer, RegExp]>([
    ['nothing', () => Buffer.alloc(0), /file is empty/],
    ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /picture/],
    ['a PDF', () => Buffer.from('%PDF-1.7\n…'), /PDF/],
    [
      'noise',
      () => Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7_919) % 256)),
      /neither a CSV nor/,
    ],
    ['a text without columns', () => Buffer.from('hello\nworld\n'), /no table/],
    ['a zip bomb', zipBomb, /far larger inside/],
    [
      'a broken workbook',
      () => Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(300, 7)]),
      /damaged/,
    ],
    [
      'a header of 1,000 columns',
      () => Buffer.from(`Name,Email${',x'.repeat(998)}\nAna,ana@example.com\n`),
      /1,000 columns/,
    ],
  ])('%s', async (_, content, problem) => {
    const one = await imported(await content());
    expect(one).toMatchObject({ state: 'failed', problem: expect.stringMatching(problem) });
    expect(await total()).toBe(0);
    expect(await deps.imports.byId(one._id)).toMatchObject({ copyId: null });
  });

  it('200 MB: refused before it is read', async () => {
    let isRead = false;
    deps.openFile = async () => ({
      size: 200_000_000,
      async stream() {
        isRead = true;
        return Readable.from([]);
      },
    });
    expect(await imported('x')).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('200 MB; 100 MB fit'),
    });
    expect(isRead).toBe(false);
  });
});

it('stops when somebody cancels it; what is in stays in', async () => {
  deps.batchSize = 10;
  const id = await plan(linkedIn(100));
  let batches = 0;
  const original = deps.erasedAmong;
  deps.erasedAmong = async (keys) => {
    if (++batches === 4) await cancelImport(deps, id, 'U0RILEY');
    return original(keys);
  };
  await workOffImports(deps);
  expect(await deps.imports.byId(id)).toMatchObject({ state: 'cancelled', counts: counts({ new: 30 }) });
  expect(await total()).toBe(30);
});
