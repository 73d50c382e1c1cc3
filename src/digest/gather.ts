import { DateTime } from 'luxon';
import type { Candidate } from '#candidates/candidate.ts';
import { type Cooling, crossedDown, fellSilent } from '#candidates/going-cold.ts';
import type { Page, Position } from '#candidates/query/ask.ts';
import { type Asker, type QueryDeps, searchPage } from '#candidates/search.ts';
import {
  DEFAULT_SETTINGS,
  type DigestSettings,
  type Line,
  type Part,
  type PartId,
  type Range,
} from './digest.ts';
import type { DigestStore } from './store.ts';

/** Whose day it is. */
export interface Reader extends Asker {
  /** Everybody's, for a channel. */
  isTeam?: boolean;
}

/** What another feature tells, from one line on. @param userId null: of everybody */
type Told = (userId: string | null, range: Range) => Promise<{ lines: Line[]; total: number }>;

export interface DigestDeps extends QueryDeps {
  digests: DigestStore;
  waiting: Told;
  remindersDue: (userId: string, before: Date, range: Range) => ReturnType<Told>;
  poolsBelow: Told;
  referralsWaiting: Told;
  /** Messages of which it is unclear whether they arrived, or that could not be sent. */
  inDoubt: Told;
  /** How many of those who had gone cold came back, in words; null when nobody was re-engaged. */
  recovered: (userId: string | null) => Promise<string | null>;
  /** One line about somebody, with a button that opens the card. */
  lineOf: (candidate: Candidate, why: string) => Line;
}

/** Drafted at once: a batch holds no more (outreach/batch). */
const BATCHED = 50;
/** People who are passed over at a time on the way to a page. */
const STEP = 500;

/** Somebody's own settings over the defaults. */
export async function settingsOf(deps: Pick<DigestDeps, 'digests'>, userId: string): Promise<DigestSettings> {
  return { _id: userId, ...DEFAULT_SETTINGS, ...(await deps.digests.settingsOf(userId)) };
}

/**
 * What somebody's day looks like: only parts that have something to tell. Each is a question to an index.
 * @param range which lines of each part
 */
export async function gather(
  deps: DigestDeps,
  reader: Reader,
  wanted: readonly PartId[],
  range: Range,
): Promise<Part[]> {
  const parts = await Promise.all(wanted.map((id) => gatherPart(deps, reader, id, range)));
  return parts.filter(({ lines }) => lines.length > 0);
}

async function gatherPart(deps: DigestDeps, reader: Reader, id: PartId, range: Range): Promise<Part> {
  const there = DateTime.fromJSDate(deps.clock.now(), { zone: reader.timeZone });
  // Whole days: an answer a moment before yesterday's digest is told again, and none falls between two.
  const sinceDay = there.minus({ days: daysSince(there) }).toISODate();
  const userId = reader.isTeam ? null : reader.id;
  const mine = reader.isTeam ? '' : 'owner:me ';
  const told = async (answer: ReturnType<Told>): Promise<Part> => {
    const { lines, total } = await answer;
    return { id, total, lines, isMore: range.skip + lines.length < total };
  };
  const asked = async (query: string, why: (candidate: Candidate) => string): Promise<Part> => {
    const look = (after: Position | null, size: number) =>
      searchPage(deps, mine + query, reader, after, size);
    const { candidates, total, next } = await pageAt(look, range);
    const lines = candidates.map((one) => deps.lineOf(one, why(one)));
    return { id, total, lines, isMore: next !== null, next };
  };
  switch (id) {
    case 'approvals':
      return told(deps.waiting(userId, range));
    case 'answers':
      return asked(`answered:>${sinceDay} sort:recent`, ({ engagement }) =>
        engagement.lastAnswer?.sentiment ? `Answered, ${engagement.lastAnswer.sentiment}` : 'Answered',
      );
    case 'followUps':
      return told(deps.remindersDue(reader.id, there.endOf('day').toJSDate(), range));
    case 'hot':
      return asked(`temp:hot engaged:>${sinceDay}`, () => 'Hot, and engaged with us lately');
    case 'cold':
      return cooling(deps, reader, id, range, { look: crossedDown, why: 'Nothing has happened lately' });
    case 'silent':
      return cooling(deps, reader, id, range, {
        look: fellSilent,
        why: 'Six months without a word of theirs',
      });
    case 'pools':
      return told(deps.poolsBelow(userId, range));
    case 'referrals':
      return told(deps.referralsWaiting(userId, range));
    case 'failures':
      return both(
        range,
        (rest) => told(deps.inDoubt(userId, rest)),
        (rest) => gatherBounced(deps, reader, `${mine}is:bounced contacted:>${sinceDay}`, rest),
      );
  }
}

