import type { Db } from 'mongodb';
import type { Asker } from '#candidates/search.ts';
import { personLine } from '#candidates/slack/home.ts';
import type { DailyDeps } from '#digest/daily.ts';
import { tellChannelIn, tellDigestIn } from '#digest/slack/register.ts';
import { digestStore } from '#digest/store.ts';
import { tellHygieneIn } from '#hygiene/slack/register.ts';
import { hygieneStore } from '#hygiene/store.ts';
import type { HygieneDeps } from '#hygiene/weekly.ts';
import type { BatchDeps } from '#outreach/batch/work-off.ts';
import { draftsInDoubt, draftsToDecide } from '#outreach/slack/waiting.ts';
import type { Slack } from '#platform/slack/create-slack.ts';
import type { PoolDeps } from '#pools/figures.ts';
import { poolsBelow } from '#pools/slack/tell.ts';
import { referralsToDecide } from '#referrals/slack/home.ts';
import type { ReminderDeps } from '#reminders/remind.ts';
import { remindersDue } from '#reminders/slack/register.ts';
import { roleOf } from '#team/actor.ts';
import { recruiters } from '#team/members.ts';

/** Recruiters who get letters. */
const MOST_LETTERS = 500;

type Base = Omit<HygieneDeps, 'hygiene' | 'recruiters' | 'tell'> &
  Pick<DailyDeps, 'logger'> &
  PoolDeps &
  Parameters<typeof recruiters>[0] &
  Parameters<typeof roleOf>[0] & {
    lookUp: (userId: string) => Promise<(Asker & { outsider: boolean }) | null>;
    outreach: BatchDeps;
    reminding: ReminderDeps;
    referring: Parameters<typeof referralsToDecide>[0];
    rateOf: (of: { owner?: string }) => Promise<string | null>;
    channelDigest: DailyDeps['channelDigest'];
  };

/** What is written to recruiters by itself: the weekly look at the data, and the digest of the day. */
export function letterDeps(
  db: Db,
  client: Slack['client'],
  base: Base,
): { hygiene: HygieneDeps; digest: DailyDeps } {
  const readers = async () => {
    const people = await Promise.all((await recruiters(base, MOST_LETTERS)).map((id) => base.lookUp(id)));
    // Who has left stands in the team until an admin takes them out.
    return people.flatMap((person) => (person && !person.outsider ? [person] : []));
  };
  return {
    hygiene: {
      ...base,
      hygiene: hygieneStore(db),
      recruiters: async () =>
        Promise.all(
          (await readers()).map(async (person) => ({
            ...person,
            isAdmin: (await roleOf(base, person.id)) === 'admin',
          })),
        ),
      tell: tellHygieneIn(client),
    },
    digest: {
      ...base,
      digests: digestStore(db),
      waiting: (userId, range) => draftsToDecide(base.outreach, userId, range),
      inDoubt: (userId, range) => draftsInDoubt(base.outreach, userId, range),
      remindersDue: (userId, before, range) => remindersDue(base.reminding, userId, before, range),
      poolsBelow: (userId, range) => poolsBelow(base, userId, range),
      referralsWaiting: (userId, range) => referralsToDecide(base.referring, userId, range),
      recovered: (userId) => base.rateOf(userId === null ? {} : { owner: userId }),
      lineOf: personLine,
      recruiters: readers,
      tell: tellDigestIn(client),
      tellChannel: tellChannelIn(client),
    },
  };
}
