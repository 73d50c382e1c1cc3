import type { Db } from 'mongodb';
import type { AuditDeps } from '#audit/record.ts';
import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { candidateById } from '#candidates/find.ts';
import type { QueryDeps } from '#candidates/search.ts';
import { touchpointsOfDrafts } from '#engagement/history.ts';
import { eventStore } from '#events/store.ts';
import { bulkEnrolmentStore } from '#nurture/bulk-enrolment-store.ts';
import type { NurtureDeps } from '#nurture/deps.ts';
import { enrol } from '#nurture/enrol.ts';
import { tellBulkIn } from '#nurture/slack/enrolling.ts';
import { tellTaskIn } from '#nurture/slack/task.ts';
import { enrolmentStore, sequenceStore } from '#nurture/store.ts';
import type { BatchDeps } from '#outreach/batch/work-off.ts';
import type { OutreachDeps } from '#outreach/deps.ts';
import type { Slack } from '#platform/slack/create-slack.ts';
import type { PoolDeps } from '#pools/figures.ts';
import { poolAsked } from '#pools/pools.ts';
import { askAboutColdIn, tellColdIn } from '#pools/slack/cold.ts';
import type { ColdOutcome } from '#pools/when-cold.ts';
import { isCounting } from '#reengagement/note.ts';
import { type RateDeps, rateInWords, recoveredRate } from '#reengagement/rate.ts';
import type { ReminderDeps } from '#reminders/remind.ts';
import { tellReminderIn } from '#reminders/slack/register.ts';
import { roleOf } from '#team/actor.ts';
import { may } from '#team/permissions.ts';

/** Sequences that a pool may name. */
const SEQUENCES = 200;

/** What reminders, sequences and pools that enrol by themselves work with. */
export function warmDeps<
  Base extends Parameters<typeof candidateById>[0] &
    Parameters<typeof touchpointsOfDrafts>[0] &
    Pick<ReminderDeps, 'reminders' | 'clock' | 'logger'> &
    RateDeps &
    QueryDeps &
    PoolDeps &
    AuditDeps &
    Parameters<typeof roleOf>[0] & {
      outreach: BatchDeps;
      colleague: OutreachDeps['colleague'];
    },
>(db: Db, client: Slack['client'], base: Base) {
  const byId = (id: string) => candidateById(base, id);
  const sequences = sequenceStore(db);
  const enrolments = enrolmentStore(db);
  const rateOf = async (of: Parameters<typeof recoveredRate>[1]) =>
    rateInWords(await recoveredRate(base, of));
  const nurturing = {
    ...base,
    sequences,
    enrolments,
    bulks: bulkEnrolmentStore(db),
    poolAsked: (query: string) => poolAsked(base, query),
    tellBulk: tellBulkIn(client),
    tellTask: tellTaskIn(client, byId),
    recoveredBy: (sequence: string) => rateOf({ sequence }),
    touchpointsOfDrafts: (ids: readonly string[]) => touchpointsOfDrafts(base, ids),
  };
  const cooling = {
    ...base,
    processId: base.outreach.processId,
    sequences: async () =>
      (await sequences.all(SEQUENCES))
        .filter(({ steps }) => steps.length > 0)
        .map(({ _id, name }) => ({ _id, name })),
    recoveredIn: (pool: string) => rateOf({ pool }),
    async ownerZone(userId: string) {
      const owner = may((await roleOf(base, userId)) ?? '', 'nurture') ? await base.colleague(userId) : null;
      return owner && (owner.timeZone ?? 'UTC');
    },
    async enrolCold(
      id: string,
      candidate: Candidate,
      origin: { cause: string; pool: string },
    ): Promise<ColdOutcome> {
      const sequence = await sequences.byId(id);
      if (!sequence) return 'refused';
      const isFromThis = await enrolments.isFrom(idsOf(candidate), origin.cause);
      if (!isFromThis && (await isCounting(base, candidate))) return 'lately';
      const enrolled = await enrol(nurturing, sequence, candidate._id, 'rekindle', [], origin);
      return typeof enrolled === 'string' ? enrolled : 'refused';
    },
    askAboutCold: askAboutColdIn(client),
    tellCold: tellColdIn(client),
  };
  return {
    nurturing,
    cooling,
    rateOf,
    noting: { ...base, enrolments, candidateById: byId },
    reminding: { ...base, candidateById: byId, tellReminder: tellReminderIn(client) },
    meeting: {
      ...base,
      events: eventStore(db),
      sequenceNames: async () => (await sequences.all(OFFERED)).map(({ _id, name }) => ({ id: _id, name })),
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
