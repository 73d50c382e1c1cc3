import type { Button, KnownBlock } from '@slack/types';
import type { Candidate } from '#candidates/candidate.ts';
import { button, context, section, truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import { CHANNELS } from '../channels/channels.ts';
import { checksReason } from '../deciding/decision.ts';
import { type Draft, newestVersion, PURPOSES, senderOf, type Version } from '../draft.ts';
import { ago } from '../drafting/facts.ts';
import { OUT_OF_HOURS, type Permission } from '../permission/permission.ts';
import { inWords, type Reason } from '../permission/reason.ts';
import { writeReference } from './button-value.ts';
import { findingLines, stateInWords, who } from './words.ts';

export interface ApprovalView {
  draft: Draft;
  /** Null when the candidate was deleted. */
  candidate: Candidate | null;
  temperature: 'hot' | 'warm' | 'cold';
  permission: Permission;
  /** False where a colleague who is no recruiter reads it: no address, no notes (product.md section 1). */
  isForRecruiter: boolean;
  now: Date;
}

const FACTS_SHOWN = 8;
const FACT_LENGTH = 160;

/** The message in which a draft is decided about, in whatever state it is. */
export function approvalMessage(view: ApprovalView): Message {
  const { draft } = view;
  const name = view.candidate?.name ?? 'a candidate who was deleted';
  if (draft.state === 'drafting') {
    const text =
      draft.version === 0
        ? `Drafting a message to ${name}…`
        : `Drafting version ${draft.version + 1} of the message to ${name}…`;
    return { text: escapeMrkdwn(text), blocks: [section(`:hourglass_flowing_sand: ${escapeMrkdwn(text)}`)] };
  }
  const version = newestVersion(draft);
  const title = `${isScheduled(draft) ? 'Approved for 09:00: message to' : TITLES[draft.state]} ${name}`;
  return {
    text: escapeMrkdwn(title),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: truncate(title, 150), emoji: false } },
      context(recipientLine(view)),
      ...(draft.state === 'waiting' ? [] : [section(stateInWords(draft))]),
      ...(draft.problem ? [section(`:warning: ${escapeMrkdwn(truncate(draft.problem, 1_000))}`)] : []),
      ...(version ? textBlocks(version, draft) : []),
      ...(version && draft.state === 'waiting' ? groundBlocks(version, view.isForRecruiter) : []),
      ...(draft.state === 'waiting' ? permissionBlocks(view.permission) : []),
      ...buttons(view),
    ],
  };
}

const TITLES: Record<Exclude<Draft['state'], 'drafting'>, string> = {
  waiting: 'Draft for',
  approved: 'On its way to',
  sending: 'On its way to',
  sent: 'Sent to',
  unclear: 'Unclear: message to',
  failed: 'Not sent: message to',
  discarded: 'Discarded: message to',
  lapsed: 'Lapsed: message to',
};

/** Approved, and waiting for the morning: it can still be taken back. */
function isScheduled(draft: Draft): boolean {
  return draft.state === 'approved' && !!draft.sendAt;
}

/** Who it goes to, why, and how warm they are, in one line of mrkdwn; the address for recruiters only. */
export function recipientLine({ draft, candidate, temperature, now, isForRecruiter }: ApprovalView): string {
  const { channel, purpose } = draft.request;
  const address = candidate && isForRecruiter && CHANNELS[channel].addressOf(candidate);
  const contacted = candidate?.engagement.lastContactedAt;
  return [
    `${CHANNELS[channel].label}${address ? ` to ${escapeMrkdwn(address)}` : ''}`,
    PURPOSES[purpose],
    candidate
      ? `${temperature}, ${contacted ? `last contacted ${ago(contacted, now)}` : 'not contacted yet'}`
      : '',
    draft.version > 0 ? `version ${draft.version}` : '',
    senderOf(draft).id === draft.requester.id
      ? ''
      : `in the name of <@${senderOf(draft).id}>, asked for by <@${draft.requester.id}>`,
  ]
    .filter(Boolean)
    .join('  ·  ');
}

/** Subject and text of a version as they were written, to be copied where a person sends it. */
export function textBlocks(version: Version, draft: Draft): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  if (CHANNELS[draft.request.channel].goesOut === 'by hand' && draft.state === 'waiting')
    blocks.push(context('Copy the text, send it yourself, and press *Mark as sent*.'));
  if (version.subject) blocks.push(section(`*Subject:* ${escapeMrkdwn(version.subject)}`));
  // Plain text: what was written stands there letter by letter, and can be copied.
  if (version.body)
    blocks.push({
      type: 'section',
      text: { type: 'plain_text', text: truncate(version.body, 3_000), emoji: false },
    });
  return blocks;
}

/** Checks, the facts it rests on, and who wrote it. Our own notes are for recruiters only. */
export function groundBlocks(version: Version, isForRecruiter: boolean): KnownBlock[] {
  const facts = version.facts.filter(({ from }) => isForRecruiter || from !== 'ours');
  const used = facts.filter(({ number }) => version.factsUsed.includes(number));
  const blocks: KnownBlock[] = [{ type: 'divider' }, ...findingBlocks(version)];
  const shown = (used.length > 0 ? used : facts).slice(0, FACTS_SHOWN);
  const lines = shown.map(({ text }) => `• ${escapeMrkdwn(truncate(text, FACT_LENGTH))}`);
  const heading = used.length > 0 ? 'Facts it rests on' : 'What is known';
  if (lines.length > 0) blocks.push(context(truncate(`*${heading}*\n${lines.join('\n')}`, 2_900)));
  blocks.push(context(howItWasMade(version)));
  return blocks;
}

