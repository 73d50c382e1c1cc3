import type { AuditStore } from '#audit/store.ts';
import { forgetSearches, forgetUnusedWords, type KeepingDeps, removeRecord } from '#candidates/keeping.ts';
import type { MergeStore } from '#duplicates/merge-store.ts';
import type { PairStore } from '#duplicates/store.ts';
import type { TouchpointStore } from '#engagement/store.ts';
import type { EventStore } from '#events/store.ts';
import type { FairnessStore } from '#fairness/store.ts';
import type { EnrolmentStore } from '#nurture/store.ts';
import type { BatchDeps } from '#outreach/batch/work-off.ts';
import { draftsAbout, eraseDrafts } from '#outreach/erase.ts';
import { Busy, type Holding } from '#privacy/erasure.ts';
import { forgetReengaged, type RateDeps } from '#reengagement/rate.ts';
import type { ReferralDeps } from '#referrals/deps.ts';
import { forgetReferred, referralsAbout } from '#referrals/erase.ts';
import type { ReminderStore } from '#reminders/store.ts';
import type { RolesDeps } from '#roles/deps.ts';
import { eraseFromRoles } from '#roles/erase.ts';
import type { MatchStore } from '#roles/match-store.ts';
import type { MemberStore, RunStore } from '#rules/store.ts';

export interface HoldingDeps extends KeepingDeps, RateDeps {
  audit: AuditStore;
  pairs: PairStore;
  merges: MergeStore;
  touchpoints: TouchpointStore;
  referring: Pick<ReferralDeps, 'referrals' | 'mentions' | 'clock'>;
  matches: MatchStore;
  events: EventStore;
  fairness: FairnessStore;
  reminders: ReminderStore;
  enrolments: EnrolmentStore;
  runs: RunStore;
  members: MemberStore;
  outreach: Pick<BatchDeps, 'drafts' | 'clock' | 'batches' | 'showBatch'>;
  filling: RolesDeps;
  /** Removes a message of ours from Slack. */
  removeMessage: (message: { channelId: string; ts: string }) => Promise<void>;
  /** What stands in for Slack and the mailbox on this machine forgets everything that names somebody; null: real ones. */
  forgetLocally: ((names: readonly string[]) => Promise<void>) | null;
}

/**
 * All that is held of a candidate, one entry a feature: what **Export data** shows and **Erase** removes. Whoever keeps
 * something new about candidates adds it here. The record is the last: what comes before can still read it.
 */
export function holdings(deps: HoldingDeps): Holding[] {
  const { audit, pairs, merges, touchpoints, referring, matches, reminders, enrolments, outreach } = deps;
  const { runs, members } = deps;
  const subjects = (ids: readonly string[]) => ids.map((id) => `candidate:${id}`);
  return [
    {
      // Before the touchpoints: what came of it until now is counted by them, and goes on being counted.
      name: 'reengagements',
      read: ({ ids }) => deps.reengagements.about([...ids]),
      erase: ({ ids }) => forgetReengaged(deps, ids),
    },
    {
      name: 'touchpoints',
      read: ({ ids }) => touchpoints.all(ids),
      erase: ({ ids }) => touchpoints.forget(ids),
    },
    {
      name: 'drafts',
      read: ({ ids }) => draftsAbout(outreach, ids),
      async erase({ ids }) {
        if (!(await eraseDrafts({ ...outreach, removeMessage: deps.removeMessage }, ids)))
          throw new Busy('a message is being sent');
      },
    },
    {
      name: 'batches',
      read: ({ ids }) => outreach.batches.about(ids),
      async erase({ ids, names }) {
        const theirs = await outreach.batches.about(ids);
        await outreach.batches.forgetPeople(ids);
        await outreach.batches.forgetNaming(names);
        // Its message in Slack may show their draft at this moment.
        for (const { _id } of theirs) await outreach.showBatch(_id);
      },
    },
    {
      name: 'likelyDuplicates',
      read: ({ ids }) => pairs.about(ids),
      erase: async ({ ids }) => void (await pairs.forgetPeople(ids)),
    },
    {
      name: 'merges',
      read: ({ ids }) => merges.about(ids),
      erase: async ({ ids }) => void (await merges.forgetPeople(ids)),
    },
    {
      name: 'enrolments',
      read: ({ ids }) => enrolments.about(ids),
      erase: ({ ids }) => enrolments.forget(ids),
    },
    {
      name: 'reminders',
      read: ({ ids }) => reminders.about(ids),
      erase: ({ ids }) => reminders.forget(ids),
    },
    {
      name: 'rules',
      read: async ({ ids }) => ({ done: await runs.about(ids), seenInPools: await members.about(ids) }),
      async erase({ ids }) {
        await runs.forget(ids);
        await members.forget(ids);
      },
    },
    {
      name: 'referrals',
      read: ({ ids, names, record }) => referralsAbout(referring, { ids, names, keys: record?.keys ?? [] }),
      erase: ({ ids, names, record }) =>
        forgetReferred(
          { ...referring, removeMessage: deps.removeMessage },
          { ids, names, keys: record?.keys ?? [] },
        ),
    },
    {
      name: 'matches',
      read: ({ ids }) => matches.about(ids),
      erase: ({ ids }) => eraseFromRoles({ ...deps.filling, removeMessage: deps.removeMessage }, ids),
    },
    {
      name: 'attendances',
      read: ({ ids }) => deps.events.about(ids),
      erase: ({ ids }) => deps.events.forget(ids),
    },
    {
      name: 'selfDescription',
      read: ({ ids }) => deps.fairness.said(ids),
      erase: ({ ids }) => deps.fairness.forget(ids),
    },
    {
      name: 'changes',
      read: ({ ids }) => audit.aboutAll(subjects(ids)),
      async erase({ ids, names }) {
        await audit.scrub(subjects(ids));
        // What was looked for and taken out as a file stands in the log as it was typed.
        await audit.scrubNaming(['candidates'], names);
      },
    },
    {
      name: 'searches',
      read: async () => 'Searches are forgotten after a day and are not kept by person.',
      erase: ({ names }) => forgetSearches(deps, names),
    },
    {
      name: 'slackAndMailOnThisMachine',
      read: async () => 'Messages in Slack and sent e-mails are held there.',
      erase: async ({ names }) => deps.forgetLocally?.(names),
    },
    {
      name: 'record',
      read: async ({ record }) => record,
      async erase({ ids, record }) {
        await removeRecord(deps, ids);
        if (record) await forgetUnusedWords(deps, record);
      },
    },
  ];
}
