import { DateTime } from 'luxon';
import { type CaptureDeps, capture } from '#candidates/capture.ts';
import { candidateById, whoIs } from '#candidates/find.ts';
import { readProfile } from '#candidates/profile.ts';
import { EMPTY_FORM } from '#candidates/slack/form.ts';
import { personChoice } from '#candidates/slack/person-choice.ts';
import { button, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  ActionRequest,
  Choice,
  CommandRequest,
  CommandWord,
  OptionsRequest,
  Surface,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import { type AttendDeps, checkIn, influenceOf, putOnList } from '../attend.ts';
import type { AttendanceState, Event } from '../event.ts';
import { createEvent, deleteEvent, editEvent, eventNamed, nearestEvent } from '../keep.ts';
import {
  ATTENDEE_MODAL,
  attendeeModal,
  EVENT_MODAL,
  eventModal,
  PEOPLE_SELECT,
  readEventForm,
} from './modals.ts';
import { dayText, eventMessage, PAGE } from './page.ts';

export interface EventSlackDeps extends AttendDeps, CaptureDeps {
  sequenceNames: () => Promise<{ id: string; name: string }[]>;
}

const NEED = 'events';
const GONE = 'This event is not there any more.';
const LISTED = 40;
const CHOICES = 20;

const HELP = [
  '`/candidate events` lists the events, `/candidate events NAME` shows one with its list',
  '`/candidate events new` makes one; attendees are imported from a file or added by hand',
].join('\n');

/** Events, their lists, and checking in. */
export function register(surface: Surface, deps: EventSlackDeps): void {
  surface.view(EVENT_MODAL, NEED, (request) => submitEvent(deps, request));
  surface.view(ATTENDEE_MODAL, NEED, (request) => submitAttendees(deps, request));
  surface.options(PEOPLE_SELECT, NEED, (request) => people(deps, request));
  surface.action('event_open', NEED, (request) =>
    withEvent(deps, request, async (event) => request.reply(await pageOf(deps, event, 0))),
  );
  surface.action('event_edit', NEED, (request) =>
    withEvent(deps, request, (event) => openModal(deps, request, event)),
  );
  surface.action('event_new', NEED, (request) => openModal(deps, request, null));
  surface.action('event_add', NEED, (request) =>
    withEvent(deps, request, async (event) => void (await request.openModal(attendeeModal(event)))),
  );
  surface.action('event_delete', NEED, (request) =>
    withEvent(deps, request, async (event) => {
      const deleted = await deleteEvent(deps, event, request.actor.id);
      if (deleted) await request.replaceMessage({ text: `*${escapeMrkdwn(event.name)}* is deleted.` });
      else await request.reply({ text: 'Somebody else has changed this event: open it again.' });
    }),
  );
  surface.action(/^event_page_(?:previous|next)$/, NEED, async (request) => {
    const [id = '', page = ''] = (request.value ?? '').split(':');
    const event = await deps.events.byId(id);
    if (!event) return request.reply({ text: GONE });
    await request.replaceMessage(await pageOf(deps, event, Math.max(0, Math.trunc(Number(page)) || 0)));
  });
  surface.action('event_attended', NEED, (request) => check(deps, request, 'attended'));
  surface.action('event_absent', NEED, (request) => check(deps, request, 'absent'));
  surface.action('event_undo', NEED, (request) => check(deps, request, 'registered'));
}

/** `/candidate events`. */
export function eventsWord(deps: EventSlackDeps): CommandWord {
  return {
    help: '`/candidate events` lists events with their attendees, `/candidate events new` makes one',
    need: NEED,
    run: (request, rest) => eventsCommand(deps, request, rest.trim()),
  };
}

async function eventsCommand(deps: EventSlackDeps, request: CommandRequest, rest: string): Promise<void> {
  if (rest.toLowerCase() === 'help') return request.reply({ text: HELP });
  if (rest.toLowerCase() === 'new') return openModal(deps, request, null);
  if (rest !== '') {
    const event = await eventNamed(deps, rest);
    if (event) return request.reply(await pageOf(deps, event, 0));
    const near = await nearestEvent(deps, rest);
    const hint = near ? ` Did you mean \`/candidate events ${escapeMrkdwn(near)}\`?` : '';
    return request.reply({
      text: `There is no event “${escapeMrkdwn(rest.slice(0, 100))}”.${hint}\n${HELP}`,
    });
  }
  const all = await deps.events.all(LISTED);
  if (all.length === 0)
    return request.reply({
      text: 'There is no event yet.',
      blocks: [section(`There is no event yet.\n${HELP}`, button('New event', 'event_new', 'new'))],
    });
  const lines = await Promise.all(
    all.map(async (event) => {
      const { registered, attended, absent } = await deps.events.counts(event._id);
      return section(
        `*${escapeMrkdwn(event.name)}*, ${dayText(event)}\n${registered + attended + absent} on the list, ${attended} attended`,
        button('Open', 'event_open', event._id),
      );
    }),
  );
  await request.reply({
    text: 'Events',
    blocks: [section('*Events*', button('New event', 'event_new', 'new')), ...lines],
  });
}

async function pageOf(deps: EventSlackDeps, event: Event, number: number) {
  const [counts, influence, list, sequences, pool] = await Promise.all([
    deps.events.counts(event._id),
    influenceOf(deps, event),
    deps.events.page(event._id, number * PAGE, PAGE),
    deps.sequenceNames(),
    event.pool === null ? null : deps.pools.byId(event.pool),
  ]);
  const people = await Promise.all(
    list.map(async (attendance) => ({
      attendance,
      candidate: await candidateById(deps, attendance.candidateId),
    })),
  );
  return eventMessage({
    event,
    counts,
    influence,
    pool: pool?.name ?? null,
    sequence: sequences.find(({ id }) => id === event.sequence)?.name ?? null,
    number,
    people: people.flatMap(({ attendance, candidate }) => (candidate ? [{ attendance, candidate }] : [])),
  });
}

async function withEvent(
  deps: EventSlackDeps,
  request: ActionRequest,
  act: (event: Event) => Promise<void>,
): Promise<void> {
  const event = await deps.events.byId(request.value ?? '');
  if (event) await act(event);
  else await request.reply({ text: GONE });
}

async function openModal(
  deps: EventSlackDeps,
  request: CommandRequest | ActionRequest,
  event: Event | null,
): Promise<void> {
  const [sequences, pool] = await Promise.all([
    deps.sequenceNames(),
    event?.pool ? deps.pools.byId(event.pool) : null,
  ]);
  const today = DateTime.fromJSDate(deps.clock.now(), { zone: request.actor.timeZone }).toISODate() ?? '';
  await request.openModal(eventModal(event, { sequences, pool: pool?.name ?? null, today }));
}

async function submitEvent(deps: EventSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { actor, deliveryId } = request;
  const form = readEventForm(request.values);
  const pool = form.pool === null ? null : await deps.pools.byId(form.pool);
  if (form.pool !== null && pool?.query !== null)
    return { errors: { pool: 'Please pick a pool that is filled by hand.' } };
  const [id, revision] = request.metadata.split(' ');
  const existing = id ? await deps.events.byId(id) : null;
  if (id && !existing) return { errors: { name: GONE } };
  const saved = existing
    ? await editEvent(deps, { ...existing, revision: Number(revision) }, form, actor.id)
    : await createEvent(deps, form, { by: actor.id, timeZone: actor.timeZone, deliveryId });
  if ('errors' in saved) return saved;
  return { close: true, after: () => post(deps, request, saved) };
}

async function post(deps: EventSlackDeps, request: ViewRequest, event: Event): Promise<void> {
  const { text, blocks = [] } = await pageOf(deps, event, 0);
  await request.client.chat.postMessage({ channel: request.actor.id, text, blocks });
}

async function check(deps: EventSlackDeps, request: ActionRequest, state: AttendanceState): Promise<void> {
  const [eventId = '', candidateId = '', page = ''] = (request.value ?? '').split(':');
  const event = await deps.events.byId(eventId);
  if (!event) return request.reply({ text: GONE });
  const checked = await checkIn(deps, eventId, candidateId, { state, by: request.actor.id });
  if (!checked)
    await request.reply({
      text: 'It stands as you see it now: somebody else was quicker, or it is settled.',
    });
  await request.replaceMessage(await pageOf(deps, event, Math.max(0, Math.trunc(Number(page)) || 0)));
}

async function people(deps: EventSlackDeps, { query }: OptionsRequest): Promise<Choice[]> {
  return (await whoIs(deps, query, CHOICES)).map(personChoice);
}

async function submitAttendees(deps: EventSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { values, actor } = request;
  const event = await deps.events.byId(request.metadata);
  if (!event) return { errors: { people: GONE } };
  const text = (id: string) => (typeof values[id] === 'string' ? values[id].trim() : '');
  const ids = Array.isArray(values['people']) ? [...values['people']] : [];
  if ([text('name'), text('email'), text('link')].some((one) => one !== '')) {
    const added = await addNew(deps, event, actor.id, {
      name: text('name'),
      email: text('email'),
      link: text('link'),
    });
    if ('errors' in added) return added;
    ids.push(added.id);
  }
  if (ids.length === 0) return { errors: { people: 'Please pick somebody, or name somebody new.' } };
  const state = values['state'] === 'attended' ? 'attended' : 'registered';
  await putOnList(deps, event, ids, { by: actor.id, state });
  return { close: true, after: () => post(deps, request, event) };
}

/** Somebody who isn't known comes to us by this event; whoever is known stays as they are. */
async function addNew(
  deps: EventSlackDeps,
  event: Event,
  by: string,
  typed: { name: string; email: string; link: string },
): Promise<{ id: string } | { errors: Record<string, string> }> {
  const read = readProfile({ ...EMPTY_FORM, ...typed });
  if ('errors' in read) return { errors: read.errors };
  const captured = await capture(deps, {
    profile: { ...read.profile, source: 'Event', sourceDetail: event.name },
    by,
    surface: 'modal Add attendees',
  });
  if (captured.outcome === 'erased')
    return { errors: { name: 'This person has asked not to be kept here.' } };
  const candidate = captured.outcome === 'added' ? captured.candidate : captured.candidates[0];
  return candidate ? { id: candidate._id } : { errors: { name: 'This person could not be added.' } };
}
