import type { Db } from 'mongodb';
import { candidateById } from '#candidates/find.ts';
import { touchpointsOfDrafts } from '#engagement/history.ts';
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
    Pick<ReminderDeps, 'reminders' | 'clock' | 'logger'> & { outreach: BatchDeps },
>(db: Db, client: Slack['client'], base: Base) {
  const byId = (id: string) => candidateById(base, id);
  return {
    reminding: { ...base, candidateById: byId, tellReminder: tellReminderIn(client) },
    nurturing: {
      ...base,
      sequences: sequenceStore(db),
      enrolments: enrolmentStore(db),
      tellTask: tellTaskIn(client, byId),
      touchpointsOfDrafts: (ids: readonly string[]) => touchpointsOfDrafts(base, ids),
    },
  };
}
