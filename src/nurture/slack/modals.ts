import type { KnownBlock, ModalView } from '@slack/types';
import { context, input, option, plain, section, textInput, truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import {
  MOST_AUDIENCE,
  MOST_DAYS,
  MOST_MESSAGE,
  MOST_NAME,
  MOST_SUBJECT,
  type Sequence,
  STEP_KINDS,
  type Step,
  type StepKind,
} from '../sequence.ts';
import { VARIABLES } from '../template.ts';

export const SEQUENCE = 'sequence';
export const STEP = 'sequence_step_edit';
export const ENROL = 'enrol';
export const ENROL_FOUND = 'enrol_found';
/** A select holds 100. */
const OFFERED = 100;

/** The modal **New sequence** or **Edit sequence**. */
export function sequenceModal(sequence: Sequence | null, actorId: string): ModalView {
  const temperatures = [option('Nobody leaves for it', 'none'), option('Warm', 'warm'), option('Hot', 'hot')];
  const chosen = temperatures.find(({ value }) => value === (sequence?.stopAt ?? 'none'));
  return {
    type: 'modal',
    callback_id: SEQUENCE,
    private_metadata: sequence ? `${sequence._id} ${sequence.revision}` : '',
    title: plain(sequence ? 'Edit sequence' : 'New sequence'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      textInput('name', 'Name', { initial: sequence?.name, most: MOST_NAME }),
      textInput('audience', 'Audience', {
        initial: sequence?.audience,
        most: MOST_AUDIENCE,
        optional: true,
        hint: 'For whom it is meant, for your colleagues',
      }),
      input(
        'owner',
        'Owner',
        { type: 'users_select', action_id: 'owner', initial_user: sequence?.owner.id ?? actorId },
        { hint: 'Messages are in their name, and they approve them.' },
      ),
      input('stopAt', 'Leaves when they become', {
        type: 'static_select',
        action_id: 'stopAt',
        options: temperatures,
        ...(chosen && { initial_option: chosen }),
      }),
    ],
  };
}

/** A step, new or as it is. @param inside how many people are in the sequence: what happens to them is said */
export function stepModal(sequence: Sequence, step: Step | null, inside: number): ModalView {
  const kinds = (Object.keys(STEP_KINDS) as StepKind[]).map((kind) => option(STEP_KINDS[kind], kind));
  const kind = kinds.find(({ value }) => value === (step?.kind ?? 'message'));
  const [a, b] = step?.variants ?? [];
  const approving = option('It goes out without anybody approving it; I answer for it', 'yes');
  const subject = (id: string, label: string, initial: string | undefined) =>
    textInput(id, label, { initial, most: MOST_SUBJECT, optional: true });
  const message = (id: string, label: string, initial: string | undefined, hint: string) =>
    textInput(id, label, { initial, most: MOST_MESSAGE, multiline: true, optional: true, hint });
  return {
    type: 'modal',
    callback_id: STEP,
    private_metadata: [sequence._id, sequence.revision, step?.id ?? ''].join(' ').trim(),
    title: plain(step ? 'Edit step' : 'Add step'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      ...(inside > 0
        ? [
            context(
              `:information_source: ${inside} ${inside === 1 ? 'person is' : 'people are'} in this sequence. Whoever is past this step won’t get it again; whoever is before it gets it as you save it.`,
            ),
          ]
        : []),
      input(
        'delay',
        'Delay',
        {
          type: 'number_input',
          action_id: 'delay',
          is_decimal_allowed: false,
          min_value: '0',
          max_value: String(MOST_DAYS),
          initial_value: String(step?.delayDays ?? 3),
        },
        { hint: 'Working days after the step before, at 09:00 where they are' },
      ),
      input('kind', 'Kind', {
        type: 'static_select',
        action_id: 'kind',
        options: kinds,
        ...(kind && { initial_option: kind }),
      }),
      subject('subject', 'Subject', a?.subject),
      message('message', 'Message', a?.message, 'For a task: what to do. For the model: what to mention.'),
      subject('subjectB', 'Subject, second variant', b?.subject),
      message(
        'messageB',
        'Message, second variant',
        b?.message,
        'Half of the people get this one, and the two are compared.',
      ),
      input(
        'withoutApproval',
        'Without approval',
        {
          type: 'checkboxes',
          action_id: 'withoutApproval',
          options: [approving],
          ...(step?.withoutApproval && { initial_options: [approving] }),
        },
        { optional: true, hint: 'Only for templates, and never for people who are hot.' },
      ),
      context(
        `You may use ${Object.entries(VARIABLES)
          .map(([name, what]) => `\`{{ ${name} }}\` (${what})`)
          .join(', ')}, with \`| default: "…"\` where something may be missing.`,
      ),
    ],
  };
}

/** The modal **Enrol in sequence**, for one person or everybody of a search. */
export function enrolModal(
  who: { title: string; callback: typeof ENROL | typeof ENROL_FOUND; metadata: string },
  sequences: readonly Sequence[],
): ModalView {
  return {
    type: 'modal',
    callback_id: who.callback,
    private_metadata: who.metadata,
    title: plain('Enrol in sequence'),
    submit: plain('Enrol'),
    close: plain('Cancel'),
    blocks: [
      { type: 'section', text: { type: 'plain_text', text: truncate(who.title, 3_000), emoji: false } },
      input('sequence', 'Sequence', {
        type: 'static_select',
        action_id: 'sequence',
        options: sequences.slice(0, OFFERED).map(({ _id, name }) => option(name, _id)),
      }),
    ],
  };
}

/** What each step would say to somebody. */
export function previewModal(
  sequence: Sequence,
  name: string,
  steps: { title: string; subject: string; body: string; missing: string[] }[],
): ModalView {
  return {
    type: 'modal',
    title: plain('Preview'),
    close: plain('Close'),
    blocks: [
      section(`*${escapeMrkdwn(sequence.name)}* as *${escapeMrkdwn(name)}* would get it`),
      ...steps.flatMap(({ title, subject, body, missing }): KnownBlock[] => [
        { type: 'divider' },
        section(`*${escapeMrkdwn(title)}*${subject ? `\n*Subject:* ${escapeMrkdwn(subject)}` : ''}`),
        ...(body
          ? [
              {
                type: 'section' as const,
                text: { type: 'plain_text' as const, text: truncate(body, 3_000), emoji: false },
              },
            ]
          : []),
        ...(missing.length > 0
          ? [
              context(
                `:warning: Not known of them: ${missing.join(', ')}. A person would be asked before this goes out.`,
              ),
            ]
          : []),
      ]),
    ].slice(0, 100),
  };
}
