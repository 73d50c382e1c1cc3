import { type Asker, type QueryDeps, searchPage } from '#candidates/search.ts';
import { type TagDeps, tagsUsedOnce } from '#candidates/tags-once.ts';

export type FindingDeps = QueryDeps & TagDeps;

/** Something about the data that wants a look: product.md section 5. */
export interface Finding {
  /** What it is, in words. */
  text: string;
  /** The query that shows whom it is about. */
  query: string;
  /** Counted up to 1,000; null when that took too long. */
  total: number | null;
  /** Names of the first few. */
  names: string[];
}

const NAMED = 3;
const TAGS = 10;

/** Queries of a week's look, by what they find; `me` is who is told. */
const LOOKS: { text: string; query: string; need: 'recruiter' | 'admin' }[] = [
  { text: 'have an e-mail address that doesn’t work', query: 'owner:me is:bounced', need: 'recruiter' },
  {
    text: 'have heard nothing from us, nor we from them, for 18 months',
    query: 'owner:me added:>18mo -engaged:<18mo -contacted:<18mo',
    need: 'recruiter',
  },
  { text: 'are hot, and nobody looks after them', query: 'temp:hot is:unowned', need: 'admin' },
];

/** What wants a look by somebody; nothing when all is well. */
export async function findingsFor(deps: FindingDeps, asker: Asker, isAdmin: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { text, query, need } of LOOKS) {
    if (need === 'admin' && !isAdmin) continue;
    const { candidates, total } = await searchPage(deps, query, asker, null, NAMED);
    if (candidates.length > 0)
      findings.push({ text, query, total, names: candidates.map(({ name }) => name) });
  }
  const tags = isAdmin ? await tagsUsedOnce(deps, TAGS) : [];
  if (tags.length > 0)
    findings.push({
      text: 'are the only ones with their tag: is it another one, mistyped?',
      query: `tag:${tags.map((tag) => `"${tag}"`).join(',')}`,
      total: tags.length,
      names: tags.map((tag) => `#${tag}`).slice(0, NAMED),
    });
  return findings;
}
