import type { Workspace } from '../context.ts';
import type { Channel, Message, Person } from '../state/model.ts';
import { BOT_USER_ID, TEAM } from '../state/sample.ts';
import { isWithApp } from '../state/state.ts';
import { filesOf } from '../state/wire.ts';
import { tellEvent } from './payloads.ts';
import { escapedText } from './text.ts';

/** A person writes a message; the app is told of it where its manifest asks for such events. */
export function writeMessage(
  workspace: Workspace,
  person: Person,
  channel: Channel,
  typed: string,
  more: { threadTs?: string | null; fileIds?: string[] } = {},
): Message {
  const { state, live } = workspace;
  const text = escapedText(state, typed, false);
  const message: Message = {
    ts: state.nextTs(),
    channel: channel.id,
    user: person.id,
    botId: person.botId,
    text,
    blocks: typed === '' ? [] : [asRichText(state.newId('b'), typed)],
    attachments: [],
    fileIds: more.fileIds ?? [],
    threadTs: more.threadTs ?? null,
    ephemeralTo: null,
    edited: null,
    values: {},
    reactions: [],
  };
  state.putMessage(message);
  state.seen.set(`${person.id}/${channel.id}`, message.ts);
  live.tell({ changed: 'messages', channel: channel.id });
  tellOfMessage(workspace, channel, message);
  return message;
}

function asRichText(blockId: string, typed: string) {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text: typed }] };
  return { type: 'rich_text', block_id: blockId, elements: [section] };
}

function tellOfMessage(workspace: Workspace, channel: Channel, message: Message): void {
  if (!channel.members.includes(BOT_USER_ID)) return;
  const event = {
    user: message.user,
    ts: message.ts,
    client_msg_id: crypto.randomUUID(),
    text: message.text,
    team: TEAM.id,
    blocks: message.blocks,
    ...(message.botId ? { bot_id: message.botId } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.fileIds.length > 0
      ? { files: filesOf(workspace.state, message.fileIds, workspace.url()), subtype: 'file_share' }
      : {}),
    channel: channel.id,
    event_ts: message.ts,
  };
  const direct = isWithApp(channel);
  tellEvent(workspace, direct ? 'message.im' : 'message.channels', {
    type: 'message',
    ...event,
    channel_type: direct ? 'im' : 'channel',
  });
  if (!direct && message.text.includes(`<@${BOT_USER_ID}`))
    tellEvent(workspace, 'app_mention', { type: 'app_mention', ...event });
}

/** A person opens the app's home. */
export function openHome(workspace: Workspace, person: Person): void {
  const { state, clock } = workspace;
  const home = state.homes.get(person.id);
  tellEvent(workspace, 'app_home_opened', {
    type: 'app_home_opened',
    user: person.id,
    channel: `D${person.id.slice(1)}`,
    tab: 'home',
    event_ts: `${(clock.now().getTime() / 1000).toFixed(6)}`,
    ...(home ? { view: { id: home.id, type: 'home', hash: home.hash, blocks: home.blocks } } : {}),
  });
}
