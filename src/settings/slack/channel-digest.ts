import type { ModalView, SectionBlock } from '@slack/types';
import type { ChannelDigest } from '#digest/digest.ts';
import { button, input, plain, section, textInput } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { changeSettings, type SettingsDeps } from '../change.ts';
import { digestSchema } from '../settings.ts';

const DIGEST = 'settings_digest';

/** Which channel is told of everybody's day. */
export function registerChannelDigest(surface: Surface, need: string, deps: SettingsDeps): void {
  surface.action(DIGEST, need, async (request) => {
    const { channel, timeZone } = deps.live.digest;
    await request.openModal(
      modal({ channel, timeZone: channel === null ? request.actor.timeZone : timeZone }),
    );
  });
  surface.view(DIGEST, need, (request) => submit(deps, request));
}

/** Its part of `/rekindle settings`. */
export function channelDigestSection({ channel, timeZone }: ChannelDigest): SectionBlock {
  const what =
    channel === null
      ? 'No channel gets one; everybody has their own.'
      : `<#${channel}> gets one at 09:00 (${escapeMrkdwn(timeZone)}) on working days.`;
  return section(`*Digest in a channel*\n${what}`, button('Change digest', DIGEST, 'open'));
}

function modal({ channel, timeZone }: ChannelDigest): ModalView {
  return {
    type: 'modal',
    callback_id: DIGEST,
    title: plain('Digest in a channel'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      input(
        'channel',
        'Channel',
        { type: 'channels_select', action_id: 'channel', ...(channel && { initial_channel: channel }) },
        {
          optional: true,
          hint: 'Everybody in the channel sees the names in it, so pick one for recruiters only, and invite the app there. None: no channel gets a digest.',
        },
      ),
      textInput('timeZone', 'Time zone', {
        initial: timeZone,
        most: 60,
        hint: 'It comes at 09:00 there on working days, e.g. Europe/Berlin',
      }),
    ],
  };
}

async function submit(deps: SettingsDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { values, actor } = request;
  const typed = values['timeZone'];
  const parsed = digestSchema.safeParse({
    channel: values['channel'] ?? null,
    timeZone: typeof typed === 'string' ? typed.trim() : '',
  });
  if (!parsed.success)
    return { errors: { timeZone: 'I know no such zone. Write it as Europe/Berlin or America/Chicago.' } };
  await changeSettings(deps, 'digest', parsed.data, actor.id);
  return {
    close: true,
    async after() {
      await request.client.chat.postMessage({ channel: actor.id, text: 'The settings are saved.' });
    },
  };
}
