import type { KnownBlock } from '@slack/types';
import { actions, button, context, header, section } from '#platform/slack/blocks.ts';
import type { Message } from '#platform/slack/surface.ts';
import { LINES } from '../daily.ts';
import { type Behind, type Line, PARTS, type Part, type PartId, type Range } from '../digest.ts';

/** Slack shows fifty; a digest keeps to 45. */
const MOST_BLOCKS = 45;
/** Totals are counted so far (candidates/query/ask.ts). */
const MOST_COUNTED = 1_000;
/** Lines of a page of Show all; each of these parts takes two blocks a line. */
const PAGE = 40;
const PAGE_OF_PEOPLE = 20;
const TALL: readonly PartId[] = ['cold', 'silent', 'followUps', 'failures'];

/** Which page of which list a button shows: `cold`, `cold:40`, `team:cold:40`, `cold:40:n476.25:65f0…`. */
export interface Place {
  id: PartId;
  skip: number;
  isTeam: boolean;
  /** Behind whom it begins. */
  after: Behind | null;
}

const PLACE = /^(team:)?([a-zA-Z]+)(?::(\d{1,7}))?(?::([nd])(-?[\d.e+-]{1,30}):([0-9a-f]{24}))?$/;

/** Reads a button's value; null for one that isn't ours. */
export function readPlace(value: string | null): Place | null {
  const [, team, id = '', skip = '0', kind, at, who] = PLACE.exec(value ?? '') ?? [];
  if (!Object.hasOwn(PARTS, id) || Number.isNaN(Number(at ?? 0))) return null;
  const after =
    who === undefined ? null : { value: kind === 'd' ? new Date(Number(at)) : Number(at), id: who };
  return { id: id as PartId, skip: Number(skip), isTeam: team !== undefined, after };
}

/**
 * As a button carries it: `PART`, `team:PART:SKIP`, or with the last line shown, `PART:SKIP:d1795…:ID` (a date) and
 * `…:n8.2:ID` (a number).
 */
export function writePlace({ id, skip, isTeam, after }: Place): string {
  const { value } = after ?? {};
  const at = value instanceof Date ? `d${value.getTime()}` : typeof value === 'number' ? `n${value}` : null;
  const from = after && at ? `:${skip}:${at}:${after.id}` : skip > 0 ? `:${skip}` : '';
  return `${isTeam ? 'team:' : ''}${id}${from}`;
}

/** The lines of a page of **Show all**. */
export function rangeOf({ id, skip, after }: Place): Range {
  return { skip, limit: TALL.includes(id) ? PAGE_OF_PEOPLE : PAGE, after };
}

/** At most 45 blocks: with much in every part, each shows fewer lines. */
export function digestMessage(parts: readonly Part[], isTeam = false): Message {
  const text = isTeam ? 'The team’s day' : 'Your day';
  const message = (most: number): KnownBlock[] => [
    header(text),
    ...parts.flatMap((part, index) =>
      partBlocks(part, most, isTeam, parts.findIndex(({ note }) => note) === index),
    ),
    context(
      isTeam
        ? 'Only recruiters can use the buttons. `/digest` is yours alone.'
        : '`/digest settings` says when you want this, and what.',
    ),
  ];
  const blocks = Array.from({ length: LINES }, (_, index) => message(LINES - index));
  return { text, blocks: blocks.find(({ length }) => length <= MOST_BLOCKS) ?? blocks.at(-1) ?? [] };
}

/** A page of one part, with **Previous** and **Next**. */
export function partMessage(part: Part, place: Place): Message {
  const { id, skip, isTeam } = place;
  const { limit } = rangeOf(place);
  const turns = [
    ...(skip > 0
      ? [
          button(
            'Previous',
            'digest_page_previous',
            writePlace({ ...place, skip: Math.max(0, skip - limit), after: null }),
          ),
        ]
      : []),
    ...(part.isMore
      ? [
          button(
            'Next',
            'digest_page_next',
            writePlace({ ...place, skip: skip + limit, after: part.next ?? null }),
          ),
        ]
      : []),
  ];
  return {
    text: PARTS[id],
    blocks: [
      header(PARTS[id]),
      context(
        [`${skip + 1} to ${skip + part.lines.length} of ${countInWords(part.total)}`, part.note ?? '']
          .filter(Boolean)
          .join('. '),
      ),
      ...part.lines.flatMap((line, index) => lineBlocks(line, `${id}_${index}`)),
      ...(isTeam ? [] : batchBlocks({ ...part, people: (part.people ?? []).slice(0, limit) })),
      ...(turns.length > 0 ? [actions('digest_turns', turns)] : []),
    ],
  };
}

function partBlocks(part: Part, most: number, isTeam: boolean, hasNote: boolean): KnownBlock[] {
  const { id, total, lines, isMore, note } = part;
  const shown = lines.slice(0, most);
  const place = writePlace({ id, skip: 0, isTeam, after: null });
  return [
    section(
      `*${isTeam && id === 'approvals' ? 'Messages that wait' : PARTS[id]}* (${countInWords(total)})`,
      isMore || shown.length < lines.length ? button('Show all', 'digest_show', place) : undefined,
    ),
    ...(hasNote && note ? [context(note)] : []),
    ...shown.flatMap((line, index) => lineBlocks(line, `${id}_${index}`)),
    ...(isTeam ? [] : batchBlocks(part)),
  ];
}

/** One click drafts to everybody who is listed; the button carries their ids, so that it means the same people tomorrow. */
function batchBlocks({ id, people = [], isMore }: Part): KnownBlock[] {
  if (people.length < 2) return [];
  const ids = people.map(({ _id }) => _id).join();
  const who = isMore ? `these ${people.length}` : `all ${people.length}`;
  return [actions(`draft_${id}`, [button(`Draft outreach to ${who}`, 'outreach_people', ids, 'primary')])];
}

function countInWords(total: number | null): string {
  if (total === null) return 'many';
  return total === MOST_COUNTED + 1
    ? `more than ${MOST_COUNTED.toLocaleString('en')}`
    : total.toLocaleString('en');
}

function lineBlocks({ text, button: one, buttons }: Line, blockId: string): KnownBlock[] {
  if (!buttons) return [section(text, one && button(one.text, one.actionId, one.value))];
  return [
    section(text),
    actions(
      `line_${blockId}`,
      buttons.map((each) => button(each.text, each.actionId, each.value)),
    ),
  ];
}
