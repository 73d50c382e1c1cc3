import { auditStore } from '#audit/store.ts';
import type { Candidate } from '#candidates/candidate.ts';
import { candidateById } from '#candidates/find.ts';
import { joiningStore } from '#candidates/joining-store.ts';
import { keepingStore } from '#candidates/keeping-store.ts';
import { profileStore } from '#candidates/profile-store.ts';
import { searchStore } from '#candidates/search-store.ts';
import { candidateStore } from '#candidates/store.ts';
import { vocabularyStore } from '#candidates/vocabulary-store.ts';
import { mergeStore } from '#duplicates/merge-store.ts';
import { pairStore } from '#duplicates/store.ts';
import { touchpointStore } from '#engagement/store.ts';
import { fairnessStore } from '#fairness/store.ts';
import { poolLookup, poolNames } from '#pools/pools.ts';
import { poolStore } from '#pools/store.ts';
import { erasedAmong } from '#privacy/hashes.ts';
import { privacyStore } from '#privacy/store.ts';
import { reengagementStore } from '#reengagement/store.ts';
import { nextFollowUp } from '#reminders/remind.ts';
import { reminderStore } from '#reminders/store.ts';
import { matchStore } from '#roles/match-store.ts';
import { roleLookup } from '#roles/people.ts';
import { roleStore } from '#roles/store.ts';
import { ruleStore } from '#rules/store.ts';
import { watchRules } from '#rules/watching.ts';
import { liveSettings } from '#settings/live.ts';
import { settingsStore } from '#settings/store.ts';
import { membersNamed } from '#team/members.ts';
import { slackPeople } from '#team/slack/people.ts';
import { teamStore } from '#team/store.ts';
import type { Ground } from './ground.ts';

/** The stores and look-ups that most features work with, and the settings as they are now. */
export async function baseDeps(ground: Ground) {
  const { db, config, connections, clock, logger, client } = ground;
  // The local workspace's sample recruiter is admin there, and nowhere else.
  const admins =
    connections.local && config.slack.kind === 'embedded' ? [connections.local.people.riley] : [];
  const pools = poolStore(db);
  const privacy = privacyStore(db);
  const settings = settingsStore(db);
  const reminders = reminderStore(db);
  const reengagements = reengagementStore(db);
  const live = await liveSettings(settings, logger);
  const candidates = candidateStore(db);
  const roles = roleStore(db);
  const matches = matchStore(db);
  const rules = ruleStore(db);
  const watching = await watchRules(rules, logger);
  const base = {
    clock,
    logger,
    client,
    candidates,
    rules,
    watched: watching.watched,
    joining: joiningStore(db),
    keeping: keepingStore(db),
    privacy,
    secretKey: connections.secretKey,
    erasedAmong: (keys: readonly string[]) =>
      erasedAmong({ privacy, secretKey: connections.secretKey }, keys),
    pairs: pairStore(db),
    merges: mergeStore(db),
    touchpoints: touchpointStore(db),
    vocabulary: vocabularyStore(db),
    searches: searchStore(db),
    audit: auditStore(db),
    team: teamStore(db),
    temperature: live.temperature,
    writing: live.writing,
    messages: live.messages,
    ranking: live.ranking,
    referralRules: live.referrals,
    profiles: profileStore(db),
    configuredAdmins: config.admins.length > 0 ? config.admins : admins,
    lookUp: slackPeople({ client, clock }),
    colleague: async (userId: string) => {
      const known = await base.lookUp(userId);
      if (!known || known.outsider) return null;
      const { id, name, timeZone } = known;
      return { id, name, timeZone };
    },
    ownersNamed: (typed: string) => membersNamed(base, typed),
    roles,
    matches,
    peopleOfRole: roleLookup({ roles, matches, candidates }),
    pools,
    poolNamed: poolLookup({ pools }),
    poolNames: (ids: readonly string[]) => poolNames({ pools }, ids),
    reengagements,
    reminders,
    fairness: fairnessStore(db),
    candidateById: (id: string) => candidateById(base, id),
    proposals: (from: Date, before: Date) => base.matches.proposals(from, before),
    nextFollowUp: (candidate: Candidate) => nextFollowUp({ reminders }, candidate),
  };
  return { base, settings, live, watching };
}
