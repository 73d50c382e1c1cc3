import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Candidate } from '#candidates/candidate.ts';
import {
  actions,
  type button as Button,
  button,
  context,
  header,
  section,
  truncate,
} from '#platform/slack/blocks.ts';
import { slackErrorCode } from '#platform/slack/handling.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import { type Batch, type Review, reviewOf } from '../batch/batch.ts';
import type { BatchDeps } from '../batch/work-off.ts';
import { checksReason } from '../deciding/decision.ts';
import type { Permission } from '../permission/permission.ts';
import { inWords } from '../permission/reason.ts';
import { sendingOf, standing } from '../permission/standing.ts';
import { groundBlocks, recipientLine, textBlocks } from './approval-message.ts';
import { writeReference } from './button-value.ts';
import { removeMessageIn } from './show.ts';

/** Names of those who are left out that are shown. */
const LEFT_OUT_SHOWN = 10;

type Deps = Omit<BatchDeps, 'showBatch'> & { client: WebClient };

/** Makes the function that brings the one message of a batch up to date. It never throws. */
export function showBatchIn(deps: Deps): (batchId: string) => Promise<void> {
  /** Two updates at once would show whichever came last; the next one waits, and more than one next one is one. */
  const showing = new Map<string, { again: boolean }>();
  return async (batchId) => {
    const running = showing.get(batchId);
    if (running) {
      running.again = true;
      return;
    }
    const mine = { again: false };
    showing.set(batchId, mine);
    try {
      do {
        mine.again = false;
        await showNow(deps, batchId);
      } while (mine.again);
    } catch (error) {
      deps.logger.warn({ err: error, batchId }, 'the message of a batch could not be brought up to date');
    } finally {
      showing.delete(batchId);
    }
  };
}

async function showNow(deps: Deps, batchId: string): Promise<void> {
  const batch = await deps.batches.byId(batchId);
  if (!batch) return;
  const drafts = await deps.drafts.ofBatch(batchId);
  const review = reviewOf(batch, drafts);
  const shown = batch.state === 'reviewing' ? review.current : null;
  const found = shown && (await standing(deps, shown.candidateId, shown.request.channel, sendingOf(shown)));
  const names = await namesOf(deps, batch);
  const { text, blocks = [] } =
    shown && found ? reviewMessage(deps, batch, review, found, names) : progressMessage(batch, review, names);
  const message = { text, blocks, unfurl_links: false, unfurl_media: false };
  if (batch.message) {
    try {
      await deps.client.chat.update({ channel: batch.message.channelId, ts: batch.message.ts, ...message });
      return;
    } catch (error) {
      if (slackErrorCode(error) !== 'message_not_found') throw error;
    }
  }
  // Where somebody else has to approve, they have to see it.
  const { fourEyes, approvalsChannel } = deps.messages;
  const channel = (fourEyes && approvalsChannel) || batch.by.id;
  const posted = await deps.client.chat.postMessage({ channel, ...message });
  const place = { channelId: posted.channel ?? '', ts: posted.ts ?? '' };
  if (await deps.batches.moved(batch, place)) return;
  // Another process posted it meanwhile, perhaps as it was before.
  await removeMessageIn(deps.client)(place);
  await showNow(deps, batchId);
}

async function namesOf(deps: Deps, { leftOut }: Batch): Promise<string[]> {
  return Promise.all(
    leftOut.slice(0, LEFT_OUT_SHOWN).map(async ({ candidateId, why }) => {
      const name = (await deps.people.byId(candidateId))?.name ?? 'Somebody who was deleted';
      return `• *${escapeMrkdwn(name)}*: ${escapeMrkdwn(truncate(why, 150))}`;
    }),
  );
}

function leftOutBlocks({ leftOut }: Batch, names: readonly string[]): KnownBlock[] {
  if (leftOut.length === 0) return [];
  const more = leftOut.length > names.length ? `\nand ${leftOut.length - names.length} more` : '';
  return [context(truncate(`:no_entry: *${leftOut.length} left out*\n${names.join('\n')}${more}`, 1_900))];
}

