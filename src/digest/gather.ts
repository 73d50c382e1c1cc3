import { DateTime } from 'luxon';
import type { Candidate } from '#candidates/candidate.ts';
import { crossedDown } from '#candidates/going-cold.ts';
import { type Asker, type QueryDeps, searchPage } from '#candidates/search.ts';
import type { HomeSection } from '#home/home.ts';
import { DEFAULT_SETTINGS, type DigestSettings, type Part, type PartId } from './digest.ts';
import type { DigestStore } from './store.ts';

export interface DigestDeps extends QueryDeps {
  digests: DigestStore;
  /** Lines that other features tell in App Home already. */
  waiting: (userId: string) => Promise<HomeSection>;
  remindersDue: (userId: string, before: Date) => Promise<HomeSection['lines']>;
  poolsBelow: (userId: string) => Promise<HomeSection['lines']>;
  /** One line about somebody, with a button that opens the card. */
  lineOf: (candidate: Candidate, why: string) => HomeSection['lines'][number];
}

const DAY_MS = 86_400_000;
const SILENT_MONTHS = 6;

export async function settingsOf(deps: Pick<DigestDeps, 'digests'>, userId: string): Promise<DigestSettings> {
  return { _id: userId, ...DEFAULT_SETTINGS, ...(await deps.digests.settingsOf(userId)) };
}

/**
 * What somebody's day looks like: only parts that have something to tell. Each is a question to an index.
 * @param limit lines of each part
 */
export async function gather(
  deps: DigestDeps,
  asker: Asker,
  wanted: readonly PartId[],
  limit: number,
): Promise<Part[]> {
  const parts = await Promise.all(wanted.map((id) => gatherPart(deps, asker, id, limit)));
  return parts.filter(({ lines }) => lines.length > 0);
}

async function gatherPart(deps: DigestDeps, asker: Asker, id: PartId, limit: number): Promise<Part> {
  const now = deps.clock.now();
  const there = DateTime.fromJSDate(now, { zone: asker.timeZone });
  // Since the working day before: on a Monday the weekend counts, too.
  const since = new Date(now.getTime() - (there.weekday === 1 ? 3 : 1) * DAY_MS);
  // Whole days: an answer a moment before yesterday's digest is told again, and none falls between two.
  const sinceDay = there.minus({ days: there.weekday === 1 ? 3 : 1 }).toISODate();
  const told = (lines: HomeSection['lines']): Part => ({
    id,
    total: lines.length,
    lines: lines.slice(0, limit),
  });
  const asked = async (query: string, why: (candidate: Candidate) => string): Promise<Part> => {
    const { candidates, total } = await searchPage(deps, query, asker, null, limit);
    return { id, total, lines: candidates.map((one) => deps.lineOf(one, why(one))) };
  };
  switch (id) {
    case 'approvals':
      return told((await deps.waiting(asker.id)).lines);
    case 'answers':
      return asked(`owner:me answered:>${sinceDay} sort:recent`, ({ engagement }) =>
        engagement.lastAnswer?.sentiment ? `Answered, ${engagement.lastAnswer.sentiment}` : 'Answered',
      );
    case 'followUps':
      return told(await deps.remindersDue(asker.id, there.endOf('day').toJSDate()));
    case 'hot':
      return asked(`owner:me temp:hot engaged:>${sinceDay}`, () => 'Hot, and engaged with us lately');
    case 'cold': {
      const { candidates, total } = await crossedDown(deps, asker, since, limit);
      return {
        id,
        total,
        lines: candidates.map((one) => ({ ...deps.lineOf(one, 'Nothing has happened lately'), person: one })),
      };
    }
    case 'silent': {
      const day = (at: Date) =>
        DateTime.fromJSDate(at, { zone: asker.timeZone }).minus({ months: SILENT_MONTHS }).toISODate();
      return asked(
        `owner:me engaged:${day(since)}..${day(now)}`,
        () => 'Six months without a word of theirs',
      );
    }
    case 'pools':
      return told(await deps.poolsBelow(asker.id));
    case 'failures':
      return asked(`owner:me is:bounced contacted:>${sinceDay}`, () => 'The e-mail came back');
  }
}
