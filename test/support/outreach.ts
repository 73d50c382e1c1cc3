import { randomUUID } from 'node:crypto';
import type { Db } from 'mongodb';
import { auditStore } from '#audit/store.ts';
import type { Candidate } from '#candidates/candidate.ts';
import { sketchOf } from '#candidates/sketch.ts';
import type { Touchpoint } from '#engagement/touchpoint.ts';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { loadPrompt } from '#platform/llm/prompt.ts';
import { createLogger } from '#platform/logger.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import {
  type Answer,
  DRAFT_PROMPT_VARIABLES,
  type OutreachDeps,
  READING_PROMPT_VARIABLES,
} from '../../src/outreach/deps.ts';
import type { Draft, DraftRequest } from '../../src/outreach/draft.ts';
import { requestDraft } from '../../src/outreach/drafting/request-draft.ts';
import { writeDraft } from '../../src/outreach/drafting/write-draft.ts';
import { DEFAULT_MESSAGE_RULES } from '../../src/outreach/message-rules.ts';
import type { People } from '../../src/outreach/people.ts';
import { DEFAULT_WRITING } from '../../src/outreach/permission/permission.ts';
import { sendSlots } from '../../src/outreach/sending/slots.ts';
import { draftIndexes, draftStore } from '../../src/outreach/store.ts';

export const RILEY = 'U0RILEY';
export const POSTAL = 'Acme Inc., 1 Main Street, Springfield';
export const SECRET_KEY = 'a secret key of at least 32 characters, for tests';

/** A candidate about whom something is known. */
export function candidate(change: Partial<Candidate> = {}): Candidate {
  return {
    _id: randomUUID().replaceAll('-', '').slice(0, 24),
    name: 'Ana López',
    emails: ['ana@example.com'],
    phones: [],
    links: ['https://linkedin.com/in/ana'],
    keys: [],
    headline: 'Backend engineer',
    company: 'Initech',
    location: 'Austin, US',
    seniority: 'Senior',
    skills: ['Kubernetes', 'Go'],
    interests: [{ what: 'backend', at: new Date('2026-03-01T10:00:00Z'), how: 'said to a recruiter' }],
    tags: [],
    source: { kind: 'Event', detail: 'KubeCon', at: new Date('2026-01-10T10:00:00Z'), by: RILEY },
    owner: RILEY,
    stage: 'prospect',
    suppressions: [],
    snoozedUntil: null,
    lawfulBasis: { basis: 'legitimate interest', at: new Date('2026-01-10T10:00:00Z'), expiresAt: null },
    viewers: [],
    aliases: [],
    pools: [],
    place: { city: 'austin', country: 'US', timeZone: 'America/Chicago' },
    nameKey: 'ana lopez',
    text: '',
    facets: [],
    tokens: [],
    ...sketchOf([], [], { city: null, country: null }),
    interestedAt: [],
    blocks: [],
    engagement: {
      heat: 0,
      lastContactedAt: null,
      lastEngagedAt: null,
      lastAnswer: null,
      lastAt: null,
      revision: 0,
    },
    revision: 0,
    createdAt: new Date('2026-01-10T10:00:00Z'),
    updatedAt: new Date('2026-01-10T10:00:00Z'),
    ...change,
  };
}

export interface TestPeople extends People {
  candidates: Map<string, Candidate>;
  touchpoints: Touchpoint[];
}

