import type { Db } from 'mongodb';
import type { AuditDeps } from '#audit/record.ts';
import { candidateById } from '#candidates/find.ts';
import { touchpointsOfDrafts } from '#engagement/history.ts';
import { eventStore } from '#events/store.ts';
import type { NurtureDeps } from '#nurture/deps.ts';
import { enrol } from '#nurture/enrol.ts';
import { tellTaskIn } from '#nurture/slack/task.ts';
import { enrolmentStore, sequenceStore } from '#nurture/store.ts';
import type { BatchDeps } from '#outreach/batch/work-off.ts';
import type { Slack } from '#platform/slack/create-slack.ts';
import type { ReminderDeps } from '#reminders/remind.ts';
import { tellReminderIn } from '#reminders/slack/register.ts';

/** What reminders and sequences work with. */
export function warmDeps<
  Base extends Parameters<typeof candidateById>[0] &
    Parameters<typeof touchpointsOfDrafts>[0] &
    Pick<ReminderDeps, 'reminders' | 'clock' | 'logger'> &
    AuditDeps & { outreach: BatchDeps },
>(db: Db, client: Slack['client'], base: Base) {
  const byId = (id: string) => candidateById(base, id);
  const nurturing = {
    ...base,
    sequences: sequenceStore(db),
    enrolments: enrolmentStore(db),
    tellTask: tellTaskIn(client, byId),
    touchpointsOfDrafts: (ids: readonly string[]) => touchpointsOfDrafts(base, ids),
  };
  return {
    reminding: { ...base, candidateById: byId, tellReminder: tellReminderIn(client) },
    nurturing,
    meeting: {
      ...base,
      events: eventStore(db),
      sequenceNames: async () =>
        (await nurturing.sequences.all(OFFERED)).map(({ _id, name }) => ({ id: _id, name })),
      enrolIn: enrolIn(nurturing),
    },
  };
}

/** Sequences that are offered in a list. */
const OFFERED = 90;

/** Puts somebody into a sequence by its id. @returns why not, in words; null when they are in it */
function enrolIn(deps: NurtureDeps) {
  return async (sequenceId: string, candidateId: string, by: string): Promise<string | null> => {
    const sequence = await deps.sequences.byId(sequenceId);
    if (!sequence) return 'The sequence is not there any more.';
    const enrolled = await enrol(deps, sequence, candidateId, by);
    return typeof enrolled === 'string' ? null : enrolled.refused;
  };
}
