import type { KnownBlock } from '@slack/types';
import type { Candidate } from '#candidates/candidate.ts';
import { actions, button, context, header, option, section, truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import { type Enrolment, STOPS } from '../enrolment.ts';
import { betterOf, type VariantResult, wilson } from '../results.ts';
import { type Sequence, STEP_KINDS, type Step } from '../sequence.ts';

/** People of a sequence that its page names. */
export const PEOPLE_SHOWN = 8;
/** A message holds 50, and twenty steps with their results take 40. */
const MOST_BLOCKS = 45;

export interface SequencePage {
  sequence: Sequence;
  counts: { _id: { state: Enrolment['state']; step: string; stop: Enrolment['stop'] }; count: number }[];
  results: VariantResult[];
  /** How many of those who had gone cold came back, in words. */
  recovered: string | null;
  people: { enrolment: Enrolment; candidate: Candidate }[];
}

/** `/nurture NAME`: its steps with what came of them, who is in it, and what can be done. */
export function sequencePage({ sequence, counts, results, recovered, people }: SequencePage): Message {
  const { _id, name, audience, owner, state, steps } = sequence;
  const many = (wanted: Enrolment['state'][]) =>
    counts.filter(({ _id: one }) => wanted.includes(one.state)).reduce((sum, { count }) => sum + count, 0);
  const stops = counts
    .filter(({ _id: one }) => one.stop !== null)
    .map(({ _id: one, count }) => `${count} because ${STOPS[one.stop ?? 'left']}`);
  const blocks = [
    header(name),
    section(
      [
        audience ? escapeMrkdwn(audience) : '',
        `In the name of <@${owner.id}>${state === 'paused' ? ' · :double_vertical_bar: *paused*' : ''}${sequence.stopAt ? ` · whoever becomes ${sequence.stopAt} leaves it` : ''}`,
      ]
        .filter(Boolean)
        .join('\n'),
    ),
    context(
      `${many(['active', 'waiting', 'paused'])} in it now, ${many(['done'])} went through, ${many(['stopped'])} left early${stops.length > 0 ? `: ${stops.join(', ')}` : ''}`,
    ),
    ...(recovered ? [context(recovered)] : []),
    ...steps.flatMap((step, index) => stepBlocks(step, index, counts, results)),
    ...(steps.length === 0 ? [section('There is no step yet.')] : []),
    actions('sequence_actions', [
      button('Add step', 'sequence_step_new', _id, 'primary'),
      button('Edit', 'sequence_edit', _id),
      button('Preview', 'sequence_preview', _id),
      button(state === 'paused' ? 'Resume' : 'Pause', 'sequence_pause', _id),
      { ...button('Delete', 'sequence_delete', _id, 'danger'), confirm: DELETING },
    ]),
  ];
  const shown = people.slice(0, Math.max(0, MOST_BLOCKS - 1 - blocks.length));
  const rest = many(['active', 'waiting', 'paused']) > shown.length && shown.length > 0;
  return {
    text: escapeMrkdwn(name),
    blocks: [
      ...blocks,
      ...shown.map(({ enrolment, candidate }) => personBlock(sequence, enrolment, candidate)),
      ...(rest ? [context(`The next ${shown.length} are shown.`)] : []),
    ],
  };
}

const DELETING = {
  title: { type: 'plain_text' as const, text: 'Delete this sequence?' },
  text: {
    type: 'plain_text' as const,
    text: 'Whoever is in it leaves it; what was sent stays in their history.',
  },
  confirm: { type: 'plain_text' as const, text: 'Delete' },
  deny: { type: 'plain_text' as const, text: 'Keep' },
};

function stepBlocks(
  step: Step,
  index: number,
  counts: SequencePage['counts'],
  results: readonly VariantResult[],
): KnownBlock[] {
  const here = counts
    .filter(({ _id }) => _id.step === step.id && (_id.state === 'active' || _id.state === 'waiting'))
    .reduce((sum, { count }) => sum + count, 0);
  const texts = step.variants.map(
    ({ subject, message }) => subject || truncate(message.replace(/\s+/g, ' '), 80),
  );
  const what = texts.map(escapeMrkdwn).filter(Boolean).join('” or “');
  const after = step.kind === 'wait' ? `at most ${days(step.delayDays)}` : `after ${days(step.delayDays)}`;
  return [
    section(
      `*${index + 1}. ${STEP_KINDS[step.kind]}*, ${after}${step.withoutApproval ? `, without approval (<@${step.withoutApproval}>)` : ''}${here > 0 ? ` · next for ${here} ${here === 1 ? 'person' : 'people'}` : ''}${what ? `\n“${what}”` : ''}`,
      {
        type: 'overflow',
        action_id: 'sequence_step',
        options: [
          option('Edit', `edit:${step.id}`),
          option('Move up', `up:${step.id}`),
          option('Remove', `remove:${step.id}`),
        ],
      },
    ),
    ...resultBlocks(results.filter((result) => result.step === step.id)),
  ];
}

function days(count: number): string {
  return count === 1 ? '1 working day' : `${count} working days`;
}

function resultBlocks(results: readonly VariantResult[]): KnownBlock[] {
  if (results.length === 0) return [];
  const share = (of: number, sent: number) => {
    const { low, high } = wilson(of, sent);
    return `${of} (${Math.round(low * 100)}–${Math.round(high * 100)}%)`;
  };
  const lines = results.map(
    ({ variant, sent, opened, clicked, answered, positive }) =>
      `${results.length > 1 ? `${'AB'[variant] ?? variant}: ` : ''}${sent} sent, ${opened} opened, ${clicked} clicked, ${share(answered, sent)} answered, ${positive} positively`,
  );
  const better = results.length > 1 ? betterOf(results) : undefined;
  const verdict =
    better === undefined
      ? []
      : [better === null ? 'No difference yet.' : `${'AB'[better]} is answered more.`];
  return [context([...lines, ...verdict].join('\n'))];
}

function personBlock(sequence: Sequence, enrolment: Enrolment, { name }: Candidate): KnownBlock {
  const place = sequence.steps.findIndex(({ id }) => id === enrolment.step) + 1 || enrolment.place + 1;
  const day = enrolment.nextAt.toISOString().slice(0, 10);
  const standing =
    enrolment.state === 'waiting'
      ? 'a draft waits for its owner'
      : enrolment.state === 'paused'
        ? 'paused'
        : `next on ${day}${enrolment.putOff ? `. ${enrolment.putOff}` : ''}`;
  return section(`*${escapeMrkdwn(name)}*, step ${place}: ${escapeMrkdwn(standing)}`, {
    type: 'overflow',
    action_id: 'enrolment',
    options: [
      option('Open', `open:${enrolment.candidateId}`),
      enrolment.state === 'paused'
        ? option('Resume', `resume:${enrolment._id}`)
        : option('Pause', `pause:${enrolment._id}`),
      option('Leave', `leave:${enrolment._id}`),
    ],
  });
}
