import { join } from 'node:path';
import { candidateByEmail, candidateById, candidatesByIds, whoIs } from '#candidates/find.ts';
import { searchPage } from '#candidates/search.ts';
import { type SearchDeps, searchById, startSearch } from '#candidates/searches.ts';
import { setStage } from '#candidates/stage.ts';
import { suppress } from '#candidates/suppress.ts';
import { latestTouchpoints, touchpointById } from '#engagement/history.ts';
import { judgeAnswer } from '#engagement/judge.ts';
import { recordTouchpoint } from '#engagement/record.ts';
import { temperatureAt } from '#engagement/temperature.ts';
import { stopAll } from '#nurture/enrol.ts';
import { enrolmentStore, sequenceStore } from '#nurture/store.ts';
import { maySendStep } from '#nurture/when-allowed.ts';
import { batchStore } from '#outreach/batch/batch-store.ts';
import type { BatchDeps } from '#outreach/batch/work-off.ts';
import { DRAFT_PROMPT_VARIABLES, type OutreachDeps, READING_PROMPT_VARIABLES } from '#outreach/deps.ts';
import type { Draft } from '#outreach/draft.ts';
import { draftLists } from '#outreach/listing-store.ts';
import type { People } from '#outreach/people.ts';
import { sendSlots } from '#outreach/sending/slots.ts';
import { showBatchIn } from '#outreach/slack/batch-message.ts';
import { inboxIn } from '#outreach/slack/inbox.ts';
import { showDraftIn } from '#outreach/slack/show.ts';
import { draftStore } from '#outreach/store.ts';
import { createModel } from '#platform/llm/model.ts';
import { loadPrompt } from '#platform/llm/prompt.ts';
import type { Logger } from '#platform/logger.ts';
import type { WebhookFormat } from '#platform/mail/webhooks/format.ts';
import { generic } from '#platform/mail/webhooks/generic.ts';
import { mailgun } from '#platform/mail/webhooks/mailgun.ts';
import { postmark } from '#platform/mail/webhooks/postmark.ts';
import { ses } from '#platform/mail/webhooks/ses.ts';
import { measuredModel } from '#platform/metrics/measured.ts';
import type { Slack } from '#platform/slack/create-slack.ts';
import { poolAsked } from '#pools/pools.ts';
import { type NoteDeps, noteSent } from '#reengagement/note.ts';
import type { Config } from './config.ts';
import type { Ground } from './ground.ts';

/** Action id of every button that shows a candidate's card. */
const OPEN_CARD = 'candidate_open';
const promptFile = (name: string) => join(import.meta.dirname, '..', 'prompts', `${name}.md`);

type Base = Parameters<typeof recordTouchpoint>[0] &
  SearchDeps &
  Pick<OutreachDeps, 'writing' | 'messages' | 'colleague'> &
  Parameters<typeof suppress>[0] &
  Omit<NoteDeps, 'candidateById'> &
  Parameters<typeof poolAsked>[0] & { logger: Logger; client: Slack['client'] };

/** What outreach works with, its questions about people answered by the verbs of candidates and engagement. */
export async function outreachDeps(ground: Ground, base: Base): Promise<BatchDeps> {
  const { db, config, connections, clock, logger, client, mailer, processId, metrics } = ground;
  const { model } = config;
  const [drafts, batches, people] = [draftStore(db), batchStore(db), peopleFor(base)];
  // Whom a message re-engages is counted before it is in the history: what a crash left is recorded again, and counted.
  const record: People['record'] = async (touchpoint) => {
    const draft = touchpoint.draftId ? await drafts.byId(touchpoint.draftId) : null;
    const batch = draft?.batchId ? await batches.byId(draft.batchId) : null;
    const pool = batch ? await poolAsked(base, batch.what) : null;
    await noteSent({ ...base, candidateById: people.byId }, touchpoint, draft, pool);
    return people.record(touchpoint);
  };
  const enrolments = enrolmentStore(db);
  const deps = {
    drafts,
    slots: sendSlots(db),
    people: { ...people, record },
    audit: base.audit,
    writing: base.writing,
    messages: base.messages,
    colleague: base.colleague,
    clock,
    logger,
    client,
    mailer,
    processId,
    model:
      model.kind === 'real'
        ? measuredModel(
            createModel({ apiKey: model.apiKey, baseUrl: model.baseUrl, model: model.name, logger }),
            metrics,
          )
        : null,
    count: metrics,
    prompt: await loadPrompt(promptFile('draft-message'), DRAFT_PROMPT_VARIABLES),
    stopSequences: (ids: readonly string[], why: Parameters<OutreachDeps['stopSequences']>[1]) =>
      stopAll({ enrolments, audit: base.audit, clock }, ids, why),
    readingPrompt: await loadPrompt(promptFile('read-answer'), READING_PROMPT_VARIABLES),
    sender: {
      address: addressOf(connections.mailFrom),
      postalAddress: connections.postalAddress,
      publicUrl: connections.publicUrl,
      secretKey: connections.secretKey,
    },
  };
  const maySend = { enrolments, sequences: sequenceStore(db), outreach: deps };
  const inbox = inboxIn(deps, { openCard: OPEN_CARD });
  const whole = {
    ...deps,
    inbox,
    batches,
    lists: draftLists(db),
    maySendStep: (draft: Draft) => maySendStep(maySend, draft),
  };
  // Messages of drafts and of batches bring each other up to date.
  const showBatch = showBatchIn({ ...whole, show: async () => undefined });
  return { ...whole, showBatch, show: showDraftIn({ ...deps, showBatch }) };
}

/** How mail providers hand answers in; each is there when its secret is. */
export function webhookFormats(config: Config, inboundSecret: string | null): WebhookFormat[] {
  const { mailgunSigningKey, sesTopicArn } = config.providers;
  return [
    ...(inboundSecret === null ? [] : [generic(inboundSecret), postmark(inboundSecret)]),
    ...(mailgunSigningKey === null ? [] : [mailgun(mailgunSigningKey)]),
    ...(sesTopicArn === null ? [] : [ses(sesTopicArn)]),
  ];
}

/** `Acme Talent <talent@acme.example>` -> `talent@acme.example`. */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

/** What outreach asks of candidates and engagement, answered by their verbs. */
export function peopleFor(base: Omit<Base, 'reengagements' | 'pools'>): People {
  return {
    byId: (id) => candidateById(base, id),
    byIds: (ids) => candidatesByIds(base, ids),
    byEmail: (address) => candidateByEmail(base, address),
    search: (text, limit) => whoIs(base, text, limit),
    async find(query, asker) {
      const { searchId, text, total } = await startSearch(base, query, asker);
      return { searchId, text, total };
    },
    async found(searchId, asker, limit) {
      const search = await searchById(base, searchId, asker.id);
      if (!search) return null;
      const { candidates, total } = await searchPage(base, search.text, asker, null, limit);
      return { text: search.text, total, ids: candidates.map(({ _id }) => _id) };
    },
    temperature: ({ engagement }) => temperatureAt(engagement.heat, base.clock.now(), base.temperature),
    history: (id, limit) => latestTouchpoints(base, id, limit),
    record: (touchpoint) => recordTouchpoint(base, touchpoint),
    touchpoint: (id) => touchpointById(base, id),
    judge: (touchpointId, sentiment, by) => judgeAnswer(base, { touchpointId, sentiment, by }),
    async decline(id, by) {
      await setStage(base, { id, stage: 'declined', by, surface: 'answer' });
    },
    async suppress(id, reason, by) {
      await suppress(base, id, reason, by);
    },
  };
}
