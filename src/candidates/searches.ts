import type { Page } from './query/ask.ts';
import type { Sort } from './query/query.ts';
import { type Asker, type QueryDeps, searchPage } from './search.ts';
import type { Search, SearchStore } from './search-store.ts';

export interface SearchDeps extends QueryDeps {
  searches: SearchStore;
}

/** Results on a page (product.md section 3). */
export const PAGE = 10;

/** Hours for which the pages of a search can be turned. */
const KEPT_HOURS = 24;

/** One page of a search, with what its buttons need. */
export interface SearchPage extends Page {
  searchId: string;
  text: string;
  sort: Sort;
  /** From 0. */
  number: number;
}

/** Starts a search and answers its first page. The person's searches of yesterday are forgotten. */
export async function startSearch(deps: SearchDeps, text: string, asker: Asker): Promise<SearchPage> {
  const now = deps.clock.now();
  await deps.searches.forget(asker.id, new Date(now.getTime() - KEPT_HOURS * 3_600_000));
  const search = await deps.searches.add({ by: asker.id, text, starts: [null], at: now });
  return pageOf(deps, search, 0, asker);
}

/**
 * Another page of a search that this person started.
 * @returns null when the search is forgotten, or the page hasn't been reached yet
 */
export async function turnTo(
  deps: SearchDeps,
  searchId: string,
  number: number,
  asker: Asker,
): Promise<SearchPage | null> {
  const search = await deps.searches.byId(searchId);
  if (search?.by !== asker.id || search.starts[number] === undefined) return null;
  return pageOf(deps, search, number, asker);
}

/** A search that this person started; null when it is forgotten. */
export async function searchById(
  deps: Pick<SearchDeps, 'searches'>,
  searchId: string,
  userId: string,
): Promise<Search | null> {
  const search = await deps.searches.byId(searchId);
  return search?.by === userId ? search : null;
}

async function pageOf(deps: SearchDeps, search: Search, number: number, asker: Asker): Promise<SearchPage> {
  const page = await searchPage(deps, search.text, asker, search.starts[number] ?? null, PAGE);
  if (page.next) await deps.searches.setStart(search._id, number + 1, page.next);
  return { ...page, searchId: search._id, text: search.text, number };
}
