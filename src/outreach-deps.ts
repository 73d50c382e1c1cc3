import { join } from 'node:path';
import { candidateByEmail, candidateById, whoIs } from '#candidates/find.ts';
import { suppress } from '#candidates/suppress.ts';
import { latestTouchpoints } from '#engagement/history.ts';
import { recordTouchpoint } from '#engagement/record.ts';
import { temperatureAt } from '#engagement/temperature.ts';
import { DRAFT_PROMPT_VARIABLES, type OutreachDeps } from '#outreach/deps.ts';
import type { People } from '#outreach/people.ts';
import { sendSlots } from '#outreach/sending/slots.ts';
import { inboxIn } from '#outreach/slack/inbox.ts';
import { showDraftIn } from '#outreach/slack/show.ts';
import { draftStore } from '#outreach/store.ts';
import { createModel } from '#platform/llm/model.ts';
import { loadPrompt } from '#platform/llm/prompt.ts';
import type { Logger } from '#platform/logger.ts';
import type { Slack } from '#platform/slack/create-slack.ts';
import type { Ground } from './ground.ts';

/** Action id of every button that shows a candidate's card. */
const OPEN_CARD = 'candidate_open';
const PROMPT = join(import.meta.dirname, '..', 'prompts', 'draft-message.md');

type Base = Parameters<typeof recordTouchpoint>[0] &
  Pick<OutreachDeps, 'writing' | 'messages' | 'colleague'> &
  Parameters<typeof suppress>[0] & { logger: Logger; client: Slack['client'] };

/** What outreach works with, its questions about people answered by the verbs of candidates and engagement. */
export async function outreachDeps(ground: Ground, base: Base): Promise<OutreachDeps> {
  const { db, config, connections, clock, logger, client, mailer, processId } = ground;
  const { model } = config;
  const deps = {
    drafts: draftStore(db),
    slots: sendSlots(db),
    people: peopleFor(base),
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
