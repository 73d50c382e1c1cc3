import { join } from 'node:path';
import type { Router } from 'express';
import type { Db } from 'mongodb';
import { auditIndexes, auditStore } from '#audit/store.ts';
import { candidateByEmail, candidateById, whoIs } from '#candidates/find.ts';
import { joiningStore } from '#candidates/joining-store.ts';
import { keepingStore } from '#candidates/keeping-store.ts';
import { searchIndexes, searchStore } from '#candidates/search-store.ts';
import { hottestSection, repliesSection, sharedSection } from '#candidates/slack/home.ts';
import { register as registerCandidates } from '#candidates/slack/register.ts';
import { candidateIndexes, candidateStore } from '#candidates/store.ts';
import { suppress } from '#candidates/suppress.ts';
import { vocabularyIndexes, vocabularyStore } from '#candidates/vocabulary-store.ts';
import { mergeIndexes, mergeStore } from '#duplicates/merge-store.ts';
import { duplicatesSection } from '#duplicates/slack/home.ts';
import { duplicatesWord, register as registerDuplicates } from '#duplicates/slack/register.ts';
import { pairIndexes, pairStore } from '#duplicates/store.ts';
import { latestTouchpoints } from '#engagement/history.ts';
import { recordTouchpoint } from '#engagement/record.ts';
import { register as registerEngagement } from '#engagement/slack/register.ts';
import { touchpointIndexes, touchpointStore } from '#engagement/store.ts';
import { DEFAULT_TEMPERATURE, temperatureAt } from '#engagement/temperature.ts';
import { register as registerExports } from '#exports/slack/register.ts';
import { register as registerHome } from '#home/slack/register.ts';
import type { ImportDeps } from '#imports/run.ts';
import { handOverRefusedIn, showProgressIn } from '#imports/slack/progress.ts';
import { importWord, register as registerImports } from '#imports/slack/register.ts';
import { importIndexes, importStore, refusalIndexes } from '#imports/store.ts';
import { DRAFT_PROMPT_VARIABLES, type OutreachDeps } from '#outreach/deps.ts';
import { outreachRouter } from '#outreach/http.ts';
import type { People } from '#outreach/people.ts';
import { inboxIn } from '#outreach/slack/inbox.ts';
import { register as registerOutreach } from '#outreach/slack/register.ts';
import { removeMessageIn, showDraftIn } from '#outreach/slack/show.ts';
import { waitingDrafts } from '#outreach/slack/waiting.ts';
import { draftIndexes, draftStore } from '#outreach/store.ts';
import type { Clock } from '#platform/clock.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Part } from '#platform/http/server.ts';
import { type Jobs, jobIndexes } from '#platform/jobs/jobs.ts';
import { createModel } from '#platform/llm/model.ts';
import { loadPrompt } from '#platform/llm/prompt.ts';
import type { Logger } from '#platform/logger.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import type { Slack } from '#platform/slack/create-slack.ts';
import { deliveryIndexes } from '#platform/slack/deliveries.ts';
import { givenFile } from '#platform/slack/files.ts';
import type { Authorize } from '#platform/slack/handling.ts';
import type { Actor, Surface } from '#platform/slack/surface.ts';
import { additionIndexes, additionStore } from '#pools/addition-store.ts';
import { poolLookup, poolNames } from '#pools/pools.ts';
import { type PoolSlackDeps, register as registerPools } from '#pools/slack/register.ts';
import { poolsSection, tellAddedIn } from '#pools/slack/tell.ts';
import { poolDayIndexes, poolIndexes, poolStore } from '#pools/store.ts';
import { erasedAmong } from '#privacy/hashes.ts';
import { privacyWord, register as registerPrivacy } from '#privacy/slack/register.ts';
import { erasureIndexes, privacyStore } from '#privacy/store.ts';
import {
  type ReferSlackDeps,
  referralsSection,
  register as registerReferrals,
  tellRecruitersIn,
} from '#referrals/slack/register.ts';
import { referralIndexes, referralStore } from '#referrals/store.ts';
import { register as registerStatus } from '#status/slack/register.ts';
import { authorize, refusalFor, roleOf } from '#team/actor.ts';
import { membersNamed, recruiters } from '#team/members.ts';
import { may } from '#team/permissions.ts';
import { slackPeople } from '#team/slack/people.ts';
import { register as registerTeam, teamWord } from '#team/slack/register.ts';
import { teamStore } from '#team/store.ts';
import type { Config } from './config.ts';
import type { Connections } from './connections.ts';
import { holdings } from './holdings.ts';
import { recurring } from './recurring.ts';
import type { SeedDeps } from './sample/seed.ts';

/** Every collection's indexes, made at each start. */
export const INDEXES: CollectionIndexes[] = [
  candidateIndexes,
  touchpointIndexes,
  vocabularyIndexes,
  searchIndexes,
  importIndexes,
  refusalIndexes,
  erasureIndexes,
  poolIndexes,
  poolDayIndexes,
  additionIndexes,
  pairIndexes,
  mergeIndexes,
  draftIndexes,
  referralIndexes,
  auditIndexes,
  deliveryIndexes,
  jobIndexes,
];

/** What the platform hands to the features. */
export interface Ground {
  db: Db;
  config: Config;
  connections: Connections;
  clock: Clock;
  logger: Logger;
  client: Slack['client'];
  mailer: Mailer;
  parts: Part[];
  /** Names this process in leases. */
  processId: string;
}

/** The features as app.ts sees them: what they listen to and what recurs. */
export interface Features {
  authorize: Authorize;
  registerSlack(surface: Surface): void;
  registerJobs(jobs: Jobs): void;
  router: Router;
  sample: SeedDeps;
}

