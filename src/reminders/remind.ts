import { createHash } from 'node:crypto';
import { type Candidate, idsOf } from '#candidates/candidate.ts';
import type { Clock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import { MAX_NOTE, type Reminder } from './reminder.ts';
import type { ReminderStore } from './store.ts';

/**
 * Longer than Slack mostly takes for one message; in an outage one takes minutes. Only one process tells at a time, so this
 * matters for one that died.
 */
const LEASE_MS = 120_000;
/** One that couldn't be told is tried again after so long. */
const AGAIN_MS = 60_000;

export interface ReminderDeps {
  reminders: ReminderStore;
  clock: Clock;
  logger: Logger;
  candidateById: (id: string) => Promise<Candidate | null>;
  /** Tells a reminder to whoever asked for it; throws when Slack is away. */
  tellReminder: (reminder: Reminder, candidate: Candidate) => Promise<void>;
}

/** @param asked.deliveryId the same submission twice makes one reminder */
export async function remind(
  deps: Pick<ReminderDeps, 'reminders' | 'clock'>,
  asked: Pick<Reminder, 'by' | 'timeZone' | 'candidateId' | 'note' | 'dueAt'> & { deliveryId: string },
): Promise<void> {
  const { deliveryId, ...reminder } = asked;
  await deps.reminders.insert({
    ...reminder,
    _id: createHash('sha256').update(`reminder:${deliveryId}`).digest('hex').slice(0, 24),
    note: reminder.note.trim().slice(0, MAX_NOTE),
    state: 'open',
    toldAt: null,
    at: deps.clock.now(),
  });
}

/** The same reminder on another day. @returns false when it is somebody else's, or of somebody who was erased */
export async function snoozeReminder(
  deps: Pick<ReminderDeps, 'reminders'>,
  change: { id: string; by: string; dueAt: Date; note: string },
): Promise<boolean> {
  const { id, by, dueAt, note } = change;
  return (await deps.reminders.snooze(id, by, { dueAt, note: note.trim().slice(0, MAX_NOTE) })) !== null;
}

/** @returns false when it was done already, or is somebody else's */
export function finishReminder(
  deps: Pick<ReminderDeps, 'reminders'>,
  id: string,
  by: string,
): Promise<boolean> {
  return deps.reminders.finish(id, by);
}

/** A reminder of this person's; null for one that isn't. */
export async function reminderOf(
  deps: Pick<ReminderDeps, 'reminders'>,
  id: string,
  by: string,
): Promise<Reminder | null> {
  const reminder = await deps.reminders.byId(id);
  return reminder?.by === by ? reminder : null;
}

/** Somebody's reminders that are due before a moment, from one on, and how many there are. */
export async function remindersDueBy(
  deps: Pick<ReminderDeps, 'reminders' | 'candidateById'>,
  by: string,
  before: Date,
  range: { skip: number; limit: number },
): Promise<{ due: { reminder: Reminder; candidate: Candidate }[]; total: number }> {
  const [due, total] = await Promise.all([
    deps.reminders.dueOf(by, before, range),
    deps.reminders.countDueOf(by, before),
  ]);
  return { due: await withPeople(deps, due), total };
}

/** Somebody's reminders with whom they are about, the next one first. */
export async function remindersOf(
  deps: Pick<ReminderDeps, 'reminders' | 'candidateById'>,
  by: string,
  limit: number,
): Promise<{ reminder: Reminder; candidate: Candidate }[]> {
  return withPeople(deps, await deps.reminders.of(by, limit));
}

async function withPeople(
  deps: Pick<ReminderDeps, 'candidateById'>,
  reminders: readonly Reminder[],
): Promise<{ reminder: Reminder; candidate: Candidate }[]> {
  const all = await Promise.all(
    reminders.map(async (reminder) => ({
      reminder,
      candidate: await deps.candidateById(reminder.candidateId),
    })),
  );
  return all.flatMap(({ reminder, candidate }) => (candidate ? [{ reminder, candidate }] : []));
}

/** When somebody is followed up next; null when nobody has said so. */
export async function nextFollowUp(
  deps: Pick<ReminderDeps, 'reminders'>,
  candidate: Candidate,
): Promise<{ at: Date; by: string } | null> {
  const next = await deps.reminders.nextAbout(idsOf(candidate));
  return next && { at: next.dueAt, by: next.by };
}

/**
 * Tells what is due; for a recurring job. One that can't be told now is tried again after a minute, one whose teller died
 * when its lease ends; neither keeps the others waiting. Who dies between Slack's answer and ours tells it a second time.
 */
export async function tellDue(deps: ReminderDeps, stopping?: AbortSignal): Promise<void> {
  while (!stopping?.aborted) {
    const now = deps.clock.now();
    const due = await deps.reminders.claimDue(now, new Date(now.getTime() + LEASE_MS));
    if (!due) return;
    const candidate = await deps.candidateById(due.candidateId);
    if (!candidate) {
      await deps.reminders.finish(due._id, due.by);
      continue;
    }
    try {
      await deps.tellReminder(due, candidate);
      await deps.reminders.told(due, now);
    } catch (error) {
      await deps.reminders.putOff(due, new Date(deps.clock.now().getTime() + AGAIN_MS));
      deps.logger.warn(
        { err: error, reminderId: due._id },
        'a reminder could not be told; it is tried again',
      );
    }
  }
}
