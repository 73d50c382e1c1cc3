import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { limitedBlocks } from '#candidates/slack/limited.ts';
import type { Clock } from '#platform/clock.ts';
import { actions, button, context, section } from '#platform/slack/blocks.ts';
import { slackErrorCode } from '#platform/slack/handling.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import type { AskView, Closed, PostView, Saying } from '../deps.ts';
import type { Place } from '../post.ts';
import { decisionText, postMessage } from './post-message.ts';

/** Errors of a channel that we can't write to. */
const CLOSED = ['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action', 'not_allowed'];
/** Errors of a message that we can't change any more. */
const FINAL = [...CLOSED, 'message_not_found', 'cant_update_message', 'edit_window_closed'];

/** What roles say in Slack. */
export function sayingIn(client: WebClient, deps: { clock: Clock }): Saying {
  return {
    showPost: (view) => showPost(client, view),
    remove: (place) => remove(client, place),
    showAsk: (view) => showAsk(client, deps, view),
    tellWord: (view) => tellWord(client, view),
    tellClosed: (closed) => tellClosed(client, closed),
  };
}

async function showPost(client: WebClient, view: PostView): Promise<Place> {
  const { role, post } = view;
  if (post.message) {
    const isElsewhere = role.channel !== null && post.message.channelId !== role.channel;
    const message = postMessage(view, isElsewhere ? noteAbout(role.channel) : undefined);
    if (await update(client, post.message, message)) return post.message;
  }
  if (role.channel) {
    // A public channel can be joined; a private one only be invited to.
    await client.conversations.join({ channel: role.channel }).catch((error: unknown) => {
      if (slackErrorCode(error) === null) throw error;
    });
    try {
      return await send(client, role.channel, postMessage(view));
    } catch (error) {
      if (!CLOSED.includes(slackErrorCode(error) ?? '')) throw error;
    }
  }
  return send(client, role.owner, postMessage(view, noteAbout(role.channel)));
}

function noteAbout(channel: string | null): string | undefined {
  return channel === null
    ? undefined
    : `:warning: I can’t write to <#${channel}>, so the matches are here: invite me there with \`/invite\`, or pick another channel with *Edit*.`;
}

/** A person's id stands for their direct messages with the app; the answer names the channel. */
async function send(client: WebClient, channel: string, message: Message, threadTs?: string): Promise<Place> {
  const posted = await client.chat.postMessage({
    channel,
    text: message.text,
    blocks: message.blocks ?? [],
    unfurl_links: false,
    unfurl_media: false,
    ...(threadTs && { thread_ts: threadTs }),
  });
  return { channelId: posted.channel ?? channel, ts: posted.ts ?? '' };
}

/** @returns false when the message is not there any more, or nobody can write where it is */
async function update(client: WebClient, { channelId, ts }: Place, message: Message): Promise<boolean> {
  try {
    await client.chat.update({ channel: channelId, ts, text: message.text, blocks: message.blocks ?? [] });
    return true;
  } catch (error) {
    if (FINAL.includes(slackErrorCode(error) ?? '')) return false;
    throw error;
  }
}

async function remove(client: WebClient, { channelId, ts }: Place): Promise<void> {
  try {
    await client.chat.delete({ channel: channelId, ts });
  } catch (error) {
    if (!FINAL.includes(slackErrorCode(error) ?? '')) throw error;
  }
}

async function showAsk(client: WebClient, deps: { clock: Clock }, view: AskView): Promise<Place[]> {
  const { match, role, thread } = view;
  const message = askMessage(deps, view);
  const before = match.manager?.messages ?? [];
  if (before.length > 0) {
    for (const place of before) await update(client, place, message);
    return before;
  }
  if (!role.hiringManager) return [];
  const asked = [await send(client, role.hiringManager, message)];
  if (thread)
    try {
      asked.push(await send(client, thread.channelId, message, thread.ts));
    } catch (error) {
      // They have been asked by direct message: the thread may have gone with its channel.
      if (slackErrorCode(error) === null) throw error;
    }
  return asked;
}

/** The limited card with **Yes** and **No**. */
export function askMessage(deps: { clock: Clock }, { match, role, candidate }: AskView): Message {
  const title = escapeMrkdwn(role.title);
  const manager = role.hiringManager ? `<@${role.hiringManager}>` : 'Hiring manager';
  const { speaksFor, lacks } = match.reasons;
  const list = (words: readonly string[]) => words.map((word) => escapeMrkdwn(word)).join('; ');
  const says = match.manager?.says;
  const asks = says
    ? `${manager} said *${says}* to ${escapeMrkdwn(candidate.name)} for *${title}*.`
    : `${manager}, would you talk to ${escapeMrkdwn(candidate.name)} about *${title}*?`;
  const isAsked = role.state !== 'closed' && match.state === 'shortlisted';
  const decided = match.state === 'shortlisted' ? '' : decisionText(match);
  const why: KnownBlock[] = [
    ...(speaksFor.length > 0 ? [context(`:heavy_plus_sign: ${list(speaksFor)}`)] : []),
    ...(lacks.length > 0 ? [context(`:heavy_minus_sign: ${list(lacks)}`)] : []),
  ];
  return {
    text: asks,
    blocks: [
      section(asks),
      ...limitedBlocks(deps, candidate),
      ...why,
      ...[role.state === 'closed' ? 'The role is closed.' : '', decided]
        .filter(Boolean)
        .map((one) => context(one)),
      ...(isAsked
        ? [
            actions(`word_${match._id}`, [
              button('Yes', 'role_yes', match._id, says === 'yes' ? undefined : 'primary'),
              button('No', 'role_no', match._id),
            ]),
          ]
        : []),
    ],
  };
}

async function tellWord(client: WebClient, view: AskView & { recruiter: string }): Promise<Place> {
  const { match, role, candidate, recruiter } = view;
  const { says, by } = match.manager ?? {};
  const text = `${by ? `<@${by}>` : 'The hiring manager'} says *${says}* to *${escapeMrkdwn(candidate.name)}* for *${escapeMrkdwn(role.title)}*.`;
  return send(client, recruiter, {
    text,
    blocks: [
      section(text, button('Open', 'candidate_open', candidate._id)),
      context(decisionText(match)),
      actions(`said_${match._id}`, [
        ...(says === 'yes' ? [button('Draft outreach', 'outreach_draft', candidate._id, 'primary')] : []),
        button('Open role', 'role_open', role._id),
      ]),
    ],
  });
}

async function tellClosed(client: WebClient, closed: Closed): Promise<void> {
  const { role, closing, hired, medalists, enrolled, refused } = closed;
  const people = (count: number) => `${count} ${count === 1 ? 'person' : 'people'}`;
  const text = [
    `*${escapeMrkdwn(role.title)}* is closed.`,
    ...(hired > 0 ? [`${people(hired)} hired.`] : []),
    ...(medalists > 0
      ? [`${people(medalists)} ${medalists === 1 ? 'is a silver medalist' : 'are silver medalists'} now.`]
      : []),
    ...(closing.sequence && medalists > 0 ? [`${enrolled ?? 0} enrolled.`] : []),
    ...(refused.length > 0 ? [`Not enrolled: ${escapeMrkdwn([...new Set(refused)].join(' '))}`] : []),
  ].join(' ');
  await client.chat.postMessage({
    channel: closing.by,
    text,
    blocks: [section(text.slice(0, 2_900), button('Open role', 'role_open', role._id))],
  });
}
