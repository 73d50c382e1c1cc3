import type { ModalView } from '@slack/types';
import type { Message, Surface, Values, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import type { NurtureDeps } from '../deps.ts';
import { changeSequence, movedUp, withoutStep, withStep } from '../edit.ts';
import {
  MOST_DAYS,
  MOST_MESSAGE,
  MOST_SUBJECT,
  type Sequence,
  STEP_KINDS,
  type Step,
  type StepKind,
} from '../sequence.ts';
import { problemOf } from '../template.ts';
import { STEP } from './modals.ts';

type Page = (sequence: Sequence) => Promise<Message>;
type StepModal = (sequence: Sequence, step: Step | null, inside: number) => ModalView;

const GONE = 'This step is not there any more: open the sequence again.';

/** Adding, changing, moving and removing steps. */
export function registerSteps(
  surface: Surface,
  deps: NurtureDeps,
  need: string,
  page: Page,
  modalOf: StepModal,
): void {
  const inside = async (id: string) =>
    (await deps.enrolments.counts(id))
      .filter(({ _id }) => ['active', 'waiting', 'paused'].includes(_id.state))
      .reduce((sum, { count }) => sum + count, 0);
  const withStepOf = async (stepId: string | null) => {
    const sequence = stepId ? await deps.sequences.byStep(stepId) : null;
    const step = sequence?.steps.find(({ id }) => id === stepId);
    return sequence && step ? { sequence, step } : null;
  };
  surface.action('sequence_step_new', need, async (request) => {
    const sequence = await deps.sequences.byId(request.value ?? '');
    if (!sequence) return request.reply({ text: 'This sequence is not there any more.' });
    await request.openModal(modalOf(sequence, null, await inside(sequence._id)));
  });
  surface.action('sequence_step/edit', need, async (request) => {
    const found = await withStepOf(request.value);
    if (!found) return request.reply({ text: GONE });
    await request.openModal(modalOf(found.sequence, found.step, await inside(found.sequence._id)));
  });
  for (const [word, steps] of [
    ['up', movedUp],
    ['remove', withoutStep],
  ] as const)
    surface.action(`sequence_step/${word}`, need, async (request) => {
      const found = await withStepOf(request.value);
      if (!found) return request.reply({ text: GONE });
      const { sequence, step } = found;
      const changed = await changeSequence(
        deps,
        sequence,
        { steps: steps(sequence, step.id) },
        request.actor.id,
      );
      await request.replaceMessage(await page(changed));
    });
  surface.view(STEP, need, (request) => submitStep(deps, request, page));
}

async function submitStep(deps: NurtureDeps, request: ViewRequest, page: Page): Promise<ViewAnswer> {
  const [id = '', revision = '', stepId = null] = request.metadata.split(' ');
  const sequence = await deps.sequences.byId(id);
  if (!sequence) return { errors: { kind: 'This sequence is not there any more.' } };
  const read = readStep(request.values, request.actor.id);
  if ('errors' in read) return read;
  try {
    const steps = withStep(sequence, { ...read, id: stepId });
    const changed = await changeSequence(
      deps,
      { ...sequence, revision: Number(revision) },
      { steps },
      request.actor.id,
    );
    return {
      close: true,
      async after() {
        const { text, blocks = [] } = await page(changed);
        await request.client.chat.postMessage({ channel: request.actor.id, text, blocks });
      },
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'PersonError') return { errors: { kind: error.message } };
    throw error;
  }
}

/** Slack's fields hold no more; what comes from elsewhere may. */
const MOST = {
  subject: MOST_SUBJECT,
  message: MOST_MESSAGE,
  subjectB: MOST_SUBJECT,
  messageB: MOST_MESSAGE,
} as const;

/** Every mistake at once, each below its field. */
function readStep(values: Values, actorId: string): Omit<Step, 'id'> | { errors: Record<string, string> } {
  const text = (id: string) => (typeof values[id] === 'string' ? values[id].trim() : '');
  const errors: Record<string, string> = {};
  const kind = text('kind') as StepKind;
  if (!Object.hasOwn(STEP_KINDS, kind)) errors['kind'] = 'Please pick what the step does.';
  const delayDays = Number(text('delay') || 'x');
  if (!Number.isInteger(delayDays) || delayDays < 0 || delayDays > MOST_DAYS)
    errors['delay'] = `Please give a whole number of days from 0 to ${MOST_DAYS}.`;
  const isTemplate = kind === 'message';
  if (isTemplate && !text('subject')) errors['subject'] = 'An e-mail needs a subject.';
  if (kind !== 'wait' && !text('message')) errors['message'] = 'Please say what the step is about.';
  if (text('subjectB') && !text('messageB')) errors['messageB'] = 'The second variant needs a message, too.';
  for (const [field, most] of Object.entries(MOST)) {
    if (text(field).length > most) errors[field] = `It is longer than ${most} characters.`;
    const problem = isTemplate && text(field) && !errors[field] ? problemOf(text(field)) : null;
    if (problem) errors[field] = problem;
  }
  const ticked = values['withoutApproval']?.includes('yes') ?? false;
  if (ticked && !isTemplate) errors['withoutApproval'] = 'Only a template can go out without approval.';
  if (Object.keys(errors).length > 0) return { errors };
  const first = {
    subject: isTemplate ? text('subject') : '',
    message: kind === 'wait' ? '' : text('message'),
  };
  const second = { subject: text('subjectB') || first.subject, message: text('messageB') };
  return {
    kind,
    delayDays,
    variants: second.message && (isTemplate || kind === 'draft') ? [first, second] : [first],
    withoutApproval: ticked ? actorId : null,
  };
}