/** Since the working day before: on a Monday the weekend counts, too. */
function daysSince(there: DateTime): number {
  return there.weekday === 1 ? 3 : 1;
}

/** People who are offered to be written to, enrolled or snoozed: each by themselves, and all at once to be written to. */
async function cooling(
  deps: DigestDeps,
  reader: Reader,
  id: PartId,
  range: Range,
  { look, why }: { look: typeof crossedDown; why: string },
): Promise<Part> {
  const there = DateTime.fromJSDate(deps.clock.now(), { zone: reader.timeZone });
  const begun = there.minus({ days: daysSince(there) });
  const since = (id === 'silent' ? begun.startOf('day') : begun).toJSDate();
  const query = reader.isTeam ? '' : 'owner:me';
  const asked = (after: Position | null, limit: number) =>
    look(deps, reader, { query, since, after, limit } satisfies Cooling);
  const { candidates, total, next } = await pageAt(asked, {
    ...range,
    limit: Math.max(range.limit, BATCHED),
  });
  const shown = candidates.slice(0, range.limit);
  const last = shown.at(-1);
  const isMore = next !== null || candidates.length > shown.length;
  return {
    id,
    total,
    lines: shown.map((one) => ({ ...deps.lineOf(one, why), buttons: personButtons(one._id) })),
    isMore,
    next: isMore && last ? { value: last.engagement.heat, id: last._id } : null,
    people: candidates.slice(0, BATCHED),
    note: shown.length > 0 ? await deps.recovered(reader.isTeam ? null : reader.id) : null,
  };
}

function personButtons(value: string): NonNullable<Line['buttons']> {
  return [
    { text: 'Draft outreach', actionId: 'outreach_draft', value },
    { text: 'Enrol in sequence', actionId: 'nurture_enrol', value },
    { text: 'Snooze', actionId: 'candidate_snooze', value },
    { text: 'Open', actionId: 'candidate_open', value },
  ];
}

async function gatherBounced(deps: DigestDeps, reader: Reader, query: string, range: Range): Promise<Part> {
  const look = (after: Position | null, size: number) => searchPage(deps, query, reader, after, size);
  const { candidates, total, next } = await pageAt(look, range);
  const lines = candidates.map((one) => deps.lineOf(one, 'The e-mail came back'));
  return { id: 'failures', total, lines, isMore: next !== null, next };
}

/** One list behind the other. */
async function both(
  { skip, limit, after = null }: Range,
  one: (range: Range) => Promise<Part>,
  other: (range: Range) => Promise<Part>,
): Promise<Part> {
  const first = await one({ skip, limit });
  const before = first.total ?? 0;
  const rest = { skip: Math.max(0, skip - before), limit: Math.max(1, limit - first.lines.length), after };
  const second = await other(rest);
  const isRoom = first.lines.length < limit;
  return {
    ...first,
    total: first.total === null || second.total === null ? null : first.total + second.total,
    lines: isRoom ? [...first.lines, ...second.lines] : first.lines,
    next: isRoom ? (second.next ?? null) : null,
    isMore: first.isMore || second.isMore || (!isRoom && second.lines.length > 0),
  };
}

/** The page that begins behind so many people; lists are walked, so that none is too long. */
async function pageAt(
  look: (after: Position | null, size: number) => Promise<Page>,
  { skip, limit, after: known = null }: Range,
): Promise<Page> {
  if (known) return look(known, limit);
  let after: Position | null = null;
  let total: Page['total'] | undefined;
  for (let left = skip; left > 0; ) {
    const passed = await look(after, Math.min(left, STEP));
    total ??= passed.total;
    left -= passed.candidates.length;
    after = passed.next;
    if (after === null) return { candidates: [], total: total ?? null, next: null };
  }
  const page = await look(after, limit);
  return { ...page, total: total === undefined ? page.total : total };
}
