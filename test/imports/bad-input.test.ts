import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { capturing } from '../candidates/world.ts';
import { broken, zipBomb } from './files.ts';
import { counts, importWorld } from './world.ts';

const t = importWorld();

describe('bad rows', () => {
  it('cost themselves and nobody else, and each says why', async () => {
    const one = await t.imported(broken());
    expect(one).toMatchObject({ state: 'done', counts: counts({ new: 190, refused: 10 }) });
    const reasons = t.refused.map(({ reason }) => reason);
    for (const part of [
      'is no e-mail address',
      'one is enough',
      'say who it is',
      'is in the future',
      'quotation mark',
      '1,005 columns',
    ])
      expect(reasons.join('\n')).toContain(part);
    expect(t.refused.map(({ row }) => row)).toEqual(Array.from({ length: 10 }, (_, i) => i * 20 + 9));
  });

  it('e-mails with spaces around them are good, a phone without country code goes into the note', async () => {
    await t.imported(
      'Candidate Name,Primary Email Address,Phone\n  Ana   Lee  ,  ana@example.com ,(512) 555-0100\n',
    );
    const [ana] = await t.find('ana@example.com');
    expect(ana).toMatchObject({ name: 'Ana Lee', phones: [] });
    expect((await t.deps.touchpoints.all([ana?._id ?? '']))[0]?.note).toBe(
      'Phone as imported: (512) 555-0100',
    );
  });

  it('of somebody who was erased, or of two people at once', async () => {
    t.erased.add('email:gone@example.com');
    await capture(t.deps, capturing({ email: 'one@example.com' }));
    await capture(t.deps, capturing({ email: 'two@example.com' }));
    const one = await t.imported(
      'Candidate Name,Primary Email Address\nGone,gone@example.com\nBoth,"one@example.com, two@example.com"\n',
    );
    expect(one.counts).toEqual(counts({ refused: 2 }));
    expect(t.refused.map(({ reason }) => reason)).toEqual([
      'This person was erased on request and is not brought back.',
      expect.stringContaining('two different people'),
    ]);
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
    const one = await t.imported(await content());
    expect(one).toMatchObject({ state: 'failed', problem: expect.stringMatching(problem) });
    expect(await t.total()).toBe(0);
    expect(await t.deps.imports.byId(one._id)).toMatchObject({ copyId: null });
  });

  it('200 MB: refused before it is read', async () => {
    let isRead = false;
    t.deps.openFile = async () => ({
      size: 200_000_000,
      async stream() {
        isRead = true;
        return Readable.from([]);
      },
    });
    expect(await t.imported('x')).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('200 MB; 100 MB fit'),
    });
    expect(isRead).toBe(false);
  });
});
