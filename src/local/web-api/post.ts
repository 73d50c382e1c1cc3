import type { Workspace } from '../context.ts';
import type { Block, Channel, Message } from '../state/model.ts';
import { BOT_ID, BOT_USER_ID } from '../state/sample.ts';
import { initialValues } from '../state/values.ts';
import { checkMessageBlocks, textLength } from './block-kit/check.ts';
import { type Arguments, structured, textOf } from './method.ts';
import { badArguments, Refusal } from './refusal.ts';

/** Characters of chat.postMessage's text and chat.update's: docs.slack.dev/reference/methods. */
export const POST_TEXT = 40_000;
export const UPDATE_TEXT = 4_000;
/** Characters in all blocks of a message together; measured by users of Slack (slackapi/bolt-js #2509). */
const BLOCKS_TEXT = 13_200;

export interface Content {
  text: string;
  blocks: Block[];
  attachments: unknown[];
}

/**
 * What a message is to say, checked.
 * @param textLimit characters of its text
 * @throws Refusal `no_text`, `msg_too_long`, `msg_blocks_too_long`, `invalid_blocks`, `invalid_attachments`
 */
export function contentOf(args: Arguments, textLimit: number): Content {
  const text = textOf(args, 'text') ?? textOf(args, 'markdown_text') ?? '';
  const blocks = blocksOf(args);
  const attachments = structured(args, 'attachments') ?? [];
  if (!Array.isArray(attachments)) throw new Refusal('invalid_attachments');
  if (text === '' && blocks.length === 0 && attachments.length === 0) throw new Refusal('no_text');
  if (text.length > textLimit) throw new Refusal('msg_too_long');
  return { text: wellFormedText(text), blocks, attachments };
}

function blocksOf(args: Arguments): Block[] {
  const given = structured(args, 'blocks');
  if (given === undefined) return [];
  const checked = checkMessageBlocks(given);
  if (!checked.ok) throw badArguments('invalid_blocks', checked.messages);
  if (textLength(checked.value) > BLOCKS_TEXT) throw new Refusal('msg_blocks_too_long');
  return checked.value;
}

/** Half of a surrogate pair, left where a text was cut in the middle of an emoji, becomes a replacement character. */
function wellFormedText(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** Puts a message of the app's into a channel and tells the pages. */
export function postAsApp(
  workspace: Pick<Workspace, 'state' | 'live'>,
  channel: Channel,
  content: Content,
  more: Partial<Pick<Message, 'threadTs' | 'ephemeralTo' | 'fileIds' | 'user' | 'botId'>> = {},
): Message {
  const message: Message = {
    ts: workspace.state.nextTs(),
    channel: channel.id,
    user: BOT_USER_ID,
    botId: BOT_ID,
    ...content,
    fileIds: [],
    threadTs: null,
    ephemeralTo: null,
    edited: null,
    values: initialValues(content.blocks),
    reactions: [],
    ...more,
  };
  workspace.state.putMessage(message);
  workspace.live.tell({ changed: 'messages', channel: channel.id }, message.ephemeralTo);
  return message;
}

/** Replaces what a message says; what was picked in its menus stays where the menus stay. */
export function rewrite(
  workspace: Pick<Workspace, 'state' | 'live'>,
  message: Message,
  content: Content,
): Message {
  const rewritten: Message = {
    ...message,
    ...content,
    edited: workspace.state.nextTs(),
    values: initialValues(content.blocks, message.values),
  };
  workspace.state.putMessage(rewritten);
  workspace.live.tell({ changed: 'messages', channel: message.channel }, message.ephemeralTo);
  return rewritten;
}

/** Takes a message away. */
export function remove(workspace: Pick<Workspace, 'state' | 'live'>, message: Message): void {
  workspace.state.removeMessage(message);
  workspace.live.tell({ changed: 'messages', channel: message.channel }, message.ephemeralTo);
}
