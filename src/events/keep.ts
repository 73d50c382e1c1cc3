import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { type AuditDeps, recordAudit } from '#audit/record.ts';
import { canonicalWords } from '#candidates/vocabulary.ts';
import { nearestKey } from '#platform/nearest.ts';
import { type Event, eventKey, MOST_NAME } from './event.ts';
import type { EventStore } from './store.ts';

export interface EventDeps extends AuditDeps {
  events: EventStore;
}

/** What stands in an event's form. */
export type EventForm = Pick<Event, 'name' | 'day' | 'place' | 'tags' | 'pool' | 'sequence'>;
/** What is wrong with a form, by field. */
export type EventErrors = Partial<Record<keyof EventForm, string>>;

const TAKEN = 'There is an event of this name already.';
const LISTED = 200;
/** Words that mean something else behind `/candidate events`. */
const WORDS = ['new', 'help'];

/** @returns the event, or what is wrong by field; the same submission twice makes one */
export async function createEvent(
  deps: EventDeps,
  form: EventForm,
  asked: { by: string; timeZone: string; deliveryId: string },
): Promise<Event | { errors: EventErrors }> {
  const errors = checkForm(form);
  if (errors) return { errors };
  const event: Event = {
    _id: createHash('sha256').update(`event:${asked.deliveryId}`).digest('hex').slice(0, 24),
    ...tidy(form),
    key: eventKey(form.name),
    timeZone: asked.timeZone,
    by: asked.by,
    revision: 0,
    createdAt: deps.clock.now(),
    deletedAt: null,
  };
  if (!(await deps.events.insert(event))) return { errors: { name: TAKEN } };
  await audit(deps, event._id, asked.by, 'event created', null, tidy(form));
  return event;
}

/** @param event as it was shown */
export async function editEvent(
  deps: EventDeps,
  event: Event,
  form: EventForm,
  by: string,
): Promise<Event | { errors: EventErrors }> {
  const errors = checkForm(form);
  if (errors) return { errors };
  const changed = await deps.events.change(event, { ...tidy(form), key: eventKey(form.name) });
  if (changed === 'name taken') return { errors: { name: TAKEN } };
  if (!changed)
    return { errors: { name: 'Somebody else has changed this event in the meantime: open it again.' } };
  const { name, day, place, tags, pool, sequence } = event;
  await audit(deps, event._id, by, 'event changed', { name, day, place, tags, pool, sequence }, tidy(form));
  return changed;
}

/** Takes it from the list; who attended keeps that in their history. @returns false when it was changed meanwhile */
export async function deleteEvent(deps: EventDeps, event: Event, by: string): Promise<boolean> {
  if (!(await deps.events.change(event, { deletedAt: deps.clock.now() }))) return false;
  await audit(deps, event._id, by, 'event deleted', { name: event.name, day: event.day }, null);
  return true;
}

/** By its name in any case; else the only one whose name begins so. */
export async function eventNamed(deps: Pick<EventDeps, 'events'>, typed: string): Promise<Event | null> {
  const key = eventKey(typed);
  if (key === '') return null;
  const exact = await deps.events.byKey(key);
  if (exact) return exact;
  const beginning = (await deps.events.all(LISTED)).filter((event) => event.key.startsWith(key));
  return beginning.length === 1 ? (beginning[0] ?? null) : null;
}

/** The name that is like what was typed; null when none is. */
export async function nearestEvent(deps: Pick<EventDeps, 'events'>, typed: string): Promise<string | null> {
  const all = await deps.events.all(LISTED);
  const key = nearestKey(
    eventKey(typed),
    all.map((event) => event.key),
  );
  return all.find((event) => event.key === key)?.name ?? null;
}

function checkForm(form: EventForm): EventErrors | null {
  const errors: EventErrors = {};
  if (eventKey(form.name) === '') errors.name = 'An event needs a name with letters or digits.';
  else if (WORDS.includes(eventKey(form.name))) errors.name = 'This word means something else here.';
  else if (form.name.length > MOST_NAME) errors.name = `${MOST_NAME} characters are the most.`;
  if (!DateTime.fromFormat(form.day, 'yyyy-MM-dd').isValid) errors.day = 'Please pick the day.';
  return Object.keys(errors).length > 0 ? errors : null;
}

function tidy({ name, day, place, tags, pool, sequence }: EventForm): EventForm {
  return {
    name: name.replace(/\s+/g, ' ').trim(),
    day,
    place: place?.replace(/\s+/g, ' ').trim() || null,
    tags: canonicalWords('tag', tags),
    pool,
    sequence,
  };
}

function audit(
  deps: AuditDeps,
  id: string,
  by: string,
  action: string,
  before: object | null,
  after: object | null,
) {
  return recordAudit(deps, { by, action, subject: `event:${id}`, before, after, surface: 'events' });
}