function findingBlocks({ findings, insisted }: Version): KnownBlock[] {
  if (findings.length === 0) return [context(':white_check_mark: Checks: all passed.')];
  const heading = insisted
    ? `:warning: *Checks:* ${who(insisted.by)} wants it as it is`
    : ':warning: *Checks: please look at this before you approve*';
  return [section(truncate(`${heading}\n${findingLines(findings)}`, 2_900))];
}

/** As small as it is: a draft costs a fraction of a cent. */
function costInWords({ cost }: Version): string {
  return cost ? `, US$ ${cost.toFixed(4)}` : '';
}

function howItWasMade(version: Version): string {
  const made: Record<Version['origin'], string> = {
    model: `Written by the model (${escapeMrkdwn(version.model ?? 'unknown')}${costInWords(version)}) from the facts above.`,
    template: 'Written from a template.',
    edit: `Edited by ${who(version.by)}.`,
  };
  const asked = version.instruction
    ? ` Asked for: “${escapeMrkdwn(truncate(version.instruction, 200))}”`
    : '';
  return version.note ? `${escapeMrkdwn(version.note)}${asked}` : `${made[version.origin]}${asked}`;
}

function permissionBlocks({ hard, soft }: Permission): KnownBlock[] {
  if (hard.length > 0) return [section(`:no_entry: *This cannot be sent.* ${escapeMrkdwn(inWords(hard))}`)];
  const asked = soft.filter(({ id }) => id !== OUT_OF_HOURS);
  const late = soft.filter(({ id }) => id === OUT_OF_HOURS);
  return [
    ...(asked.length > 0
      ? [section(`:raised_hand: ${escapeMrkdwn(inWords(asked))} You will be asked to confirm.`)]
      : []),
    ...(late.length > 0 ? [section(`:zzz: ${escapeMrkdwn(inWords(late))}`)] : []),
  ];
}

function buttons(view: ApprovalView): KnownBlock[] {
  const { draft, permission } = view;
  const reference = (confirmed: string[] = []) =>
    writeReference({ draftId: draft._id, version: draft.version, confirmed });
  const checks = checksReason(draft);
  const overriding = reference([...permission.soft, ...(checks ? [checks] : [])].map(({ id }) => id));
  // The message says what time it is there: the click is the confirmation.
  const asked = [...permission.soft.filter(({ id }) => id !== OUT_OF_HOURS), ...(checks ? [checks] : [])];
  const goAhead = (text: string, actionId: string, style?: 'primary'): Button => ({
    ...button(text, actionId, overriding, style),
    ...(asked.length > 0 && { confirm: confirmation(text, asked) }),
  });
  const elements: Button[] = [];
  if (draft.state === 'waiting') {
    if (CHANNELS[draft.request.channel].goesOut === 'by us') elements.push(...approvals(permission, goAhead));
    else elements.push(goAhead('Mark as sent', 'draft_mark_sent', 'primary'));
    elements.push(
      button('Edit', 'draft_edit', reference()),
      button('Rewrite', 'draft_rewrite', reference()),
      button('Facts', 'draft_facts', reference()),
    );
  }
  if (draft.state === 'unclear') elements.push(button('It arrived', 'draft_arrived', reference(), 'primary'));
  if (draft.state === 'unclear' || draft.state === 'failed')
    elements.push({
      ...button('Send again', 'draft_again', overriding),
      ...((permission.soft.length > 0 || draft.state === 'unclear') && {
        confirm: confirmation('Send again', permission.soft, draft.state === 'unclear' ? TWICE : ''),
      }),
    });
  if (draft.state === 'waiting' || draft.state === 'failed' || isScheduled(draft))
    elements.push(button('Discard', 'draft_discard', reference(), 'danger'));
  return elements.length > 0 ? [{ type: 'actions', block_id: 'draft_actions', elements }] : [];
}

/** Outside working hours the next morning is offered first, and what the click on the other one means is written above. */
function approvals(
  { outOfHours }: Permission,
  goAhead: (text: string, actionId: string, style?: 'primary') => Button,
): Button[] {
  if (!outOfHours) return [goAhead('Approve & send', 'draft_approve', 'primary')];
  return [
    goAhead('Approve & send', 'draft_approve'),
    goAhead('Approve for 09:00', 'draft_approve_morning', 'primary'),
  ];
}

const TWICE = 'If the first one did arrive after all, they get it twice.';

function confirmation(text: string, reasons: readonly Reason[], more = '') {
  return {
    title: { type: 'plain_text' as const, text: 'Send all the same?' },
    text: {
      type: 'plain_text' as const,
      text: truncate([inWords(reasons), more].filter(Boolean).join(' '), 300),
    },
    confirm: { type: 'plain_text' as const, text: truncate(text, 30) },
    deny: { type: 'plain_text' as const, text: 'Not now' },
  };
}
