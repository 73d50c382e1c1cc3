import express, { type Router } from 'express';
import { type AuditSlackDeps, auditWord, register as registerAudit } from '#audit/slack/register.ts';
import { candidateById, whoIs } from '#candidates/find.ts';
import { hottestSection, repliesSection, sharedSection } from '#candidates/slack/home.ts';
import { register as registerCandidates } from '#candidates/slack/register.ts';
import { register as registerDigest } from '#digest/slack/register.ts';
import { duplicatesSection } from '#duplicates/slack/home.ts';
import { duplicatesWord, register as registerDuplicates } from '#duplicates/slack/register.ts';
import { register as registerEngagement } from '#engagement/slack/register.ts';
import { putOnList } from '#events/attend.ts';
import { eventsWord, register as registerEvents } from '#events/slack/register.ts';
import { register as registerExports } from '#exports/slack/register.ts';
import { fairnessRouter } from '#fairness/http.ts';
import { fairnessWord, register as registerFairness } from '#fairness/slack/register.ts';
import { register as registerHome } from '#home/slack/register.ts';
import { register as registerHygiene } from '#hygiene/slack/register.ts';
import { handOverRefusedIn, showProgressIn } from '#imports/slack/progress.ts';
import { type ImportSlackDeps, importWord, register as registerImports } from '#imports/slack/register.ts';
import { importStore } from '#imports/store.ts';
import { lateSteps } from '#nurture/backlog.ts';
import { register as registerNurture } from '#nurture/slack/register.ts';
import { outreachRouter } from '#outreach/http.ts';
import { mailboxPosition } from '#outreach/inbound/mailbox-position.ts';
import { receiveMail } from '#outreach/inbound/receive.ts';
import { register as registerOutreach } from '#outreach/slack/register.ts';
import { removeMessageIn } from '#outreach/slack/show.ts';
import { waitingDrafts } from '#outreach/slack/waiting.ts';
import { type Jobs } from '#platform/jobs/jobs.ts';
import type { readImap } from '#platform/mail/imap.ts';
import { givenFile } from '#platform/slack/files.ts';
import type { Authorize } from '#platform/slack/handling.ts';
import type { Actor, Surface } from '#platform/slack/surface.ts';
import { additionStore } from '#pools/addition-store.ts';
import { type PoolSlackDeps, register as registerPools } from '#pools/slack/register.ts';
import { poolsSection, tellAddedIn } from '#pools/slack/tell.ts';
import { privacyWord, register as registerPrivacy } from '#privacy/slack/register.ts';
import { referralsSection, waitingSection } from '#referrals/slack/home.ts';
import { register as registerReferrals } from '#referrals/slack/register.ts';
import { register as registerReminders, remindersSection, remindersWord } from '#reminders/slack/register.ts';
import { isShownToManager, shownToManager } from '#roles/managers.ts';
import { managerSection, rolesSection } from '#roles/slack/home.ts';
import { register as registerRoles } from '#roles/slack/register.ts';
import { ruleName } from '#rules/history.ts';
import { register as registerRules, rulesWord } from '#rules/slack/register.ts';
import { register as registerSettings, settingsWord, showRecountIn } from '#settings/slack/register.ts';
import { backlog } from '#status/backlog.ts';
import { register as registerStatus } from '#status/slack/register.ts';
import { authorize, refusalFor, roleOf } from '#team/actor.ts';
import { may } from '#team/permissions.ts';
import { register as registerTeam, teamWord } from '#team/slack/register.ts';
import { baseDeps } from './base-deps.ts';
import type { Ground } from './ground.ts';
import { holdings } from './holdings.ts';
import { letterDeps } from './letter-deps.ts';
import { outreachDeps, webhookFormats } from './outreach-deps.ts';
import { recurring } from './recurring.ts';
import { referralDeps } from './referral-deps.ts';
import { rolesDeps } from './roles-deps.ts';
import { ruleDeps } from './rule-deps.ts';
import type { SeedDeps } from './sample/seed.ts';
import { warmDeps } from './warm-deps.ts';

/** The features as app.ts sees them: what they listen to and what recurs. */
export interface Features {
  authorize: Authorize;
  registerSlack(surface: Surface): void;
  registerJobs(jobs: Jobs): void;
  router: Router;
  /** What reading a mailbox needs of us. */
  mailbox: Pick<Parameters<typeof readImap>[0], 'position' | 'keepPosition' | 'take'>;
  sample: SeedDeps;
  /** What waits now, by what it waits for; asks the database. */
  backlog: () => Promise<Record<string, number>>;
  /** Lets go of what runs by itself. */
  close(): void;
}

