import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { MOST_COUNTED } from '#candidates/query/ask.ts';
import { actions, button, context, header, input, option, plain, section } from '#platform/slack/blocks.ts';
import type { Message, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { type DailyDeps, LINES } from '../daily.ts';
import { type DigestSettings, PARTS, type Part, type PartId } from '../digest.ts';
import { type DigestDeps, gather, settingsOf } from '../gather.ts';

const NEED = 'candidates';
const SETTINGS = 'digest_settings';
/** People of “going cold”, each with buttons of their own: with the other parts 45 blocks are not passed. */
const COLD_SHOWN = 3;
const ALL_SHOWN = 40;
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
    const told = await gather(deps, actor, parts, LINES);
    return request.reply(
      told.length > 0 ? digestMessage(told) : { text: 'Nothing needs you at the moment.' },
    );
  });
  surface.action('digest_show', NEED, async (request) => {
    const id = request.value as PartId;
    if (!Object.hasOwn(PARTS, id)) return;
    const [part] = await gather(deps, request.actor, [id], ALL_SHOWN);
    await request.reply(
      part
        ? { text: PARTS[id], blocks: [header(PARTS[id]), ...part.lines.map(lineBlock)] }
        : { text: 'Nothing is left of it.' },
    );
  });
  surface.view(SETTINGS, NEED, (request) => submit(deps, request));
}

/** Writes a digest in direct messages. */
export function tellDigestIn(client: WebClient): DailyDeps['tell'] {
  return async (userId, parts) => {
    const { text, blocks = [] } = digestMessage(parts);
    await client.chat.postMessage({ channel: userId, text, blocks });
  };
}

/** At most 45 blocks: two of its own, and each part a heading and its lines. */
export function digestMessage(parts: readonly Part[]): Message {
  const text = 'Your day';
  return {
    text,
    blocks: [
      header(text),
      ...parts.flatMap((part) => [heading(part), ...linesOf(part)]),
      context('`/digest settings` says when you want this, and what.'),
    ],
  };
}

function heading({ id, total, lines }: Part): KnownBlock {
  const shown = id === 'cold' ? COLD_SHOWN : LINES;
  const more = total === null || total > Math.min(shown, lines.length);
  return section(
    `*${PARTS[id]}* (${inWords(total)})`,
    more ? button('Show all', 'digest_show', id) : undefined,
  );
}

/** Not counted further than in a search. */
function inWords(total: number | null): string {
  if (total === null) return 'many';
  return total > MOST_COUNTED ? `more than ${MOST_COUNTED.toLocaleString('en')}` : total.toLocaleString('en');
}

function linesOf({ id, lines }: Part): KnownBlock[] {
  if (id !== 'cold') return lines.map(lineBlock);
  return lines
    .slice(0, COLD_SHOWN)
    .flatMap((line): KnownBlock[] =>
      line.person
        ? [
            section(line.text),
            actions(`cold_${line.person._id}`, [
              button('Draft outreach', 'outreach_draft', line.person._id, 'primary'),
              button('Enrol in sequence', 'nurture_enrol', line.person._id),
              button('Snooze', 'candidate_snooze', line.person._id),
              button('Open', 'candidate_open', line.person._id),
            ]),
          ]
        : [lineBlock(line)],
    );
}

function lineBlock({ text, button: one }: Part['lines'][number]): KnownBlock {
  return section(text, one && button(one.text, one.actionId, one.value));
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
