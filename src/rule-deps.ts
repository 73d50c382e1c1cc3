import type { Db } from 'mongodb';
import { happenedStore } from '#candidates/happened-store.ts';
import type { Slack } from '#platform/slack/create-slack.ts';
import type { RuleDeps } from '#rules/deps.ts';
import { tellChannelIn } from '#rules/slack/tell.ts';
import { memberStore, runStore } from '#rules/store.ts';
import type { Watching } from '#rules/watching.ts';

/** What workflow rules work with. */
export function ruleDeps(
  db: Db,
  client: Slack['client'],
  watching: Watching,
  base: Omit<RuleDeps, 'runs' | 'members' | 'happenings' | 'watched' | 'refreshWatched' | 'tellChannel'>,
): RuleDeps {
  return {
    ...base,
    runs: runStore(db),
    members: memberStore(db),
    happenings: happenedStore(db),
    watched: watching.watched,
    refreshWatched: watching.refresh,
    tellChannel: tellChannelIn(client, base),
  };
}