/** Makes the stores, fills each feature's dependencies from the others' verbs, and names what is registered. */
export async function buildFeatures(ground: Ground): Promise<Features> {
  const { db, config, connections, logger, client, parts } = ground;
  const { base, settings, live, watching } = await baseDeps(ground);
  const outreach = await outreachDeps(ground, base);
  const { reminding, nurturing, meeting, cooling, noting, rateOf } = warmDeps(db, client, {
    ...base,
    outreach,
  });
  const ruling = ruleDeps(db, client, watching, nurturing);
  const referring = referralDeps(db, client, base);
  const filling = await rolesDeps(ground, base, { outreach, nurturing });
  const imports = importStore(db);
  const importing: ImportSlackDeps = {
    ...base,
    imports,
    processId: ground.processId,
    async openFile(id) {
      const { size, open } = await givenFile(client, id);
      return { size, stream: open };
    },
    show: showProgressIn({ client, imports, logger }),
    handOver: handOverRefusedIn({ client, imports }),
    eventNamed: async (id) => {
      const event = await meeting.events.byId(id);
      return event && { id, name: event.name };
    },
    putOnList: async ({ id, attended }, ids, by) =>
      void (await putOnList(meeting, { _id: id }, ids, { by, state: attended ? 'attended' : 'registered' })),
  };
  const keepingDeps = {
    ...base,
    holdings: holdings({
      ...base,
      referring,
      enrolments: nurturing.enrolments,
      events: meeting.events,
      runs: ruling.runs,
      members: ruling.members,
      outreach,
      filling,
      removeMessage: removeMessageIn(client),
      forgetLocally: connections.local
        ? (names) => connections.local?.forget(names) ?? Promise.resolve()
        : null,
    }),
  };
  const pooling: PoolSlackDeps = {
    ...cooling,
    additions: additionStore(db),
    tellAdded: tellAddedIn(client),
  };
  const setting = {
    ...base,
    settings,
    live,
    processId: ground.processId,
    showRecount: showRecountIn({ client, settings, logger }),
  };
  const auditing: AuditSlackDeps = {
    ...base,
    whoIs: (text, limit) => whoIs(base, text, limit),
    nameOf: async (id) => (await candidateById(base, id))?.name ?? null,
    ruleNamed: (id) => ruleName(ruling, id),
  };
  const letters = { ...base, outreach, reminding, referring, rateOf, channelDigest: live.digest };
  const { hygiene, digest } = letterDeps(db, client, letters);
  const refusal = (role: string, need: string) => refusalFor(base, role, need);

  return {
    authorize: (userId, need) => authorize(base, userId, need),
    registerSlack(surface) {
      registerCandidates(surface, {
        ...base,
        refusal,
        roleOf: (userId) => roleOf(base, userId),
        shownToManager: (userId) => shownToManager(base, userId),
        isShownToManager: (userId, candidate) => isShownToManager(base, userId, candidate),
        words: {
          import: importWord(),
          duplicates: duplicatesWord(base),
          reminders: remindersWord(reminding),
          events: eventsWord(meeting),
        },
      });
      registerReminders(surface, reminding);
      registerNurture(surface, { ...nurturing, words: { rules: rulesWord(ruling) } });
      registerRules(surface, ruling);
      registerEvents(surface, meeting);
      registerRoles(surface, filling);
      registerDuplicates(surface, base);
      registerEngagement(surface, base);
      registerOutreach(surface, outreach);
      registerImports(surface, importing);
      registerExports(surface, base);
      registerPools(surface, pooling);
      registerReferrals(surface, referring);
      registerHygiene(surface, base);
      registerDigest(surface, digest);
      registerAudit(surface, auditing);
      registerSettings(surface, setting);
      registerFairness(surface, base);
      registerPrivacy(surface, keepingDeps);
      registerTeam(surface, base);
      registerStatus(surface, {
        parts: () => parts,
        backlog: () => lateSteps(nurturing),
        words: {
          team: teamWord(base),
          settings: settingsWord(setting),
          audit: auditWord(auditing),
          privacy: privacyWord(keepingDeps),
          fairness: fairnessWord(base),
        },
        refusal,
      });
      registerHome(surface, {
        isRecruiter: ({ role }) => may(role, 'candidates'),
        sections: (actor: Actor) =>
          may(actor.role, 'candidates')
            ? Promise.all([
                waitingDrafts(outreach, actor.id),
                waitingSection(referring, actor.id),
                remindersSection(reminding, actor.id),
                repliesSection(base, actor),
                rolesSection(filling, actor.id),
                poolsSection(base, actor.id),
                duplicatesSection(base),
                hottestSection(base),
              ])
            : Promise.all([
                ...(may(actor.role, 'role word')
                  ? [managerSection(filling, actor.id), sharedSection(base, actor.id)]
                  : []),
                referralsSection(referring, actor.id),
              ]),
      });
    },
    registerJobs: (jobs) =>
      recurring(jobs, {
        base,
        outreach,
        importing,
        pooling,
        referring,
        keeping: keepingDeps,
        reminding,
        nurturing,
        meeting,
        fairness: base,
        filling,
        ruling,
        noting,
        hygiene,
        digest,
        setting,
        client,
      }),
    mailbox: {
      ...mailboxPosition(db, config.imapUrl),
      take: async (raw) => void (await receiveMail(outreach, raw)),
    },
    router: express
      .Router()
      .use(outreachRouter(outreach, webhookFormats(config, connections.inboundSecret)))
      .use(fairnessRouter(base)),
    sample: base,
    backlog: () =>
      backlog({
        ...base,
        imports,
        drafts: outreach.lists,
        enrolments: nurturing.enrolments,
        reminders: base.reminders,
      }),
    close() {
      live.close();
      watching.close();
    },
  };
}
