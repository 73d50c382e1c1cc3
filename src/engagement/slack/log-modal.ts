import type { KnownBlock, ModalView } from '@slack/types';
import type { Candidate } from '#candidates/candidate.ts';
import { context, input, option, plain, section, textInput, truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import { KINDS, type Kind, SENTIMENTS } from '../touchpoint.ts';

export const LOG_MODAL = 'log_touchpoint';
export const CANDIDATE_SELECT = 'touchpoint_candidate';

/** Slack's own limit for a text field, in characters. */
export const LONGEST_NOTE = 3_000;

/** Kinds that people log; the others are noticed by the app itself. */
export const LOGGED_KINDS = [
  'call',
  'meeting',
  'interview',
  'replied',
  'inbound message',
  'message sent',
  'event attended',
  'referred',
  'applied',
  'content shared',
  'note',
] as const satisfies readonly Kind[];

export const DIRECTIONS = { in: 'Inbound', out: 'Outbound' } as const;

const SENTIMENT_LABELS = { positive: 'Positive', neutral: 'Neutral', negative: 'Negative' } as const;

/** What a modal is about; ids only. */
export interface LogMetadata {
  /** Null when the person is picked in the modal. */
  candidateId: string | null;
  /** Where to say that it was logged; null for the direct messages. */
  channelId: string | null;
}

/**
 * The modal **Log touchpoint**.
 * @param about.candidate whom it is about, if that is known
 * @param about.pick whether the person can be picked: when it was opened from a message
 * @param about.today in the reader's zone, `2026-11-20`
 */
export function logModal(
  about: {
    candidate: Candidate | null;
    pick: boolean;
    today: string;
    note: string;
  } & LogMetadata,
): ModalView {
  const { candidate, pick, today, note, channelId } = about;
  const metadata: LogMetadata = { candidateId: pick ? null : (candidate?._id ?? null), channelId };
  const blocks: KnownBlock[] = [];
  if (pick) {
    const chosen = candidate ? option(candidate.name, candidate._id) : null;
    blocks.push(
      input('candidate', 'Candidate', {
        type: 'external_select',
        action_id: CANDIDATE_SELECT,
        min_query_length: 1,
        placeholder: plain('Type a name'),
        ...(chosen && { initial_option: chosen }),
      }),
    );
  } else if (candidate) blocks.push(section(`About *${escapeMrkdwn(candidate.name)}*`));
  blocks.push(
    input('kind', 'Kind', {
      type: 'static_select',
      action_id: 'kind',
      options: LOGGED_KINDS.map((kind) => option(KINDS[kind], kind)),
      initial_option: option(KINDS[pick ? 'inbound message' : 'call'], pick ? 'inbound message' : 'call'),
    }),
    input('when', 'When', { type: 'datepicker', action_id: 'when', initial_date: today }),
    input(
      'direction',
      'Direction',
      {
        type: 'static_select',
        action_id: 'direction',
        options: Object.entries(DIRECTIONS).map(([value, text]) => option(text, value)),
      },
      { optional: true, hint: 'Left open, it follows from the kind.' },
    ),
    input(
      'sentiment',
      'Sentiment',
      {
        type: 'static_select',
        action_id: 'sentiment',
        options: SENTIMENTS.map((sentiment) => option(SENTIMENT_LABELS[sentiment], sentiment)),
      },
      { optional: true },
    ),
    textInput('note', 'Note', {
      initial: truncate(note, LONGEST_NOTE),
      most: LONGEST_NOTE,
      multiline: true,
      optional: true,
    }),
    context('What is logged stays: it can be added to, but not changed.'),
  );
  return {
    type: 'modal',
    callback_id: LOG_MODAL,
    title: plain('Log touchpoint'),
    submit: plain('Save'),
    close: plain('Cancel'),
    private_metadata: JSON.stringify(metadata),
    blocks,
  };
}
