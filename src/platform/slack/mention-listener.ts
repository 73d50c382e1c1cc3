import type { App } from '@slack/bolt';
import { commandText } from './command-text.ts';
import { type Handling, handle } from './handling.ts';
import type { MentionRequest, Permission } from './surface.ts';

/**
 * Mentions of the app in channels. It answers in the thread, or begins one; what only the person should read (a refusal,
 * a failure) is ephemeral there.
 */
export function listenToMentions(
  app: App,
  handling: Handling,
  need: Permission,
  run: (request: MentionRequest) => Promise<void>,
): void {
  const { client, logger, running } = handling;
  app.event('app_mention', async ({ event, body, context }) => {
    const { user, channel } = event;
    // Other bots' messages; without a user nobody can be asked who they are.
    if (user === undefined || event.bot_id !== undefined) return;
    const thread = { channel, thread_ts: event.thread_ts ?? event.ts };
    const work = handle(
      handling,
      {
        kind: 'event',
        name: event.type,
        key: `event:${body.event_id}`,
        userId: user,
        need,
        tell: async (text) => {
          await client.chat
            .postEphemeral({ ...thread, user, text })
            .catch((error: unknown) => logger.error({ err: error }, 'could not answer a mention'));
        },
      },
      (allowed) =>
        run({
          ...allowed,
          eventId: body.event_id,
          channelId: channel,
          text: commandText(behindMention(event.text, context.botUserId)),
          async answer(message) {
            const { channel: channelId, ts } = await client.chat.postMessage({
              ...thread,
              unfurl_links: false,
              unfurl_media: false,
              ...message,
            });
            return channelId && ts ? { channelId, ts } : null;
          },
        }),
    );
    await running.track(work);
  });
}

/** `refer Ana` of `hey <@U0BOT|rekindle> refer Ana`. */
function behindMention(text: string, botUserId: string | undefined): string {
  const mention = new RegExp(`<@${botUserId ?? '[UW][A-Z0-9]+'}(?:\\|[^>]*)?>`);
  const found = mention.exec(text);
  return found ? text.slice(found.index + found[0].length) : text;
}
