import type { ModalView } from '@slack/types';
import { tagsField } from '#candidates/slack/form.ts';
import { context, input, option, plain, section, textInput } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Values } from '#platform/slack/surface.ts';
import { POOL_SELECT } from '#pools/slack/modals.ts';
import { ATTENDANCE_STATES, type Event, MOST_NAME } from '../event.ts';
import type { EventForm } from '../keep.ts';

export const EVENT_MODAL = 'event';
export const ATTENDEE_MODAL = 'event_attendee';
export const PEOPLE_SELECT = 'event_people_select';
const NO_SEQUENCE = 'none';

/** The modals **New event** and **Edit event** (product.md section 17). */
export function eventModal(
  event: Event | null,
  offered: { sequences: readonly { id: string; name: string }[]; pool: string | null; today: string },
): ModalView {
  const sequences = [
    option('None', NO_SEQUENCE),
    ...offered.sequences.map(({ id, name }) => option(name, id)),
  ];
  const initial = sequences.find(({ value }) => value === event?.sequence) ?? sequences[0];
  return {
    type: 'modal',
    callback_id: EVENT_MODAL,
    private_metadata: event ? `${event._id} ${event.revision}` : '',
    title: plain(event ? 'Edit event' : 'New event'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      textInput('name', 'Name', { initial: event?.name, most: MOST_NAME }),
      input('day', 'Date', {
        type: 'datepicker',
        action_id: 'day',
        initial_date: event?.day ?? offered.today,
      }),
      textInput('place', 'Place', { initial: event?.place, most: 150, optional: true }),
      tagsField(event?.tags ?? []),
      input(
        'pool',
        'Pool',
        {
          type: 'external_select',
          action_id: POOL_SELECT,
          min_query_length: 0,
          ...(event?.pool && offered.pool && { initial_option: option(offered.pool, event.pool) }),
        },
        { optional: true, hint: 'Whoever attended is put into it, and gets the tags.' },
      ),
      input('sequence', 'Follow-up', {
        type: 'static_select',
        action_id: 'sequence',
        options: sequences,
        ...(initial && { initial_option: initial }),
      }),
      context('Whoever attended is enrolled in it at 09:00 of the day after, if they may be written to.'),
    ],
  };
}

/** What was filled in. */
export function readEventForm(values: Values): EventForm {
  const text = (id: string) => (typeof values[id] === 'string' ? values[id].trim() : '');
  const sequence = text('sequence');
  return {
    name: text('name'),
    day: text('day'),
    place: text('place') || null,
    tags: Array.isArray(values['tags']) ? values['tags'] : [],
    pool: text('pool') || null,
    sequence: sequence === NO_SEQUENCE || sequence === '' ? null : sequence,
  };
}

/** Puts people on the list of an event by hand: who is known, or one who is new. */
export function attendeeModal(event: Event): ModalView {
  const registered = option(ATTENDANCE_STATES.registered, 'registered');
  const attended = option(ATTENDANCE_STATES.attended, 'attended');
  const line = (id: string, label: string) => textInput(id, label, { most: 200, optional: true });
  return {
    type: 'modal',
    callback_id: ATTENDEE_MODAL,
    private_metadata: event._id,
    title: plain('Add attendees'),
    submit: plain('Add'),
    close: plain('Cancel'),
    blocks: [
      section(`To the list of *${escapeMrkdwn(event.name)}*:`),
      input(
        'people',
        'People',
        { type: 'multi_external_select', action_id: PEOPLE_SELECT, min_query_length: 1 },
        { optional: true, hint: 'Whom Rekindle knows.' },
      ),
      context('Or somebody new:'),
      line('name', 'Full name'),
      line('email', 'E-mail'),
      line('link', 'Profile link'),
      input('state', 'State', {
        type: 'radio_buttons',
        action_id: 'state',
        options: [registered, attended],
        initial_option: registered,
      }),
    ],
  };
}
