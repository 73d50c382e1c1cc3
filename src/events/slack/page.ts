import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import { DateTime } from 'luxon';
import type { Candidate } from '#candidates/candidate.ts';
import { actions, button, context, fields, header, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import { ATTENDANCE_STATES, type Attendance, type AttendanceState, type Event } from '../event.ts';

/** People of a list on one page; each takes two blocks. */
export const PAGE = 15;

export interface EventPage {
  event: Event;
  counts: Record<AttendanceState, number>;
  influence: { looked: number; answered: number; hired: number };
  /** Names, or null where there is none any more. */
  pool: string | null;
  sequence: string | null;
  /** From 0. */
  number: number;
  people: { attendance: Attendance; candidate: Candidate }[];
}

/** The page of an event: its list with buttons to check in. */
export function eventMessage(page: EventPage): Message {
  const { event, counts, influence, pool, sequence } = page;
  const facts = [
    dayText(event),
    event.place ? escapeMrkdwn(event.place) : null,
    event.tags.length > 0 ? event.tags.map((tag) => `#${escapeMrkdwn(tag)}`).join(' ') : null,
    pool ? `into the pool ${escapeMrkdwn(pool)}` : null,
    sequence ? `then the sequence ${escapeMrkdwn(sequence)}` : null,
  ].filter((one) => one !== null);
  const { looked, answered, hired } = influence;
  return {
    text: escapeMrkdwn(event.name),
    blocks: [
      header(event.name),
      context(facts.join(' · ')),
      fields(
        `*On the list*\n${(counts.registered + counts.attended + counts.absent).toLocaleString('en')}`,
        `*Attended*\n${counts.attended.toLocaleString('en')}`,
        `*Not there*\n${counts.absent.toLocaleString('en')}`,
        `*Since then*\n${looked === 0 ? 'nobody attended yet' : `${answered} of ${looked} answered, ${hired} hired`}`,
      ),
      ...listBlocks(page),
      actions(`event_${event._id}`, buttons(page)),
    ],
  };
}

/** `Mon 23 Nov 2026`. */
export function dayText({ day }: Event): string {
  return DateTime.fromISO(day, { zone: 'utc' }).setLocale('en').toFormat('ccc d LLL yyyy');
}

function listBlocks({ event, people, number }: EventPage): KnownBlock[] {
  if (people.length === 0)
    return [section(number === 0 ? 'Nobody is on the list yet.' : 'The list ends before this page.')];
  return people.flatMap(({ attendance, candidate }) => [
    section(
      `*${escapeMrkdwn(candidate.name)}*${candidate.company ? ` · ${escapeMrkdwn(candidate.company)}` : ''}\n${stateText(attendance)}`,
      button('Open', 'candidate_open', candidate._id),
    ),
    ...(attendance.settled
      ? []
      : [actions(`attendee_${attendance._id}`, checkButtons(event, attendance, number))]),
  ]);
}

function stateText({ state, settled, followUp }: Attendance): string {
  const followed = followUp
    ? followUp.result === 'enrolled'
      ? ', enrolled'
      : `, not enrolled: ${escapeMrkdwn(followUp.result)}`
    : '';
  return state === 'attended' && !settled
    ? 'Attended (can be taken back for ten minutes)'
    : `${ATTENDANCE_STATES[state]}${followed}`;
}

function checkButtons(event: Event, { state, candidateId }: Attendance, page: number): ActionsBlockElement[] {
  const value = `${event._id}:${candidateId}:${page}`;
  if (state !== 'registered') return [button('Undo', 'event_undo', value)];
  return [button('Attended', 'event_attended', value, 'primary'), button('Not there', 'event_absent', value)];
}

function buttons({ event, counts, number }: EventPage): ActionsBlockElement[] {
  const all = counts.registered + counts.attended + counts.absent;
  const to = (page: number) => `${event._id}:${page}`;
  return [
    ...(number > 0 ? [button('Previous', 'event_page_previous', to(number - 1))] : []),
    ...((number + 1) * PAGE < all ? [button('Next', 'event_page_next', to(number + 1))] : []),
    button('Add attendees', 'event_add', event._id),
    button('Import attendees', 'import_event', event._id),
    button('Edit', 'event_edit', event._id),
    {
      ...button('Delete', 'event_delete', event._id, 'danger'),
      confirm: {
        title: { type: 'plain_text', text: 'Delete this event?' },
        text: { type: 'plain_text', text: 'Who attended keeps it in their history; the list goes.' },
        confirm: { type: 'plain_text', text: 'Delete' },
        deny: { type: 'plain_text', text: 'Keep it' },
      },
    },
  ];
}
