import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { input, option, plain } from '#platform/slack/blocks.ts';
import type { Actor, Message, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { type DailyDeps, LINES } from '../daily.ts';
import { type DigestSettings, PARTS, type PartId, TEAM_PARTS } from '../digest.ts';
import { type DigestDeps, gather, settingsOf } from '../gather.ts';
import { digestMessage, type Place, partMessage, rangeOf, readPlace } from './message.ts';

const NEED = 'candidates';
const SETTINGS = 'digest_settings';
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17];

/** `/digest`, and what stands in one. */
export function register(surface: Surface, deps: DigestDeps): void {
  surface.command('/digest', NEED, async (request) => {
    const { actor, text } = request;
    if (text.toLowerCase() === 'settings')
      return void (await request.openModal(settingsModal(await settingsOf(deps, actor.id))));
    if (text !== '') {
      // There is one word besides: whatever else was typed, that one was meant.
      const unknown = text.toLowerCase() === 'help' ? '' : 'Did you mean `/digest settings`? ';
      return request.reply({
        text: `${unknown}\`/digest\` tells what today needs; \`/digest settings\` says when and what.`,
      });
    }
    const { parts } = await settingsOf(deps, actor.id);
    const told = await gather(deps, actor, parts, { skip: 0, limit: LINES });
    return request.reply(
      told.length > 0 ? digestMessage(told) : { text: 'Nothing needs you at the moment.' },
    );
  });
  surface.action('digest_show', NEED, async (request) => {
    const place = readPlace(request.value);
    if (place) await request.reply(await pageOf(deps, request.actor, place));
  });
  surface.action(/^digest_page_(?:previous|next)$/, NEED, async (request) => {
    const place = readPlace(request.value);
    if (place) await request.replaceMessage(await pageOf(deps, request.actor, place));
  });
  surface.view(SETTINGS, NEED, (request) => submit(deps, request));
}

/** A page of one part. Of a channel's digest it is everybody's. */
async function pageOf(deps: DigestDeps, actor: Actor, place: Place): Promise<Message> {
  const reader = { id: actor.id, timeZone: actor.timeZone, isTeam: place.isTeam };
  const wanted = place.isTeam ? TEAM_PARTS.filter((id) => id === place.id) : [place.id];
  const [part] = await gather(deps, reader, wanted, rangeOf(place));
  if (part) return partMessage(part, place);
  // What stood on the last page may be done meanwhile.
  return place.skip > 0
    ? pageOf(deps, actor, { ...place, skip: 0, after: null })
    : { text: 'Nothing is left of it.' };
}

/** Writes a digest in direct messages. */
export function tellDigestIn(client: WebClient): DailyDeps['tell'] {
  return async (userId, parts) => {
    const { text, blocks = [] } = digestMessage(parts);
    await client.chat.postMessage({ channel: userId, text, blocks });
  };
}

/** Writes everybody's digest in a channel. */
export function tellChannelIn(client: WebClient): DailyDeps['tellChannel'] {
  return async (channel, parts) => {
    const { text, blocks = [] } = digestMessage(parts, true);
    await client.chat.postMessage({ channel, text, blocks });
  };
}

function settingsModal({ hour, days, parts }: DigestSettings): ModalView {
  const hours = HOURS.map((one) => option(`${String(one).padStart(2, '0')}:00`, String(one)));
  const at = hours.find(({ value }) => value === String(hour));
  const allDays = DAYS.map((name, index) => option(name, String(index + 1)));
  const onDays = allDays.filter(({ value }) => days.includes(Number(value)));
  const allParts = (Object.keys(PARTS) as PartId[]).map((id) => option(PARTS[id], id));
  const onParts = allParts.filter(({ value }) => parts.includes(value as PartId));
  return {
    type: 'modal',
    callback_id: SETTINGS,
    title: plain('Digest'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      input('hour', 'Time', {
        type: 'static_select',
        action_id: 'hour',
        options: hours,
        ...(at && { initial_option: at }),
      }),
      input(
        'days',
        'Days',
        {
          type: 'checkboxes',
          action_id: 'days',
          options: allDays,
          ...(onDays.length > 0 && { initial_options: onDays }),
        },
        { optional: true, hint: 'None: no digest.' },
      ),
      input(
        'parts',
        'Parts',
        {
          type: 'checkboxes',
          action_id: 'parts',
          options: allParts,
          ...(onParts.length > 0 && { initial_options: onParts }),
        },
        { optional: true },
      ),
    ],
  };
}

async function submit(deps: DigestDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { values, actor } = request;
  const list = (id: string) => (Array.isArray(values[id]) ? values[id] : []);
  const hour = Number(values['hour']);
  if (!HOURS.includes(hour)) return { errors: { hour: 'Please pick an hour.' } };
  await deps.digests.keepSettings({
    _id: actor.id,
    hour,
    days: list('days')
      .map(Number)
      .filter((day) => DAYS[day - 1] !== undefined),
    parts: list('parts').filter((id): id is PartId => Object.hasOwn(PARTS, id)),
  });
  return {
    close: true,
    async after() {
      await request.client.chat.postMessage({ channel: actor.id, text: 'Your digest is set.' });
    },
  };
}
