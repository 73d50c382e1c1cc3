import { expect, test } from 'vitest';
import { checkMessageBlocks, checkModal, textLength } from '../../../src/local/web-api/block-kit/check.ts';
import { type Draft, type DraftState, STATES, type Version } from '../../../src/outreach/draft.ts';
import { MAX_BODY, MAX_SUBJECT } from '../../../src/outreach/limits.ts';
import type { Permission } from '../../../src/outreach/permission/permission.ts';
import { approvalMessage } from '../../../src/outreach/slack/approval-message.ts';
import { draftOutreachModal, editDraftModal, rewriteDraftModal } from '../../../src/outreach/slack/modals.ts';
import { candidate, REQUEST, RILEY } from '../../support/outreach.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const NASTY = '<!channel> *bold* & <@U1> 👩🏽‍💻 محمد ';
const FREE: Permission = { hard: [], soft: [], outOfHours: null };
const ASKED: Permission = {
  hard: [],
  outOfHours: null,
  soft: [{ id: 'more than 1 in 7 days', words: 'Already written to once.' }],
};

const version: Version = {
  number: 1,
  subject: NASTY.repeat(10).slice(0, MAX_SUBJECT),
  body: NASTY.repeat(200).slice(0, MAX_BODY),
  facts: Array.from({ length: 30 }, (_, i) => ({ number: i + 1, text: NASTY.repeat(30), untrusted: true })),
  factsUsed: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  findings: Array.from({ length: 20 }, () => ({ sentence: NASTY.repeat(20), problem: NASTY.repeat(20) })),
  origin: 'model',
  by: RILEY,
  at: NOW,
  promptVersion: 1,
  model: 'gpt',
  instruction: NASTY.repeat(40),
  note: null,
};

function draft(state: DraftState, change: Partial<Draft> = {}): Draft {
  return {
    _id: 'a'.repeat(24),
    candidateId: 'c',
    requester: { id: RILEY, name: NASTY },
    request: REQUEST,
    state,
    versions: [version],
    version: 1,
    rewrite: null,
    lease: null,
    approval: { by: RILEY, at: NOW, version: 1, confirmed: [] },
    attempt: null,
    attempts: [],
    ended: { by: 'rekindle', at: NOW },
    problem: state === 'failed' ? NASTY.repeat(100) : null,
    message: null,
    messageIds: [],
    revision: 1,
    stale: false,
    unrecorded: [],
    lapsesAt: NOW,
    createdAt: NOW,
    updatedAt: NOW,
    ...change,
  };
}

const person = candidate({ name: NASTY.repeat(10) });
const view = (shown: Draft, permission = FREE) => ({
  draft: shown,
  candidate: person,
  temperature: 'warm' as const,
  permission,
  isForRecruiter: true,
  now: NOW,
});

test.each(STATES)('state %s: Slack takes it at the longest, and nobody is pinged', (state) => {
  for (const message of [
    approvalMessage(view(draft(state), ASKED)),
    approvalMessage({ ...view(draft(state)), candidate: null }),
  ]) {
    const checked = checkMessageBlocks(message.blocks);
    expect(checked.ok ? [] : checked.messages).toEqual([]);
    if (checked.ok) expect(textLength(checked.value)).toBeLessThan(13_200);
    const marked =
      JSON.stringify(message)
        .match(/"type":"mrkdwn","text":"(?:[^"\\]|\\.)*"/g)
        ?.join('\n') ?? '';
    expect(marked).not.toContain('<!channel>');
    expect(message.text).not.toContain('<!channel>');
  }
});

function labels(shown: Draft, permission = FREE): string[] {
  const actions = approvalMessage(view(shown, permission)).blocks?.find(({ type }) => type === 'actions');
  return actions?.type === 'actions'
    ? actions.elements.flatMap((element) => (element.type === 'button' ? [element.text.text] : []))
    : [];
}

test.each<[DraftState, string[]]>([
  ['drafting', []],
  ['waiting', ['Approve & send', 'Edit', 'Rewrite', 'Facts', 'Discard']],
  ['approved', []],
  ['sending', []],
  ['sent', []],
  ['unclear', ['It arrived', 'Send again']],
  ['failed', ['Send again', 'Discard']],
  ['discarded', []],
  ['lapsed', []],
])('buttons of %s', (state, expected) => {
  expect(labels(draft(state))).toEqual(expected);
});

test('LinkedIn has a text to copy and Mark as sent', () => {
  const request = { ...REQUEST, channel: 'linkedin' as const };
  expect(labels(draft('waiting', { request }))).toEqual([
    'Mark as sent',
    'Edit',
    'Rewrite',
    'Facts',
    'Discard',
  ]);
});

test('a soft reason stands there, asks for a confirmation, and is in what the click says', () => {
  const { blocks } = approvalMessage(view(draft('waiting'), ASKED));
  const json = JSON.stringify(blocks);
  expect(json).toContain('Already written to once. You will be asked to confirm.');
  expect(json).toContain('Send all the same?');
  expect(json).toContain('more than 1 in 7 days');
});

test('modals', () => {
  for (const modal of [
    draftOutreachModal(person, RILEY, NOW),
    editDraftModal(draft('waiting')),
    editDraftModal(draft('waiting'), {
      subject: NASTY,
      body: NASTY,
      findings: [{ sentence: NASTY.repeat(50), problem: NASTY.repeat(50) }],
    }),
    rewriteDraftModal(draft('waiting')),
  ]) {
    const checked = checkModal(modal);
    expect(checked.ok ? [] : checked.messages).toEqual([]);
  }
});

test('Draft outreach picks what fits', () => {
  const picked = (change: Parameters<typeof candidate>[0]) =>
    draftOutreachModal(candidate(change), RILEY, NOW).blocks.flatMap((block) =>
      'element' in block && block.element.type === 'static_select'
        ? [block.element.initial_option?.text.text]
        : [],
    );
  const { engagement } = candidate();
  expect(picked({})).toEqual(['First contact', 'Friendly', 'E-mail']);
  expect(
    picked({ emails: [], engagement: { ...engagement, lastContactedAt: new Date('2026-11-01') } }),
  ).toEqual(['Follow-up', 'Friendly', 'LinkedIn']);
  expect(
    picked({ emails: [], links: [], engagement: { ...engagement, lastEngagedAt: new Date('2026-03-01') } }),
  ).toEqual(['Re-engagement', 'Friendly', 'Phone']);
});
