import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Interest } from '#candidates/candidate.ts';
import type { Touchpoint } from '#engagement/touchpoint.ts';
import { checkDraft } from '../../../src/outreach/checks/check-draft.ts';
import {
  CHANNEL_IDS,
  type DraftRequest,
  PURPOSES,
  type Purpose,
  TONES,
  type Tone,
} from '../../../src/outreach/draft.ts';
import { buildFacts } from '../../../src/outreach/drafting/facts.ts';
import { templateDraft } from '../../../src/outreach/drafting/template-draft.ts';
import { candidate, REQUEST, RILEY } from '../../support/outreach.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const touchpoint = (kind: Touchpoint['kind'], note: string | null): Touchpoint => ({
  _id: kind,
  candidateId: 'c',
  kind,
  direction: 'in',
  at: new Date('2026-03-03T10:00:00Z'),
  by: RILEY,
  channel: null,
  sentiment: 'positive',
  draftId: null,
  note,
  pending: false,
  recordedAt: NOW,
});

const anyOf = <T extends string>(choices: Record<T, string>) =>
  fc.constantFrom(...(Object.keys(choices) as T[]));
const requests: fc.Arbitrary<DraftRequest> = fc.record({
  purpose: anyOf<Purpose>(PURPOSES),
  tone: anyOf<Tone>(TONES),
  channel: fc.constantFrom(...CHANNEL_IDS),
  role: fc.constantFrom('', 'Senior Backend Engineer (level 5), platform and reliability, Austin'),
  mention: fc.constantFrom('', 'we raised 20 million', 'Our meetup is on 5 December.'),
});
const people = fc.record({
  name: fc.constantFrom('Ana López', '李雷', 'Åsa', 'محمد علي', 'Jo <!channel> *bold*'),
  headline: fc.constantFrom(null, 'Backend engineer since 2015'),
  company: fc.constantFrom(null, 'Initech'),
  skills: fc.constantFrom<string[]>([], ['Go'], ['Go', 'C++', 'Kubernetes']),
  interests: fc.constantFrom<Interest[]>([], [{ what: 'backend', at: NOW, how: 'said so' }]),
});

test('whatever is known or asked for: it passes our own checks, and uses no note', () => {
  fc.assert(
    fc.property(
      requests,
      people,
      fc.constantFrom([], ['meeting'], ['replied'], ['event attended']),
      fc.boolean(),
      (request, known, kinds, isAnswer) => {
        const person = candidate(known);
        const touchpoints = kinds.map((kind) =>
          touchpoint(kind as Touchpoint['kind'], 'wants 150,000, secret'),
        );
        const requesterName = 'Riley Park';
        const draft = templateDraft({ candidate: person, touchpoints, requesterName, request, isAnswer });
        const facts = buildFacts({
          candidate: person,
          touchpoints,
          requesterName,
          request,
          instructions: [],
          aboutUs: '',
          now: NOW,
        });
        expect(checkDraft(draft, facts, { channel: request.channel, language: 'en' })).toEqual([]);
        expect(draft.body).not.toMatch(/undefined|null|secret|150,000|\s{3,}/);
        expect(draft.body.endsWith(requesterName)).toBe(true);
        expect(draft.subject.length).toBeLessThanOrEqual(60);
      },
    ),
  );
});

test('with a typical record it has the length of a personal message', () => {
  const { body } = templateDraft({
    candidate: candidate(),
    touchpoints: [],
    requesterName: 'Riley Park',
    request: REQUEST,
    isAnswer: false,
  });
  const words = body.split(/\s+/).length;
  expect(words).toBeGreaterThanOrEqual(60);
  expect(words).toBeLessThanOrEqual(120);
  expect(body).toContain('backend interests you');
});

test('an answer says nothing again that stood in the message before, and claims nothing about theirs', () => {
  const sources = {
    candidate: candidate(),
    touchpoints: [touchpoint('call', null)],
    requesterName: 'Riley Park',
  };
  const request = { ...REQUEST, purpose: 'follow-up' as const };
  const first = templateDraft({ ...sources, request, isAnswer: false }).body.split('\n\n');
  const answer = templateDraft({ ...sources, request, isAnswer: true }).body.split('\n\n');
  expect(answer.filter((paragraph) => first.includes(paragraph))).toEqual([first[0], first.at(-1)]);
  expect(answer[1]).toContain('Thank you for your answer');
});