/** Action id of every button that shows a candidate's card. */
const OPEN_CARD = 'candidate_open';
/** Recruiters who hear of somebody whom nobody looks after. */
const RECRUITERS_TOLD = 20;
const PROMPT = join(import.meta.dirname, '..', 'prompts', 'draft-message.md');

/** Makes the stores, fills each feature's dependencies from the others' verbs, and names what is registered. */
export async function buildFeatures(ground: Ground): Promise<Features> {
  const { db, config, connections, clock, logger, client, parts } = ground;
  // The local workspace's sample recruiter is admin there, and nowhere else.
  const admins =
    connections.local && config.slack.kind === 'embedded' ? [connections.local.people.riley] : [];
  const pools = poolStore(db);
  const privacy = privacyStore(db);
  const base = {
    clock,
    logger,
    client,
    candidates: candidateStore(db),
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
    temperature: DEFAULT_TEMPERATURE,
    configuredAdmins: config.admins.length > 0 ? config.admins : admins,
    lookUp: slackPeople({ client, clock }),
    ownersNamed: (typed: string) => membersNamed(base, typed),
    pools,
    poolNamed: poolLookup({ pools }),
    poolNames: (ids: readonly string[]) => poolNames({ pools }, ids),
  };
  const outreach = await outreachDeps(ground, base);
  const referring: ReferSlackDeps = {
    ...base,
    referrals: referralStore(db),
    tellRecruiters: tellRecruitersIn(client, () => recruiters(base, RECRUITERS_TOLD)),
  };
  const imports = importStore(db);
  const importing: ImportDeps = {
    ...base,
    imports,
    processId: ground.processId,
    async openFile(id) {
      const { size, open } = await givenFile(client, id);
      return { size, stream: open };
    },
    show: showProgressIn({ client, imports, logger }),
    handOver: handOverRefusedIn({ client, imports }),
  };
  const keepingDeps = {
    ...base,
    holdings: holdings({
      ...base,
      referrals: referring.referrals,
      outreach,
      removeMessage: removeMessageIn(client),
      forgetLocally: connections.local
        ? (names) => connections.local?.forget(names) ?? Promise.resolve()
        : null,
    }),
  };
  const pooling: PoolSlackDeps = {
    ...base,
    additions: additionStore(db),
    processId: ground.processId,
    tellAdded: tellAddedIn(client),
  };
  const refusal = (role: string, need: string) => refusalFor(base, role, need);

  return {
    authorize: (userId, need) => authorize(base, userId, need),
    registerSlack(surface) {
      registerCandidates(surface, {
        ...base,
        refusal,
        roleOf: (userId) => roleOf(base, userId),
        words: { import: importWord(), duplicates: duplicatesWord(base) },
      });
      registerDuplicates(surface, base);
      registerEngagement(surface, base);
      registerOutreach(surface, outreach);
      registerImports(surface, importing);
      registerExports(surface, base);
      registerPools(surface, pooling);
      registerReferrals(surface, referring);
      registerPrivacy(surface, keepingDeps);
      registerTeam(surface, base);
      registerStatus(surface, {
        parts: () => parts,
        words: { team: teamWord(base), privacy: privacyWord(keepingDeps) },
        refusal,
      });
      registerHome(surface, {
        isRecruiter: ({ role }) => may(role, 'candidates'),
        sections: (actor: Actor) =>
          may(actor.role, 'candidates')
            ? Promise.all([
                waitingDrafts(outreach, actor.id),
                repliesSection(base, actor),
                poolsSection(base, actor.id),
                duplicatesSection(base),
                hottestSection(base),
              ])
            : Promise.all([
                ...(may(actor.role, 'shared candidates') ? [sharedSection(base, actor.id)] : []),
                referralsSection(referring, actor.id),
              ]),
      });
    },
    registerJobs: (jobs) =>
      recurring(jobs, { base, outreach, importing, pooling, referring, keeping: keepingDeps, client }),
    router: outreachRouter(outreach, connections.inboundSecret),
    sample: base,
  };
}

type Base = Parameters<typeof recordTouchpoint>[0] &
  Parameters<typeof suppress>[0] & { logger: Logger; client: Slack['client'] };

async function outreachDeps(ground: Ground, base: Base): Promise<OutreachDeps> {
  const { db, config, connections, clock, logger, client, mailer, processId } = ground;
  const { model } = config;
  const deps = {
    drafts: draftStore(db),
    people: peopleFor(base),
    audit: base.audit,
    clock,
    logger,
    client,
    mailer,
    processId,
    model:
      model.kind === 'real'
        ? createModel({ apiKey: model.apiKey, baseUrl: model.baseUrl, model: model.name, logger })
        : null,
    prompt: await loadPrompt(PROMPT, DRAFT_PROMPT_VARIABLES),
    sender: {
      address: addressOf(connections.mailFrom),
      postalAddress: connections.postalAddress,
      publicUrl: connections.publicUrl,
      secretKey: connections.secretKey,
    },
  };
  return { ...deps, show: showDraftIn(deps), inbox: inboxIn(deps, OPEN_CARD) };
}

/** `Acme Talent <talent@acme.example>` -> `talent@acme.example`. */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

/** What outreach asks of candidates and engagement, answered by their verbs. */
function peopleFor(base: Base): People {
  return {
    byId: (id) => candidateById(base, id),
    byEmail: (address) => candidateByEmail(base, address),
    search: (text, limit) => whoIs(base, text, limit),
    temperature: ({ engagement }) => temperatureAt(engagement.heat, base.clock.now(), base.temperature),
    history: (id, limit) => latestTouchpoints(base, id, limit),
    record: (touchpoint) => recordTouchpoint(base, touchpoint),
    async suppress(id, reason, by) {
      await suppress(base, id, reason, by);
    },
  };
}
