import { setImmediate } from 'node:timers/promises';
import { type AuditDeps, recordAudit } from '#audit/record.ts';
import type { Candidate } from '#candidates/candidate.ts';
import { type Asker, type QueryDeps, searchPage } from '#candidates/search.ts';
import { type Temperature, temperatureAt } from '#engagement/temperature.ts';
import { csvFile } from './table.ts';

export type ExportDeps = QueryDeps & AuditDeps;

/** People in one file at most. */
export const MOST_EXPORTED = 50_000;
const AT_ONCE = 500;

type Column = [name: string, cell: (candidate: Candidate, temperature: Temperature) => string];
const day = (at: Date | null) => at?.toISOString().slice(0, 10) ?? '';
const COLUMNS: Column[] = [
  ['Full name', ({ name }) => name],
  ['E-mail', ({ emails }) => emails.join(', ')],
  ['Phone', ({ phones }) => phones.join(', ')],
  ['Profile link', ({ links }) => links.join(', ')],
  ['Headline', ({ headline }) => headline ?? ''],
  ['Company', ({ company }) => company ?? ''],
  ['Location', ({ location }) => location ?? ''],
  ['Seniority', ({ seniority }) => seniority ?? ''],
  ['Skills', ({ skills }) => skills.join(', ')],
  ['Interested in', ({ interests }) => interests.map(({ what, at }) => `${what} (${day(at)})`).join(', ')],
  ['Tags', ({ tags }) => tags.join(', ')],
  ['Source', ({ source }) => source.kind],
  ['Source detail', ({ source }) => source.detail ?? ''],
  ['Stage', ({ stage }) => stage],
  ['Temperature', (_, temperature) => temperature],
  ['Last contacted', ({ engagement }) => day(engagement.lastContactedAt)],
  ['Last engaged', ({ engagement }) => day(engagement.lastEngagedAt)],
  ['May not be written to', ({ suppressions }) => suppressions.map(({ reason }) => reason).join(', ')],
  ['Added', ({ createdAt }) => day(createdAt)],
];

/**
 * Everybody of a query as a CSV. It is written into the audit log who has taken how many with them.
 * @returns the file, how many people are in it, and whether there are more
 * @throws PersonError for a query that makes no sense
 */
export async function exportPeople(
  deps: ExportDeps,
  query: string,
  asker: Asker,
): Promise<{ content: Buffer; people: number; isCut: boolean }> {
  const now = deps.clock.now();
  const rows: string[][] = [];
  let after = null;
  do {
    const page = await searchPage(deps, query, asker, after, Math.min(AT_ONCE, MOST_EXPORTED - rows.length));
    for (const candidate of page.candidates) {
      const temperature = temperatureAt(candidate.engagement.heat, now, deps.temperature);
      rows.push(COLUMNS.map(([, cell]) => cell(candidate, temperature)));
    }
    after = page.next;
    await setImmediate();
  } while (after !== null && rows.length < MOST_EXPORTED);
  const content = csvFile(
    COLUMNS.map(([name]) => name),
    rows,
  );
  await recordAudit(deps, {
    by: asker.id,
    action: 'candidates exported',
    subject: 'candidates',
    before: null,
    after: { query, people: rows.length },
    surface: 'slack',
  });
  return { content, people: rows.length, isCut: after !== null };
}
