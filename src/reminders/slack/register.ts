import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { DateTime } from 'luxon';
import type { Candidate } from '#candidates/candidate.ts';
import type { HomeSection } from '#home/home.ts';
import {
  actions,
  button,
  input,
  option,
  plain,
  section,
  textInput,
  truncate,
} from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { CommandWord, Message, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import {
  finishReminder,
  type ReminderDeps,
  remind,
  reminderOf,
  remindersDueBy,
  remindersOf,
  snoozeReminder,
} from '../remind.ts';
import { MAX_NOTE, type Reminder } from '../reminder.ts';
import { CHOICES, type Choice, whenDue } from '../when.ts';

const NEED = 'candidates';
const REMIND = 'remind';
const LISTED = 20;
const ON_HOME = 5;
/** Of a note in a list: forty of them have to fit into one message. */
const NOTE_SHOWN = 150;

/** **Remind me** of a card, and the buttons of a reminder. */
export function register(surface: Surface, deps: ReminderDeps): void {
  surface.action('reminder_new', NEED, async (request) => {
    const candidate = await deps.candidateById(request.value ?? '');
    if (!candidate) return request.reply({ text: 'This candidate is not there any more.' });
    await request.openModal(remindModal(candidate, null));
  });
  surface.action('reminder_snooze', NEED, async (request) => {
    const reminder = await reminderOf(deps, request.value ?? '', request.actor.id);
    const candidate = reminder && (await deps.candidateById(reminder.candidateId));
    if (!reminder || !candidate) return request.reply({ text: 'This reminder is not there any more.' });
    await request.openModal(remindModal(candidate, reminder));
  });
  surface.action('reminder_done', NEED, async (request) => {
    const done = await finishReminder(deps, request.value ?? '', request.actor.id);
    await request.reply({ text: done ? 'Done.' : 'This reminder was done already.' });
  });
  surface.view(REMIND, NEED, (request) => submit(deps, request));
}

/** `/candidate reminders`. */
export function remindersWord(deps: ReminderDeps): CommandWord {
  return {
    help: '`/candidate reminders` lists your reminders',
    need: NEED,
    async run(request) {
      const mine = await remindersOf(deps, request.actor.id, LISTED);
      if (mine.length === 0)
        return request.reply({ text: 'You have no reminders. *Remind me* on a card makes one.' });
      await request.reply({
        text: 'Your reminders',
        blocks: mine.flatMap(({ reminder, candidate }) => [
          section(reminderLine(reminder, candidate)),
          buttons(reminder),
        ]),
      });
    },
  };
}

/** Tells a reminder in direct messages, with the card's buttons. */
export function tellReminderIn(client: WebClient): ReminderDeps['tellReminder'] {
  return async (reminder, candidate) => {
    await client.chat.postMessage({ channel: reminder.by, ...reminderMessage(reminder, candidate) });
  };
}

function reminderMessage(reminder: Reminder, candidate: Candidate): Message & { text: string } {
  const text = `:alarm_clock: You wanted to be reminded of *${escapeMrkdwn(candidate.name)}*.`;
  return {
    text,
    blocks: [
      section(reminder.note ? `${text}\n> ${escapeMrkdwn(reminder.note).replace(/\n/g, '\n> ')}` : text),
      actions(`reminder_${reminder._id}`, [
        button('Open', 'candidate_open', candidate._id, 'primary'),
        button('Draft outreach', 'outreach_draft', candidate._id),
        button('Log touchpoint', 'touchpoint_log', candidate._id),
        button('Done', 'reminder_done', reminder._id),
        button('Snooze', 'reminder_snooze', reminder._id),
      ]),
    ],
  };
}

function buttons(reminder: Reminder) {
  return actions(`reminder_${reminder._id}`, [
    button('Open', 'candidate_open', reminder.candidateId),
    button('Done', 'reminder_done', reminder._id),
    button('Snooze', 'reminder_snooze', reminder._id),
  ]);
}

function reminderLine({ dueAt, timeZone, note }: Reminder, { name }: Candidate): string {
  const day = DateTime.fromJSDate(dueAt, { zone: timeZone }).setLocale('en').toFormat('ccc d LLL yyyy');
  return `*${escapeMrkdwn(name)}*, ${day}${note ? `: ${escapeMrkdwn(truncate(note, NOTE_SHOWN))}` : ''}`;
}

/** The modal **Remind me**. @param reminder one that is snoozed, or null for a new one */
function remindModal({ _id, name }: Candidate, reminder: Reminder | null): ModalView {
  const choices = (Object.keys(CHOICES) as Choice[]).map((choice) => option(CHOICES[choice], choice));
  const [first] = choices;
  return {
    type: 'modal',
    callback_id: REMIND,
    private_metadata: reminder ? `${_id} ${reminder._id}` : _id,
    title: plain('Remind me'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      {
        type: 'section',
        text: { type: 'plain_text', text: `About ${name}, at 09:00 your time`.slice(0, 3_000), emoji: false },
      },
      input('when', 'When', {
        type: 'static_select',
        action_id: 'when',
        options: choices,
        ...(first && { initial_option: first }),
      }),
      textInput('date', 'Date', {
        most: 100,
        optional: true,
        hint: 'For any other day: next Tuesday, 12 March, 2027-01-05',
      }),
      textInput('note', 'Note', {
        initial: reminder?.note,
        most: MAX_NOTE,
        multiline: true,
        optional: true,
      }),
    ],
  };
}

async function submit(deps: ReminderDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { actor, values, deliveryId } = request;
  const [candidateId = '', reminderId] = request.metadata.split(' ');
  const text = (id: string) => (typeof values[id] === 'string' ? values[id] : '');
  const typed = text('date');
  // Who typed a date means it, whatever stands above it.
  const choice = typed.trim() ? 'pick' : ((text('when') || 'tomorrow') as Choice);
  const due = whenDue(choice, typed, deps.clock.now(), actor.timeZone);
  if ('wrong' in due) return { errors: { date: due.wrong } };
  const { dueAt } = due;
  if (reminderId) {
    const moved = await snoozeReminder(deps, { id: reminderId, by: actor.id, dueAt, note: text('note') });
    if (!moved) return { errors: { date: 'This reminder is not there any more.' } };
  } else
    await remind(deps, {
      deliveryId,
      by: actor.id,
      timeZone: actor.timeZone,
      candidateId,
      note: text('note'),
      dueAt,
    });
  const day = DateTime.fromJSDate(dueAt, { zone: actor.timeZone })
    .setLocale('en')
    .toFormat('cccc, d LLLL yyyy');
  return {
    close: true,
    async after() {
      const name = (await deps.candidateById(candidateId))?.name;
      const about = name ? ` of *${escapeMrkdwn(name)}*` : '';
      await request.client.chat.postMessage({
        channel: actor.id,
        text: `I will remind you${about} on ${day}, at 09:00.`,
      });
    },
  };
}

/** What somebody wanted to be reminded of before a moment, for the digest. */
export async function remindersDue(
  deps: ReminderDeps,
  userId: string,
  before: Date,
  range: { skip: number; limit: number },
) {
  const { due, total } = await remindersDueBy(deps, userId, before, range);
  const lines = due.map(({ reminder, candidate }) => ({
    text: reminderLine(reminder, candidate),
    buttons: [
      { text: 'Done', actionId: 'reminder_done', value: reminder._id },
      { text: 'Snooze', actionId: 'reminder_snooze', value: reminder._id },
      { text: 'Open', actionId: 'candidate_open', value: candidate._id },
    ],
  }));
  return { lines, total };
}

/** **Your next reminders** of App Home. */
export async function remindersSection(deps: ReminderDeps, userId: string): Promise<HomeSection> {
  const mine = await remindersOf(deps, userId, ON_HOME);
  return {
    title: 'Your next reminders',
    empty: 'No reminders. *Remind me* on a card makes one.',
    lines: mine.map(({ reminder, candidate }) => ({
      text: reminderLine(reminder, candidate),
      button: { text: 'Done', actionId: 'reminder_done', value: reminder._id },
    })),
  };
}
