import type { KnownBlock, ModalView } from '@slack/types';
import type { Candidate } from '#candidates/candidate.ts';
import { input, option, section, textInput, truncate } from '#platform/slack/blocks.ts';
import { MOST_IN_BATCH } from '../batch/batch.ts';
import { CHANNELS } from '../channels/channels.ts';
import {
  type Draft,
  type DraftRequest,
  type Finding,
  newestVersion,
  PURPOSES,
  type Purpose,
  TONES,
} from '../draft.ts';
import { MAX_BODY, MAX_SUBJECT } from '../limits.ts';
import { writeReference } from './button-value.ts';
import { findingLines } from './words.ts';

export const DRAFT_OUTREACH = 'draft_outreach';
export const EDIT_DRAFT = 'edit_draft';
export const REWRITE_DRAFT = 'rewrite_draft';

/** Days after which a relationship is taken up again rather than followed up. */
const LONG_AGO_DAYS = 120;

/**
 * The modal **Draft outreach**, with what fits best picked already.
 * @param answering id of the touchpoint that is answered
 */
export function draftOutreachModal(
  candidate: Pick<Candidate, '_id' | 'name' | 'emails' | 'links' | 'engagement'>,
  actorId: string,
  now: Date,
  answering?: string,
): ModalView {
  return {
    type: 'modal',
    callback_id: DRAFT_OUTREACH,
    private_metadata: answering ? `${candidate._id} ${answering}` : candidate._id,
    title: { type: 'plain_text', text: 'Draft outreach' },
    submit: { type: 'plain_text', text: 'Draft' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      {
        type: 'section',
        text: {
          type: 'plain_text',
          text: `${answering ? 'An answer' : 'A message'} to ${candidate.name}`.slice(0, 3_000),
          emoji: false,
        },
      },
      ...requestBlocks(likelyPurpose(candidate, now), likelyChannel(candidate)),
      input(
        'sender',
        'In the name of',
        { type: 'users_select', action_id: 'sender', initial_user: actorId },
        { hint: 'Somebody else’s message is approved by them, and by nobody else.' },
      ),
      {
        type: 'context',
        elements: [
          { type: 'plain_text', text: 'Nothing is sent before you have approved it.', emoji: false },
        ],
      },
    ],
  };
}

function likelyPurpose({ engagement }: Pick<Candidate, 'engagement'>, now: Date): Purpose {
  const last = Math.max(engagement.lastContactedAt?.getTime() ?? 0, engagement.lastEngagedAt?.getTime() ?? 0);
  if (last === 0) return 'first contact';
  return now.getTime() - last > LONG_AGO_DAYS * 86_400_000 ? 're-engagement' : 'follow-up';
}

const CHANNEL_LABELS = Object.fromEntries(Object.values(CHANNELS).map(({ id, label }) => [id, label]));

function likelyChannel({ emails, links }: Pick<Candidate, 'emails' | 'links'>): DraftRequest['channel'] {
  if (emails.length > 0) return 'email';
  return links.length > 0 ? 'linkedin' : 'phone';
}

export const DRAFT_BATCH = 'draft_batch';

/** The modal **Draft outreach** for several people; they are found again by their search when it is submitted. */
export function batchModal(found: { searchId: string; text: string; total: number | null }): ModalView {
  const many = found.total === null || found.total > MOST_IN_BATCH;
  const who = many
    ? `The ${MOST_IN_BATCH} hottest people of “${found.text}”`
    : `${found.total} ${found.total === 1 ? 'person' : 'people'} of “${found.text}”`;
  return {
    type: 'modal',
    callback_id: DRAFT_BATCH,
    private_metadata: found.searchId,
    title: { type: 'plain_text', text: 'Draft outreach' },
    submit: { type: 'plain_text', text: 'Draft' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      {
        type: 'section',
        text: { type: 'plain_text', text: truncate(who, 3_000), emoji: false },
      },
      ...requestBlocks('re-engagement', 'email'),
      {
        type: 'context',
        elements: [
          {
            type: 'plain_text',
            text: 'Each message is drafted by itself and shown to you, one after another. Whom we shouldn’t write to now is left out.',
            emoji: false,
          },
        ],
      },
    ],
  };
}

function requestBlocks(purpose: Purpose, channel: DraftRequest['channel']): KnownBlock[] {
  return [
    select('purpose', 'Purpose', PURPOSES, purpose),
    textInput('role', 'Role', {
      optional: true,
      most: 200,
      example: 'As you would say it, e.g. Senior Backend Engineer',
    }),
    select('tone', 'Tone', TONES, 'friendly'),
    textInput('mention', 'Mention', {
      optional: true,
      most: 1_000,
      multiline: true,
      example: 'A sentence that should be in it',
    }),
    select('channel', 'Channel', CHANNEL_LABELS, channel),
  ];
}

/** Block id of the box that says “I want it as it is”. */
export const INSIST = 'insist';

/**
 * The modal **Edit draft** with the newest version, or with what a person has typed and what the checks point out in it.
 */
export function editDraftModal(
  draft: Draft,
  typed?: { subject: string; body: string; findings: Finding[] },
): ModalView {
  const version = newestVersion(draft);
  const { subject, body, findings } = typed ?? {
    subject: version?.subject ?? '',
    body: version?.body ?? '',
    findings: [],
  };
  return {
    type: 'modal',
    callback_id: EDIT_DRAFT,
    private_metadata: writeReference({ draftId: draft._id, version: draft.version, confirmed: [] }),
    title: { type: 'plain_text', text: 'Edit draft' },
    submit: { type: 'plain_text', text: 'Save' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...(findings.length > 0 ? insistBlocks(findings) : []),
      ...(draft.request.channel === 'email'
        ? [textInput('subject', 'Subject', { most: MAX_SUBJECT, initial: subject })]
        : []),
      textInput('message', 'Message', { most: MAX_BODY, multiline: true, initial: body }),
    ],
  };
}

function insistBlocks(findings: readonly Finding[]): KnownBlock[] {
  return [
    section(
      truncate(`:warning: *Please look at this. It is not saved yet.*\n${findingLines(findings)}`, 2_900),
    ),
    input(
      INSIST,
      'All the same?',
      {
        type: 'checkboxes',
        action_id: INSIST,
        options: [option('I have checked it, and want it as it is', 'yes')],
      },
      { optional: true, hint: 'That you said so is kept with the message.' },
    ),
  ];
}

/** The modal **Rewrite draft**. */
export function rewriteDraftModal(draft: Draft): ModalView {
  return {
    type: 'modal',
    callback_id: REWRITE_DRAFT,
    private_metadata: writeReference({ draftId: draft._id, version: draft.version, confirmed: [] }),
    title: { type: 'plain_text', text: 'Rewrite draft' },
    submit: { type: 'plain_text', text: 'Rewrite' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      textInput('instruction', 'Instruction', {
        most: 1_000,
        multiline: true,
        example: 'What should be different? E.g. shorter, and ask about relocation',
      }),
    ],
  };
}

function select(id: string, label: string, choices: Record<string, string>, initial: string): KnownBlock {
  const options = Object.entries(choices).map(([value, words]) => ({
    text: { type: 'plain_text' as const, text: words },
    value,
  }));
  const picked = options.find(({ value }) => value === initial);
  return {
    type: 'input',
    block_id: id,
    label: { type: 'plain_text', text: label },
    element: { type: 'static_select', action_id: id, options, ...(picked && { initial_option: picked }) },
  };
}
