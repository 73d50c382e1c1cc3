import type { Workspace } from '../context.ts';
import type { Channel, Message } from '../state/model.ts';
import { BOT_USER_ID, directMessageId } from '../state/sample.ts';
import { channelObject, messageObject } from '../state/wire.ts';
import {
  type Arguments,
  conversation,
  hasScope,
  isTrue,
  type Method,
  paged,
  requiredText,
  textOf,
} from './method.ts';
import { Refusal } from './refusal.ts';

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'] as const;
const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'] as const;

/** Reading a direct message takes another scope than reading a channel. @throws Refusal `missing_scope` */
function readable(workspace: Workspace, args: Arguments, kind: 'read' | 'history'): Channel {
  const channel = conversation(workspace.state, requiredText(args, 'channel'));
  const scope = `${channel.kind === 'im' ? 'im' : 'channels'}:${kind}`;
  if (!hasScope(workspace.manifest, scope))
    throw new Refusal('missing_scope', {
      needed: scope,
      provided: workspace.manifest.oauth_config.scopes.bot.join(','),
    });
  return channel;
}

/** Messages between `oldest` and `latest` that are no person's alone, newest first. */
function history(workspace: Workspace, channel: Channel, args: Arguments): Message[] {
  const [oldest, latest] = [textOf(args, 'oldest') ?? '0', textOf(args, 'latest') ?? '9999999999'];
  const inclusive = isTrue(args, 'inclusive');
  const within = ({ ts }: Message) =>
    inclusive
      ? Number(ts) >= Number(oldest) && Number(ts) <= Number(latest)
      : Number(ts) > Number(oldest) && Number(ts) < Number(latest);
  return workspace.state
    .messagesIn(channel.id)
    .filter((message) => message.ephemeralTo === null && within(message))
    .reverse();
}

function joined(workspace: Workspace, args: Arguments, everything: boolean): Channel[] {
  const types = (textOf(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
  return [...workspace.state.channels.values()].filter((channel) => {
    const member = channel.members.includes(BOT_USER_ID);
    return channel.kind === 'im'
      ? member && types.includes('im')
      : types.includes('public_channel') && (everything || member);
  });
}

export const conversationMethods: Record<string, Method> = {
  'conversations.open': {
    token: 'bot',
    scopes: ['im:write', 'channels:manage', 'mpim:write'],
    run({ state }, args) {
      const given = textOf(args, 'channel');
      if (given)
        return { no_op: true, already_open: true, channel: channelObject(conversation(state, given)) };
      const users = requiredText(args, 'users').split(',');
      const [user] = users;
      // Group conversations are not part of the local workspace, and Slack's word for a count that it refuses fits.
      if (users.length !== 1 || !user) throw new Refusal('too_many_users');
      const person = state.people.get(user);
      if (!person) throw new Refusal('user_not_found');
      if (person.kind === 'bot') throw new Refusal('cannot_dm_bot');
      const channel = conversation(state, directMessageId(user));
      return isTrue(args, 'return_im')
        ? { channel: channelObject(channel) }
        : { channel: { id: channel.id } };
    },
  },
  'conversations.info': {
    token: 'bot',
    scopes: READ,
    run: (workspace, args) => ({ channel: channelObject(readable(workspace, args, 'read')) }),
  },
  'conversations.list': {
    token: 'bot',
    scopes: READ,
    run(workspace, args) {
      const { page, response_metadata } = paged(joined(workspace, args, true), args, 1_000);
      return { channels: page.map(channelObject), response_metadata };
    },
  },
  'users.conversations': {
    token: 'bot',
    scopes: READ,
    run(workspace, args) {
      const { page, response_metadata } = paged(joined(workspace, args, false), args, 999);
      return { channels: page.map(channelObject), response_metadata };
    },
  },
  'conversations.members': {
    token: 'bot',
    scopes: READ,
    run(workspace, args) {
      const { page, response_metadata } = paged(readable(workspace, args, 'read').members, args, 1_000);
      return { members: page, response_metadata };
    },
  },
  'conversations.join': {
    token: 'bot',
    scopes: ['channels:join'],
    run({ state, live }, args) {
      const channel = conversation(state, requiredText(args, 'channel'));
      if (channel.kind === 'im') throw new Refusal('method_not_supported_for_channel_type');
      if (!channel.members.includes(BOT_USER_ID)) {
        state.channels.set(channel.id, { ...channel, members: [...channel.members, BOT_USER_ID] });
        live.tell({ changed: 'workspace' });
      }
      return { channel: channelObject(state.channels.get(channel.id) ?? channel) };
    },
  },
  'conversations.history': {
    token: 'bot',
    scopes: HISTORY,
    run(workspace, args) {
      const channel = readable(workspace, args, 'history');
      if (!channel.members.includes(BOT_USER_ID)) throw new Refusal('not_in_channel');
      const top = history(workspace, channel, args).filter(
        ({ threadTs, ts }) => threadTs === null || threadTs === ts,
      );
      const { page, response_metadata } = paged(top, args, 999);
      return {
        messages: page.map((message) => messageObject(workspace.state, message, workspace.url())),
        has_more: response_metadata.next_cursor !== '',
        response_metadata,
      };
    },
  },
  'conversations.replies': {
    token: 'bot',
    scopes: HISTORY,
    run(workspace, args) {
      const channel = readable(workspace, args, 'history');
      const ts = requiredText(args, 'ts');
      const parent = workspace.state.message(channel.id, ts);
      if (!parent || parent.ephemeralTo) throw new Refusal('thread_not_found');
      const root = parent.threadTs ?? parent.ts;
      const thread = history(workspace, channel, args)
        .filter((message) => message.ts === root || message.threadTs === root)
        .reverse();
      const { page, response_metadata } = paged(thread, args, 999);
      return {
        messages: page.map((message) => messageObject(workspace.state, message, workspace.url())),
        has_more: response_metadata.next_cursor !== '',
        response_metadata,
      };
    },
  },
};
