import type { App } from '@slack/bolt';
import { listenToActions } from './action-listener.ts';
import { commandText, mentionedIn } from './command-text.ts';
import { explain, type Handling, handle, newRequestId, outcomeOf } from './handling.ts';
import { listenToMentions } from './mention-listener.ts';
import { modalsFor } from './modals.ts';
import { createRoutes } from './routes.ts';
import type { Message, Registration, Surface } from './surface.ts';
import { listenToViews } from './view-listener.ts';

/**
 * The Surface over a Bolt app. Commands, clicks and shortcuts are acknowledged before anything else happens; see
 * view-listener.ts for modals.
 */
export function createSurface(app: App, handling: Handling): Surface {
  const registered: Registration[] = [];
  const routes = createRoutes(app);
  const note = (type: Registration['type'], name: string, need: string | null) =>
    void registered.push({ type, name, need });
  /** For those who have no message to answer in: their direct messages with the app. */
  const tellByMessage = (userId: string) => async (text: string) => {
    await handling.client.chat
      .postMessage({ channel: userId, text })
      .catch((error: unknown) => handling.logger.error({ err: error }, 'could not tell a person'));
  };

  return {
    registered,

    command(name, need, run) {
      note('command', name, need);
      routes.command(name, async ({ ack, body, respond }) => {
        await ack();
        const reply = async (message: Message) => {
          await respond({ ...message, response_type: 'ephemeral' });
        };
        const work = handle(
          handling,
          {
            kind: 'command',
            name,
            key: body.trigger_id ? `command:${body.trigger_id}` : null,
            userId: body.user_id,
            need,
            tell: (text) =>
              reply({ text }).catch((error: unknown) =>
                handling.logger.error({ err: error }, 'could not answer a command'),
              ),
          },
          (allowed) =>
            run({
              ...allowed,
              ...modalsFor(handling.client, body.trigger_id),
              reply,
              command: name,
              text: commandText(body.text ?? ''),
              mentioned: mentionedIn(body.text ?? ''),
              channelId: body.channel_id,
            }),
        );
        await handling.running.track(work);
      });
    },

    action(actionId, need, run) {
      note('action', String(actionId), need);
      listenToActions(routes, handling, actionId, need, run, tellByMessage);
    },

    view(callbackId, need, run) {
      note('view', callbackId, need);
      listenToViews(routes, handling, callbackId, need, run, tellByMessage);
    },

    shortcut(callbackId, need, run) {
      note('shortcut', callbackId, need);
      routes.shortcut(callbackId, async ({ ack, body }) => {
        await ack();
        const message =
          body.type === 'message_action'
            ? {
                channelId: body.channel.id,
                ts: body.message.ts,
                text: commandText(body.message.text ?? ''),
                userId: body.message.user ?? null,
              }
            : null;
        const work = handle(
          handling,
          {
            kind: 'shortcut',
            name: callbackId,
            key: body.trigger_id ? `shortcut:${body.trigger_id}` : null,
            userId: body.user.id,
            need,
            tell: tellByMessage(body.user.id),
          },
          (allowed) =>
            run({ ...allowed, ...modalsFor(handling.client, body.trigger_id), callbackId, message }),
        );
        await handling.running.track(work);
      });
    },

    options(actionId, need, run) {
      note('options', actionId, need);
      routes.options(actionId, async ({ ack, body }) => {
        const requestId = newRequestId();
        const { metrics } = handling;
        try {
          const answer = await handling.authorize(body.user.id, need);
          if ('refusal' in answer) {
            metrics.delivery('options', 'refused');
            return await ack({ options: [] });
          }
          const choices = await run({
            actor: answer.actor,
            client: handling.client,
            requestId,
            actionId,
            query: String(body.value),
            metadata: ('view' in body && body.view?.private_metadata) || '',
          });
          const options = choices.map(({ text, value }) => ({
            text: { type: 'plain_text' as const, text },
            value,
          }));
          metrics.delivery('options', 'handled');
          return await ack({ options: options.slice(0, 100) });
        } catch (error) {
          metrics.delivery('options', outcomeOf(error));
          explain(handling.logger, { kind: 'options', name: actionId }, requestId, error);
          return await ack({ options: [] });
        }
      });
    },

    homeOpened(run) {
      note('event', 'app_home_opened', null);
      app.event('app_home_opened', async ({ event, body }) => {
        if (event.tab !== 'home') return;
        const work = handle(
          handling,
          {
            kind: 'event',
            name: event.type,
            key: `event:${body.event_id}`,
            userId: event.user,
            need: null,
            tell: tellByMessage(event.user),
          },
          (allowed) =>
            run({
              ...allowed,
              async publish(blocks) {
                await handling.client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
              },
            }),
        );
        await handling.running.track(work);
      });
    },

    mention(need, run) {
      note('event', 'app_mention', need);
      listenToMentions(app, handling, need, run);
    },

    directMessage(run) {
      note('event', 'message.im', null);
      app.event('message', async ({ event, body }) => {
        if (event.channel_type !== 'im' || event.subtype !== undefined || event.bot_id !== undefined) return;
        const work = handle(
          handling,
          {
            kind: 'event',
            name: 'message.im',
            key: `event:${body.event_id}`,
            userId: event.user,
            need: null,
            tell: tellByMessage(event.user),
          },
          (allowed) => run({ ...allowed, channelId: event.channel, text: commandText(event.text ?? '') }),
        );
        await handling.running.track(work);
      });
    },
  };
}
