import { setTimeout } from 'node:timers/promises';
import type { ViewOutput, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import { type Delivery, explain, type Handling, newRequestId, outcomeOf } from './handling.ts';
import { modalsFor } from './modals.ts';
import { escapeMrkdwn } from './mrkdwn.ts';
import type { Routes } from './routes.ts';
import type { Permission, ViewAnswer, ViewRequest } from './surface.ts';
import { initialValues, viewValues } from './values.ts';

type AckBody = ViewResponseAction | undefined;

interface Answer {
  /** By the clock of the process, in milliseconds. */
  began: number;
  /** Null: another process has taken the submission up. */
  outcome: Promise<{ body: AckBody } | null>;
  /** Resolved once an acknowledgement went out: whether Slack still waited for it. */
  inTime: PromiseWithResolvers<boolean>;
}

/** How long an answer is kept: longer than Slack waits for it, and than a connection takes to be made anew. */
const KEPT_MS = 30_000;
/** Milliseconds after which Slack has told the person that it got no answer. */
const TOO_LATE_MS = 3_000;

/**
 * Submissions of modals. Acknowledged only when the handler has answered, since the acknowledgement closes the
 * window: what a person typed is in the database by then, or still in front of them with the reason beside it.
 */
export function listenToViews(
  routes: Routes,
  handling: Handling,
  callbackId: string,
  need: Permission,
  run: (request: ViewRequest) => Promise<ViewAnswer>,
  tellByMessage: (userId: string) => (text: string) => Promise<void>,
): void {
  /**
   * Answers, so that a second delivery of one submission gets the same one: a connection of Socket Mode that breaks
   * takes the acknowledgement with it, and Slack delivers again over the next.
   */
  const answers = new Map<string, Answer>();

  routes.view(callbackId, async ({ ack, body, view }) => {
    const key = `view:${view.id}:${body.trigger_id ?? newRequestId()}`;
    const same = answers.get(key);
    if (same) return await acknowledge(handling, callbackId, same, ack);
    const delivery: Delivery = {
      kind: 'view',
      name: callbackId,
      key,
      userId: body.user.id,
      need,
      tell: tellByMessage(body.user.id),
    };
    const after: (() => Promise<void>)[] = [];
    const answer: Answer = {
      began: performance.now(),
      outcome: answerOf(handling, delivery, body, run, after),
      inTime: Promise.withResolvers(),
    };
    answers.set(key, answer);
    const submission = async () => {
      const outcome = await answer.outcome;
      // Another process has taken this up; whatever it answers is what counts.
      if (outcome === null) return;
      await acknowledge(handling, callbackId, answer, ack);
      const told = isInTime(answer).then(async (inTime) => {
        if (!inTime) await delivery.tell(late(view, outcome.body));
      });
      for (const work of after) await inBackground(handling, delivery, work);
      await told;
    };
    try {
      await handling.running.track(submission());
    } finally {
      void setTimeout(KEPT_MS, undefined, { ref: false }).then(() => answers.delete(key));
    }
  });
}
/** Also for a second delivery of the same submission. Without an outcome here nobody knows what to answer. */
async function acknowledge(
  { logger }: Handling,
  name: string,
  { outcome, began, inTime }: Answer,
  ack: (body: AckBody) => Promise<void>,
): Promise<void> {
  const known = await outcome;
  if (known === null) return;
  try {
    await ack(known.body);
    inTime.resolve(performance.now() - began <= TOO_LATE_MS);
  } catch (error) {
    logger.warn({ err: error, name }, 'an acknowledgement was lost with its connection');
  }
}

/** Whether Slack got the answer, over this connection or over the next, before it told the person that it got none. */
function isInTime({ began, inTime }: Answer): Promise<boolean> {
  const left = Math.max(0, TOO_LATE_MS - (performance.now() - began));
  return Promise.race([inTime.promise, setTimeout(left, false, { ref: false })]);
}

/** Slack has said by then that it got no answer; what came of it is told all the same. */
function late(view: ViewOutput, answer: AckBody): string {
  const title = escapeMrkdwn(view.title.text);
  if (answer?.response_action === 'errors')
    return `“${title}” took too long for Slack: ${escapeMrkdwn(Object.values(answer.errors).join(' '))}`;
  if (answer?.response_action === 'update' || answer?.response_action === 'push')
    return `“${title}” took too long, and there is something to look at first: please submit it again.`;
  return `“${title}” took too long for Slack, but it is done: you don’t need to submit it again.`;
}

async function answerOf(
  handling: Handling,
  delivery: Delivery & { key: string | null },
  body: ViewSubmitAction,
  run: (request: ViewRequest) => Promise<ViewAnswer>,
  after: (() => Promise<void>)[],
): Promise<{ body: AckBody } | null> {
  const { view } = body;
  const requestId = newRequestId();
  const { metrics } = handling;
  try {
    if (delivery.key !== null && !(await handling.deliveries.takeUp(delivery.key))) {
      metrics.delivery('view', 'repeated');
      return null;
    }
    const allowed = await handling.authorize(delivery.userId, delivery.need);
    if ('refusal' in allowed) {
      metrics.delivery('view', 'refused');
      return told(allowed.refusal);
    }
    const answer = await run({
      actor: allowed.actor,
      client: handling.client,
      requestId,
      ...modalsFor(handling.client, body.trigger_id),
      viewId: view.id,
      deliveryId: delivery.key ?? requestId,
      metadata: view.private_metadata,
      values: viewValues(view.state.values),
      initial: initialValues(view.blocks),
    });
    if (answer.after) after.push(answer.after);
    // Errors at fields are the person's to mend, as those are that a verb throws.
    metrics.delivery('view', 'errors' in answer ? 'mistake' : 'handled');
    return { body: ackBody(answer) };
  } catch (error) {
    metrics.delivery('view', outcomeOf(error));
    return told(explain(handling.logger, delivery, requestId, error));
  }

  function told(text: string): { body: AckBody } {
    const block = firstInput(view);
    if (block) return { body: { response_action: 'errors', errors: { [block]: text } } };
    after.push(() => delivery.tell(text));
    return { body: undefined };
  }
}

async function inBackground(
  handling: Handling,
  delivery: Delivery,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    await delivery.tell(explain(handling.logger, delivery, newRequestId(), error));
  }
}

function ackBody(answer: ViewAnswer): AckBody {
  if ('errors' in answer) return { response_action: 'errors', errors: asPlainText(answer.errors) };
  if ('update' in answer) return { response_action: 'update', view: answer.update };
  if ('push' in answer) return { response_action: 'push', view: answer.push };
  if ('clear' in answer) return { response_action: 'clear' };
  return undefined;
}

/** Slack shows errors at fields as they are: a sentence that a message would set as code gets quotation marks. */
function asPlainText(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => [field, text.replace(/`([^`]+)`/g, '“$1”')]),
  );
}

/** Where a message about the whole submission is shown: errors can only stand at inputs. */
function firstInput(view: ViewOutput): string | null {
  const input = view.blocks.find((block) => block.type === 'input');
  return input?.block_id ?? null;
}
