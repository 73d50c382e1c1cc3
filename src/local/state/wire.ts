import type { Channel, Message, Person, StoredFile, View } from './model.ts';
import { APP_ID, BOT_ID, BOT_USER_ID, TEAM } from './sample.ts';
import type { State } from './state.ts';

/** The shapes in which Slack sends what the workspace holds. */

/** Hours that a zone is away from UTC change with the season, so they are asked of the calendar. */
function zoneOffsetSeconds(timeZone: string, at: Date): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  if (!hours) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

/** @param withEmail whether the app has the scope `users:read.email` */
export function userObject(person: Person, at: Date, withEmail: boolean): Record<string, unknown> {
  return {
    id: person.id,
    team_id: TEAM.id,
    name: person.name,
    deleted: false,
    color: '7d414c',
    real_name: person.realName,
    tz: person.timeZone,
    tz_label: person.timeZone,
    tz_offset: zoneOffsetSeconds(person.timeZone, at),
    profile: {
      title: '',
      phone: '',
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.displayName,
      display_name_normalized: person.displayName,
      first_name: person.realName.split(' ')[0] ?? '',
      last_name: person.realName.split(' ').slice(1).join(' '),
      status_text: '',
      status_emoji: '',
      team: TEAM.id,
      ...(withEmail && person.kind !== 'bot' ? { email: person.email } : {}),
      ...(person.botId ? { bot_id: person.botId, api_app_id: person.id === BOT_USER_ID ? APP_ID : '' } : {}),
    },
    is_admin: person.admin,
    is_owner: person.admin,
    is_primary_owner: person.admin,
    is_restricted: person.kind === 'guest',
    is_ultra_restricted: false,
    is_bot: person.kind === 'bot',
    is_app_user: false,
    is_email_confirmed: person.kind !== 'bot',
    updated: 1_764_000_000,
    locale: 'en-US',
  };
}

/** A conversation as `conversations.info` shows it. */
export function channelObject(channel: Channel): Record<string, unknown> {
  const common = {
    id: channel.id,
    created: channel.created,
    is_archived: false,
    is_im: channel.kind === 'im',
    is_mpim: false,
    context_team_id: TEAM.id,
  };
  if (channel.kind === 'im')
    return {
      ...common,
      is_org_shared: false,
      user: channel.members.find((member) => member !== BOT_USER_ID) ?? BOT_USER_ID,
      is_user_deleted: false,
      is_open: true,
      priority: 0,
    };
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_private: false,
    is_general: channel.name === 'general',
    is_shared: false,
    is_member: channel.members.includes(BOT_USER_ID),
    creator: channel.members[0] ?? '',
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.length,
  };
}

/** @param base the workspace's address, without a slash at the end */
export function fileObject(file: StoredFile, base: string): Record<string, unknown> {
  const extension = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? 'binary';
  const address = `${base}/files-pri/${TEAM.id}-${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: extension,
    pretty_type: extension.toUpperCase(),
    user: file.user,
    user_team: TEAM.id,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: file.channels.length > 0,
    url_private: address,
    url_private_download: address,
    permalink: `${base}/files/${file.id}/${encodeURIComponent(file.name)}`,
    channels: file.channels,
    groups: [],
    ims: [],
    file_access: 'visible',
  };
}

/** Files as messages carry them. @param base address of the workspace, without a slash at the end */
export function filesOf(state: State, fileIds: readonly string[], base: string): Record<string, unknown>[] {
  return fileIds.flatMap((id) => {
    const file = state.files.get(id);
    return file ? [fileObject(file, base)] : [];
  });
}

/** A message as chat.postMessage, conversations.history and interaction payloads carry it. */
export function messageObject(state: State, message: Message, base: string): Record<string, unknown> {
  const replies = message.threadTs === null ? repliesTo(state, message) : [];
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: TEAM.id,
    ...(message.botId
      ? {
          bot_id: message.botId,
          app_id: APP_ID,
          bot_profile: {
            id: BOT_ID,
            app_id: APP_ID,
            user_id: BOT_USER_ID,
            name: state.people.get(BOT_USER_ID)?.displayName ?? '',
            deleted: false,
            updated: 1_764_000_000,
            team_id: TEAM.id,
          },
        }
      : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.fileIds.length > 0 ? { files: filesOf(state, message.fileIds, base), upload: false } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(replies.length > 0
      ? {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.user))],
          latest_reply: replies.at(-1)?.ts,
        }
      : {}),
    ...(message.edited ? { edited: { user: message.botId ?? message.user, ts: message.edited } } : {}),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map((it) => ({ ...it, count: it.users.length })) }
      : {}),
  };
}

/** Answers in the thread under a message that everybody in the channel sees, oldest first. */
export function repliesTo(state: State, message: Message): Message[] {
  return state
    .messagesIn(message.channel)
    .filter(
      (other) => other.threadTs === message.ts && other.ts !== message.ts && other.ephemeralTo === null,
    );
}

/** A view as views.* and interaction payloads carry it. */
export function viewObject(view: View): Record<string, unknown> {
  return {
    id: view.id,
    team_id: TEAM.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.values },
    hash: view.hash,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close,
    submit: view.submit,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: APP_ID,
    external_id: view.externalId,
    app_installed_team_id: TEAM.id,
    bot_id: BOT_ID,
  };
}
