import { describe, expect, it } from 'vitest';
import { workOffImports } from '../../src/imports/run.ts';
import { GREENHOUSE, linkedIn, utf16, xlsx } from './files.ts';
import { counts, importWorld } from './world.ts';

const t = importWorld();

describe('known exports', () => {
  it('LinkedIn connections, with their preamble', async () => {
    const one = await t.imported(linkedIn(50), { tags: ['network'], owner: 'U0RILEY' });
    expect(one).toMatchObject({
      state: 'done',
      counts: counts({ new: 50 }),
      table: { format: 'LinkedIn connections' },
    });
    const [person] = await t.find('person3@example.com');
    expect(person).toMatchObject({
      name: 'Person3 Tester',
      emails: ['person3@example.com'],
      company: 'Company 3, Inc.',
      headline: 'Engineer 3',
      tags: ['network'],
      owner: 'U0RILEY',
      source: { kind: 'Import' },
    });
    expect(await t.deps.touchpoints.all([person?._id ?? ''])).toMatchObject([
      { note: 'Connected on LinkedIn', at: new Date('2024-03-04T00:00:00Z'), pending: false },
    ]);
  });

  it('Greenhouse: applications are touchpoints, a row without a way to reach anybody is refused', async () => {
    const one = await t.imported(GREENHOUSE, { source: 'Past applicant' });
    expect(one).toMatchObject({
      state: 'done',
      counts: counts({ new: 2, refused: 1 }),
      table: { format: 'Greenhouse' },
    });
    const [ana] = await t.find('ana@example.com');
    expect(ana).toMatchObject({
      phones: ['+15125550111'],
      tags: ['python', 'austin'],
      source: { detail: 'Referral' },
    });
    expect(ana?.engagement.lastEngagedAt).toEqual(new Date('2026-03-04T00:00:00Z'));
    expect((await t.find('bob@example.com'))[0]?.emails).toEqual(['bob@example.com', 'bob@work.example']);
    expect(t.refused).toMatchObject([{ row: 4, reason: expect.stringContaining('one is enough') }]);
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
    expect(await t.imported(text)).toMatchObject({
      state: 'done',
      counts: counts({ new: 1 }),
      table: { format },
    });
    expect((await t.find('ana@example.com'))[0]?.name).toBe('Ana Lee');
  });
});

describe('any other file', () => {
  it('waits for a person who says what the columns mean, with a guess at each', async () => {
    const one = await t.imported(utf16());
    expect(one).toMatchObject({
      state: 'mapping',
      lease: null,
      table: {
        header: ['Vorname', 'Nachname', 'E-Mail', 'Firma', 'Notiz'],
        mapping: ['firstName', 'lastName', 'email', 'company', 'note'],
        style: { encoding: 'utf-16le', delimiter: ';' },
      },
    });
    expect(await t.deps.imports.mapped(one._id, one.table?.mapping ?? [])).toBe(true);
    await workOffImports(t.deps);
    expect(await t.deps.imports.byId(one._id)).toMatchObject({ state: 'done', counts: counts({ new: 2 }) });
    const [person] = await t.find('juergen@example.de');
    expect(person).toMatchObject({ name: 'Jürgen Groß', company: 'Müller; Söhne' });
    expect((await t.deps.touchpoints.all([person?._id ?? '']))[0]?.note).toBe('Sagt:\r\n"gern später"');
  });

  it('Excel, with dates and empty cells', async () => {
    const file = await xlsx([
      ['Candidate ID', 'First Name', 'Last Name', 'Email', 'Applied On', 'Company'],
      [1, 'Ana', 'Lee', 'ana@example.com', new Date('2026-02-03T00:00:00Z'), ''],
      [2, 'Bob', 'Ray & Sons', 'bob@example.com', '', 'Acme <3'],
    ]);
    expect(await t.imported(file)).toMatchObject({ state: 'done', counts: counts({ new: 2 }) });
    expect((await t.find('ana@example.com'))[0]?.engagement.lastEngagedAt).toEqual(
      new Date('2026-02-03T00:00:00Z'),
    );
    expect((await t.find('bob@example.com'))[0]).toMatchObject({
      name: 'Bob Ray & Sons',
      company: 'Acme <3',
    });
  });
});
