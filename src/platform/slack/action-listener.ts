import type { BlockAction, BlockElementAction } from '@slack/bolt';
import { type Handling, handle } from './handling.ts';
import { modalsFor } from './modals.ts';
import { actionName, type Routes } from './routes.ts';
import type { ActionRequest, Message, Permission } from './surface.ts';
import { valueOf, viewValues } from './values.ts';

/** Clicks and picks in messages, modals and the home tab. */
export function listenToActions(
  routes: Routes,
  handling: Handling,
  actionId: string | RegExp,
  need: Permission,
  run: (request: ActionRequest) => Promise<void>,
  tellByMessage: (userId: string) => (text: string) => Promise<void>,
): void {
  routes.action(actionId, async ({ ack, body, action, respond }) => {
    await ack();
    const inMessage = body.response_url !== undefined;
    const byMessage = tellByMessage(body.user.id);
    const reply = async (message: Message) => {
      if (inMessage) await respond({ ...message, response_type: 'ephemeral', replace_original: false });
      else await handling.client.chat.postMessage({ channel: body.user.id, ...message });
    };
    const work = handle(
      handling,
      {
        kind: 'action',
        name: actionName(action),
        key: body.trigger_id ? `action:${body.trigger_id}:${action.action_id}` : null,
        userId: body.user.id,
        need,
        tell: (text) => (inMessage ? reply({ text }).catch(() => byMessage(text)) : byMessage(text)),
      },
      (allowed) =>
        run({
          ...allowed,
          ...modalsFor(handling.client, body.trigger_id),
          reply,
          actionId: actionName(action),
          value: pickedValue(action),
          message: messageOf(body),
          view: body.view
            ? {
                id: body.view.id,
                metadata: body.view.private_metadata,
                values: viewValues(body.view.state.values),
              }
            : null,
          async replaceMessage(message) {
            await respond({ ...message, replace_original: true });
          },
          async deleteMessage() {
            await respond({ delete_original: true });
          },
        }),
    );
    await handling.running.track(work);
  });
}

function messageOf(body: BlockAction): ActionRequest['message'] {
  const { container } = body;
  if (container['type'] !== 'message') return null;
  return {
    channelId: String(container['channel_id']),
    ts: String(container['message_ts']),
    ephemeral: container['is_ephemeral'] === true,
  };
}

function pickedValue(action: BlockElementAction): string | null {
  const value = valueOf(action as Parameters<typeof valueOf>[0]);
  const one = Array.isArray(value) ? (value[0] ?? null) : value;
  return action.type === 'overflow' && one !== null ? one.replace(/^[^:]*:/, '') : one;
}
