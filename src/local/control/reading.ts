import { visibleMessages } from '../acts/surface.ts';
import type { Workspace } from '../context.ts';
import { modalsOf } from '../state/modals.ts';
import type { Channel, Message, Person, View } from '../state/model.ts';
import { BOT_USER_ID, SLACKBOT_ID } from '../state/sample.ts';
import { isWithApp, sees } from '../state/state.ts';
import { fileObject } from '../state/wire.ts';

/** What a person's page shows around the messages. */
export function workspaceSeenBy(
  workspace: Workspace,
  person: Person,
  has: { slack: boolean; mail: boolean },
) {
  const { state, manifest, delivery, clock } = workspace;
  const shown = ({ id, name, realName, displayName, kind, admin, sample, timeZone }: Person) => ({
    id,
    name,
    realName,
    displayName,
    kind,
    admin,
    sample,
    timeZone,
    isApp: id === BOT_USER_ID,
  });
  const channels = [...state.channels.values()].filter((channel) => sees(channel, person.id));
  return {
    me: shown(person),
    people: [...state.people.values()].map(shown),
    channels: has.slack ? channels.map((channel) => channelSeenBy(workspace, channel, person)) : [],
    commands: has.slack
      ? manifest.features.slash_commands.map((it) => ({
          command: it.command,
          description: it.description,
          usageHint: it.usage_hint ?? '',
        }))
      : [],
    shortcuts: has.slack
      ? manifest.features.shortcuts.map((it) => ({
          name: it.name,
          type: it.type,
          callbackId: it.callback_id,
          description: it.description,
        }))
      : [],
    app: {
      name: manifest.display_information.name,
      botUserId: BOT_USER_ID,
      connected: has.slack && delivery.connected(),
    },
    clock: { now: clock.now().toISOString() },
    has,
  };
}

function channelSeenBy(workspace: Workspace, channel: Channel, person: Person) {
  const { state } = workspace;
  const seen = state.seen.get(`${person.id}/${channel.id}`) ?? '0';
  const other = channel.members.find((member) => member !== person.id) ?? person.id;
  const unread = state
    .messagesIn(channel.id)
    .filter(
      ({ ts, user, ephemeralTo }) =>
        ts > seen && user !== person.id && (ephemeralTo === null || ephemeralTo === person.id),
    ).length;
  return {
    id: channel.id,
    name: channel.kind === 'channel' ? channel.name : (state.people.get(other)?.displayName ?? ''),
    kind: channel.kind === 'channel' ? 'channel' : isWithApp(channel) ? 'app' : 'dm',
    unread,
  };
}

/** Messages that a person sees, oldest first: of one channel, which then counts as read, or of all. */
export function messagesSeenBy(workspace: Workspace, person: Person, channel: Channel | null) {
  const messages = visibleMessages(workspace, person, channel?.id).reverse();
  const newest = messages.at(-1)?.message;
  const seenKey = `${person.id}/${channel?.id}`;
  if (channel && newest && workspace.state.seen.get(seenKey) !== newest.ts)
    workspace.state.seen.set(seenKey, newest.ts);
  const replies = Map.groupBy(
    messages.filter(({ message }) => message.threadTs !== null && message.threadTs !== message.ts),
    ({ message }) => `${message.channel}/${message.threadTs}`,
  );
  return messages.map(({ message }) =>
    messageShown(workspace, message, replies.get(`${message.channel}/${message.ts}`)?.length ?? 0),
  );
}

function messageShown({ state }: Workspace, message: Message, replyCount: number) {
  const author = state.people.get(message.user);
  return {
    ts: message.ts,
    channel: message.channel,
    user: message.user,
    name: author?.displayName ?? (message.user === SLACKBOT_ID ? 'Slackbot' : message.user),
    bot: message.botId !== null || message.user === SLACKBOT_ID,
    text: message.text,
    blocks: message.blocks,
    values: message.values,
    attachments: message.attachments,
    files: message.fileIds.flatMap((id) => {
      const file = state.files.get(id);
      return file
        ? [{ ...fileObject(file, ''), url: `/files/${file.id}/${encodeURIComponent(file.name)}` }]
        : [];
    }),
    threadTs: message.threadTs,
    replyCount,
    ephemeral: message.ephemeralTo !== null,
    edited: message.edited !== null,
    reactions: message.reactions,
  };
}

/** The modals of a person, lowest first. `values` and `errors` are by block id (and action id), as in Slack. */
export function viewsSeenBy({ state }: Workspace, person: Person) {
  return modalsOf(state, person.id).map((view: View) => ({
    id: view.id,
    type: view.type,
    title: view.title?.text ?? '',
    submit: view.submit?.text ?? null,
    close: view.close?.text ?? null,
    blocks: view.blocks,
    callbackId: view.callbackId,
    values: view.values,
    errors: view.errors,
    notice: view.notice,
  }));
}

/** What a person's home shows, or null before the app has published one. */
export function homeSeenBy({ state }: Workspace, person: Person) {
  const home = state.homes.get(person.id);
  return home ? { id: home.id, blocks: home.blocks, values: home.values } : null;
}
