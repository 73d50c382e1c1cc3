import type { Workspace } from '../context.ts';
import type { Channel, Message } from '../state/model.ts';
import { BOT_ID, BOT_USER_ID } from '../state/sample.ts';
import { sees } from '../state/state.ts';
import { messageObject } from '../state/wire.ts';
import { type Arguments, conversation, hasScope, type Method, requiredText, textOf } from './method.ts';
import { contentOf, POST_TEXT, postAsApp, remove, rewrite, UPDATE_TEXT } from './post.ts';
import { Refusal } from './refusal.ts';

const write = { token: 'bot', scopes: ['chat:write'] } as const;

/** @throws Refusal unless the app may post there */
function writableChannel(workspace: Workspace, args: Arguments): Channel {
  const channel = conversation(workspace.state, requiredText(args, 'channel'));
  if (!channel.members.includes(BOT_USER_ID) && !hasScope(workspace.manifest, 'chat:write.public'))
    throw new Refusal('not_in_channel');
  return channel;
}

/** The message above a thread. @throws Refusal when there is no such message */
function threadOf(workspace: Workspace, channel: Channel, args: Arguments): string | null {
  const ts = textOf(args, 'thread_ts');
  if (ts === null) return null;
  const parent = workspace.state.message(channel.id, ts);
  if (!parent || parent.ephemeralTo) throw new Refusal('thread_not_found');
  return parent.threadTs ?? parent.ts;
}

/** @throws Refusal `message_not_found`, or `code` for a message that isn't the app's */
function ownMessage(workspace: Workspace, args: Arguments, code: string): Message {
  const channel = conversation(workspace.state, requiredText(args, 'channel'));
  const message = workspace.state.message(channel.id, requiredText(args, 'ts'));
  // The Web API can't reach ephemeral messages: only the response_url of an interaction with them can.
  if (!message || message.ephemeralTo) throw new Refusal('message_not_found');
  if (message.botId !== BOT_ID) throw new Refusal(code);
  return message;
}

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': {
    ...write,
    run(workspace, args) {
      const channel = writableChannel(workspace, args);
      const content = contentOf(args, POST_TEXT);
      const threadTs = threadOf(workspace, channel, args);
      const message = postAsApp(workspace, channel, content, { threadTs });
      return {
        channel: channel.id,
        ts: message.ts,
        message: messageObject(workspace.state, message, workspace.url()),
      };
    },
  },
  'chat.update': {
    ...write,
    run(workspace, args) {
      const message = ownMessage(workspace, args, 'cant_update_message');
      const updated = rewrite(workspace, message, contentOf(args, UPDATE_TEXT));
      return {
        channel: message.channel,
        ts: message.ts,
        text: updated.text,
        message: messageObject(workspace.state, updated, workspace.url()),
      };
    },
  },
  'chat.delete': {
    ...write,
    run(workspace, args) {
      const message = ownMessage(workspace, args, 'cant_delete_message');
      remove(workspace, message);
      return { channel: message.channel, ts: message.ts };
    },
  },
  'chat.postEphemeral': {
    ...write,
    run(workspace, args) {
      const channel = writableChannel(workspace, args);
      const user = workspace.state.people.get(requiredText(args, 'user'));
      if (!user) throw new Refusal('user_not_found');
      if (!sees(channel, user.id) || !channel.members.includes(user.id))
        throw new Refusal('user_not_in_channel');
      const content = contentOf(args, POST_TEXT);
      const threadTs = threadOf(workspace, channel, args);
      const message = postAsApp(workspace, channel, content, { threadTs, ephemeralTo: user.id });
      return { message_ts: message.ts };
    },
  },
  'chat.getPermalink': {
    token: 'bot',
    scopes: [],
    run(workspace, args) {
      const channel = conversation(workspace.state, requiredText(args, 'channel'));
      const message = workspace.state.message(channel.id, requiredText(args, 'message_ts'));
      if (!message) throw new Refusal('message_not_found');
      return {
        channel: channel.id,
        permalink: `${workspace.url()}/archives/${channel.id}/p${message.ts.replace('.', '')}`,
      };
    },
  },
  'reactions.add': {
    token: 'bot',
    scopes: ['reactions:write'],
    run(workspace, args) {
      const channel = conversation(workspace.state, requiredText(args, 'channel'));
      const message = workspace.state.message(channel.id, requiredText(args, 'timestamp'));
      if (!message) throw new Refusal('message_not_found');
      const name = requiredText(args, 'name').replaceAll(':', '');
      const same = message.reactions.find((reaction) => reaction.name === name);
      if (same?.users.includes(BOT_USER_ID)) throw new Refusal('already_reacted');
      const others = message.reactions.filter((reaction) => reaction !== same);
      workspace.state.putMessage({
        ...message,
        reactions: [...others, { name, users: [...(same?.users ?? []), BOT_USER_ID] }],
      });
      workspace.live.tell({ changed: 'messages', channel: channel.id });
      return {};
    },
  },
};
