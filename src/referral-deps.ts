import type { Db } from 'mongodb';
import { stageStore } from '#candidates/stage-store.ts';
import type { Slack } from '#platform/slack/create-slack.ts';
import type { ReferralDeps } from '#referrals/deps.ts';
import { mentionStore } from '#referrals/mention-store.ts';
import type { ReferSlackDeps } from '#referrals/slack/register.ts';
import { tellingIn } from '#referrals/slack/tell.ts';
import { referralStore } from '#referrals/store.ts';
import { type AuthorizeDeps, refusalFor, roleOf } from '#team/actor.ts';
import { listTeam, recruiters } from '#team/members.ts';
import { may } from '#team/permissions.ts';
import { slackPersonByEmail } from '#team/slack/people.ts';

/** Recruiters who hear of somebody whom nobody looks after. */
const RECRUITERS_TOLD = 20;

type Made =
  | 'referrals'
  | 'mentions'
  | 'memberByEmail'
  | 'recruiters'
  | 'isRecruiter'
  | 'admins'
  | 'stages'
  | 'telling';

/** What referrals work with. */
export function referralDeps(
  db: Db,
  client: Slack['client'],
  base: Omit<ReferralDeps, Made> & AuthorizeDeps,
): ReferSlackDeps {
  return {
    ...base,
    referrals: referralStore(db),
    mentions: mentionStore(db),
    memberByEmail: slackPersonByEmail({ client, logger: base.logger }),
    recruiters: () => recruiters(base, RECRUITERS_TOLD),
    async isRecruiter(userId) {
      const role = await roleOf(base, userId);
      return role !== null && may(role, 'candidates');
    },
    admins: async () => (await listTeam(base)).filter(({ role }) => role === 'admin').map(({ _id }) => _id),
    stages: stageStore(db),
    telling: tellingIn(client, base.logger),
    refusal: (role, need) => refusalFor(base, role, need),
  };
}