/** While it is drafted, and when nothing waits any more. */
function progressMessage(batch: Batch, { of, decided }: Review, names: readonly string[]): Message {
  const what = escapeMrkdwn(truncate(batch.what, 150));
  const total = batch.candidateIds.length - batch.leftOut.length;
  const drafted = of - (decided.drafting ?? 0);
  if (batch.state === 'drafting') {
    const text = `Drafting ${total} messages (${what}): ${drafted} done`;
    return { text, blocks: [section(`:hourglass_flowing_sand: ${text} …`), ...leftOutBlocks(batch, names)] };
  }
  const sent = (decided.sent ?? 0) + (decided.sending ?? 0) + (decided.approved ?? 0);
  const parts = [
    `${sent} approved`,
    `${decided.discarded ?? 0} skipped`,
    ...(decided.unclear ? [`${decided.unclear} unclear`] : []),
    ...(decided.failed ? [`${decided.failed} not sent`] : []),
    ...(decided.lapsed ? [`${decided.lapsed} lapsed`] : []),
  ];
  const text = `The messages for ${what} are reviewed: ${parts.join(', ')}.`;
  return { text, blocks: [section(`:white_check_mark: ${text}`), ...leftOutBlocks(batch, names)] };
}

/** The draft that is next, with what decides about it. */
function reviewMessage(
  deps: Pick<Deps, 'people' | 'clock'>,
  batch: Batch,
  { current: draft, number, of }: Review,
  { candidate, permission }: { candidate: Candidate; permission: Permission },
  names: readonly string[],
): Message {
  const version = draft?.versions.at(-1);
  if (!draft || !version) return { text: 'Nothing to decide.' };
  const title = `${number} of ${of}: ${candidate.name}`;
  const view = {
    draft,
    candidate,
    temperature: deps.people.temperature(candidate),
    permission,
    isForRecruiter: true,
    now: deps.clock.now(),
  };
  return {
    text: escapeMrkdwn(title),
    blocks: [
      header(title),
      context(recipientLine(view)),
      ...textBlocks(version, draft),
      ...groundBlocks(version, true),
      ...permissionBlocks(permission),
      actions('batch_actions', buttons(view.draft, permission)),
      context(`${escapeMrkdwn(truncate(batch.what, 150))} · nothing is approved that you haven’t seen`),
      ...(number === 1 ? leftOutBlocks(batch, names) : []),
    ],
  };
}

/** What stands against it now holds here: a batch overrides nothing. */
function against(permission: Permission): Permission['hard'] {
  const late = permission.outOfHours;
  return [
    ...permission.hard,
    ...permission.soft.filter(({ id }) => !(late && id === 'outside working hours')),
  ];
}

function permissionBlocks(permission: Permission): KnownBlock[] {
  const reasons = against(permission);
  if (reasons.length > 0)
    return [section(`:no_entry: *This one can’t be sent from a batch.* ${escapeMrkdwn(inWords(reasons))}`)];
  return permission.outOfHours
    ? [
        section(
          `:zzz: It is ${permission.outOfHours.time} there: it goes out at 09:00 of their next working day.`,
        ),
      ]
    : [];
}

function buttons(draft: NonNullable<Review['current']>, permission: Permission): ReturnType<typeof Button>[] {
  const checks = checksReason(draft);
  const reference = (confirmed: string[]) =>
    writeReference({ draftId: draft._id, version: draft.version, confirmed });
  const approving = permission.outOfHours
    ? button('Approve & send', 'draft_approve_morning', reference(checks ? [checks.id] : []), 'primary')
    : button('Approve & send', 'draft_approve', reference(checks ? [checks.id] : []), 'primary');
  const byHand = button('Mark as sent', 'draft_mark_sent', reference(checks ? [checks.id] : []), 'primary');
  const go = draft.request.channel === 'email' ? approving : byHand;
  return [
    ...(against(permission).length > 0
      ? []
      : [
          {
            ...go,
            ...(checks && {
              confirm: {
                title: { type: 'plain_text' as const, text: 'Send all the same?' },
                text: { type: 'plain_text' as const, text: checks.words },
                confirm: { type: 'plain_text' as const, text: go.text.text },
                deny: { type: 'plain_text' as const, text: 'Not now' },
              },
            }),
          },
        ]),
    button('Edit', 'draft_edit', reference([])),
    button('Rewrite', 'draft_rewrite', reference([])),
    button('Facts', 'draft_facts', reference([])),
    button('Skip', 'draft_discard', reference([])),
  ];
}
