import type { Workspace } from '../context.ts';
import type { Person } from '../state/model.ts';
import { messageObject } from '../state/wire.ts';
import { makeResponseUrl } from '../web-api/response-url.ts';
import { ActError, channelReference, interaction } from './payloads.ts';
import { surfaceAt } from './surface.ts';

/**
 * A person picks a shortcut, on a message or from anywhere.
 * @throws ActError when the app has no such shortcut, or the person doesn't see the message
 */
export async function useShortcut(
  workspace: Workspace,
  person: Person,
  callbackId: string,
  on: { channel: string; ts: string } | null,
): Promise<{ ok: boolean; error?: string }> {
  const shortcuts = workspace.manifest.features.shortcuts;
  const type = on ? 'message' : 'global';
  const shortcut = shortcuts.find(
    (it) => it.type === type && (it.callback_id === callbackId || it.name === callbackId),
  );
  if (!shortcut)
    throw new ActError(
      `There is no ${type} shortcut “${callbackId}”. There are: ${shortcuts.map((it) => it.name).join(', ')}`,
    );
  const common = {
    ...interaction(on ? 'message_action' : 'shortcut', person),
    callback_id: shortcut.callback_id,
    trigger_id: workspace.triggers.make(person.id),
    action_ts: workspace.state.nextTs(),
  };
  const ack = await workspace.delivery.send({
    kind: 'interactive',
    name: `${on ? 'message_action' : 'shortcut'} ${shortcut.callback_id}`,
    payload: { ...common, ...(on ? ofMessage(workspace, person, on) : {}) },
  });
  return ack.ok
    ? { ok: true }
    : { ok: false, error: `${shortcut.name} didn’t work: the app did not respond. Try again?` };
}

function ofMessage(workspace: Workspace, person: Person, on: { channel: string; ts: string }) {
  const { message, channel } = surfaceAt(workspace, person, on);
  if (!message) throw new ActError('A message shortcut needs a message.');
  return {
    channel: channelReference(channel),
    message_ts: message.ts,
    message: messageObject(workspace.state, message, workspace.url()),
    response_url: makeResponseUrl(workspace, {
      channel: channel.id,
      user: person.id,
      messageTs: null,
      threadTs: message.threadTs,
    }),
  };
}