/** The other features' side, kept in memory: what outreach asks of them and tells them. */
export function testPeople(candidates: Candidate[], touchpoints: Touchpoint[] = []): TestPeople {
  const byId = new Map(candidates.map((person) => [person._id, person]));
  return {
    candidates: byId,
    touchpoints,
    byId: async (id) => byId.get(id) ?? null,
    byIds: async (ids) => ids.flatMap((id) => byId.get(id) ?? []),
    byEmail: async (address) => [...byId.values()].find(({ emails }) => emails.includes(address)) ?? null,
    search: async (text) => [...byId.values()].filter(({ name }) => name.includes(text)),
    find: async (text) => ({ searchId: text, text, total: byId.size }),
    found: async (searchId, _asker, limit) => ({
      text: searchId,
      total: byId.size,
      ids: [...byId.keys()].slice(0, limit),
    }),
    temperature: () => 'warm',
    history: async (id, limit) =>
      touchpoints
        .filter(({ candidateId }) => candidateId === id)
        .sort((a, b) => b.at.getTime() - a.at.getTime())
        .slice(0, limit),
    async record(touchpoint) {
      if (touchpoints.some(({ _id }) => _id === touchpoint._id)) return false;
      const blank = { channel: null, sentiment: null, draftId: null, note: null };
      touchpoints.push({ ...blank, ...touchpoint, pending: false, recordedAt: new Date() });
      const person = byId.get(touchpoint.candidateId);
      if (person && touchpoint.kind !== 'status')
        byId.set(person._id, { ...person, engagement: { ...person.engagement, lastAt: touchpoint.at } });
      return true;
    },
    touchpoint: async (id) => touchpoints.find(({ _id }) => _id === id) ?? null,
    async judge(id, sentiment, by) {
      const found = touchpoints.find(({ _id }) => _id === id);
      if (!found || (by === 'model' && found.sentiment !== null)) return false;
      found.sentiment = sentiment;
      return true;
    },
    async decline(id) {
      const person = byId.get(id);
      if (person) byId.set(id, { ...person, stage: 'declined' });
    },
    async suppress(id, reason, by) {
      const person = byId.get(id);
      if (!person || person.suppressions.some((entry) => entry.reason === reason)) return;
      byId.set(id, { ...person, suppressions: [...person.suppressions, { reason, at: new Date(), by }] });
    },
  };
}

export interface TestOutreach extends OutreachDeps {
  people: TestPeople;
  shown: string[];
  answers: Answer[];
  /** Moves the clock. */
  wait(ms: number): void;
}

export async function testOutreach(
  db: Db,
  parts: { people: TestPeople; mailer: Mailer } & Partial<OutreachDeps>,
): Promise<TestOutreach> {
  let now = new Date('2026-11-20T15:00:00Z').getTime();
  const shown: string[] = [];
  const answers: Answer[] = [];
  await ensureIndexes(db, [draftIndexes]);
  return {
    drafts: draftStore(db),
    slots: sendSlots(db),
    audit: auditStore(db),
    clock: { now: () => new Date(now) },
    logger: createLogger('silent'),
    model: null,
    prompt: await loadPrompt('prompts/draft-message.md', DRAFT_PROMPT_VARIABLES),
    readingPrompt: await loadPrompt('prompts/read-answer.md', READING_PROMPT_VARIABLES),
    sender: {
      address: 'talent@acme.example',
      postalAddress: POSTAL,
      publicUrl: 'https://crm.example',
      secretKey: SECRET_KEY,
    },
    inbox: {
      async answered(_draft, answer) {
        answers.push(answer);
      },
    },
    writing: DEFAULT_WRITING,
    messages: { ...DEFAULT_MESSAGE_RULES },
    stopSequences: async () => [],
    count: { inbound: () => {} },
    maySendStep: async () => null,
    colleague: async (id) => ({ id, name: 'Harper Lee', timeZone: 'America/New_York' }),
    processId: 'one',
    async show(id) {
      shown.push(id);
    },
    shown,
    answers,
    wait(ms) {
      now += ms;
    },
    ...parts,
  };
}

export const REQUEST: DraftRequest = {
  purpose: 're-engagement',
  role: '',
  tone: 'friendly',
  mention: '',
  channel: 'email',
};

/** A draft that waits for its decision. */
export async function waitingDraft(
  deps: TestOutreach,
  candidateId: string,
  request: Partial<DraftRequest> = {},
): Promise<Draft> {
  const requested = await requestDraft(deps, {
    deliveryId: randomUUID(),
    candidateId,
    requester: { id: RILEY, name: 'Riley Park' },
    request: { ...REQUEST, ...request },
  });
  if (requested.outcome !== 'drafting') throw new Error(requested.why);
  await writeDraft(deps, requested.draftId);
  return mustBe(deps, requested.draftId);
}

export async function mustBe(deps: TestOutreach, draftId: string): Promise<Draft> {
  const draft = await deps.drafts.byId(draftId);
  if (!draft) throw new Error('the draft is gone');
  return draft;
}

/** A mailer that takes everything and remembers Message-IDs. */
export function takingMailer(): Mailer & { taken: string[] } {
  const taken: string[] = [];
  return {
    taken,
    async send(mail) {
      taken.push(mail.messageId);
      return { outcome: 'accepted', response: '250 ok' };
    },
    ping: async () => true,
    close() {},
  };
}
