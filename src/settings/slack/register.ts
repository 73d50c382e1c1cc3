import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { KINDS, type Kind } from '#engagement/touchpoint.ts';
import type { Logger } from '#platform/logger.ts';
import { button, context, header, input, plain, section, textInput } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  CommandWord,
  Message,
  Surface,
  Values,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import { changeSettings, type SettingsDeps, workOffRecount } from '../change.ts';
import type { Recount } from '../recount.ts';
import { readCompanies, type Settings, temperatureSchema, writingSchema } from '../settings.ts';
import { channelDigestSection, registerChannelDigest } from './channel-digest.ts';
import { messagesSection, registerMessages } from './messages.ts';
import { rankingSection, registerRanking } from './ranking.ts';
import { referralRulesSection, registerReferralRules } from './referrals.ts';
import { registerSkills, skillsSection } from './skills.ts';

const NEED = 'settings';
const TEMPERATURE = 'settings_temperature';
const WRITING = 'settings_writing';
/** Kinds that carry no weight by what they are. */
const WEIGHTLESS: readonly Kind[] = ['decision', 'status'];
const WEIGHTS = (Object.keys(KINDS) as Kind[]).filter((kind) => !WEIGHTLESS.includes(kind));

/** The modals of `/rekindle settings`. */
export function register(surface: Surface, deps: SettingsDeps): void {
  surface.action('settings_temperature', NEED, async (request) => {
    await request.openModal(temperatureModal(deps.live.temperature));
  });
  surface.action('settings_writing', NEED, async (request) => {
    await request.openModal(writingModal(deps.live.writing));
  });
  registerMessages(surface, NEED, deps);
  registerChannelDigest(surface, NEED, deps);
  registerRanking(surface, NEED, deps);
  registerSkills(surface, NEED, deps);
  registerReferralRules(surface, NEED, deps);
  surface.view(TEMPERATURE, NEED, (request) => submitTemperature(deps, request));
  surface.view(WRITING, NEED, (request) => submitWriting(deps, request));
}

/** `/rekindle settings`. */
export function settingsWord(deps: SettingsDeps): CommandWord {
  return {
    help: '`/rekindle settings` shows and changes what counts how much, how often people are written to, and how people are ranked (admins)',
    need: NEED,
    async run(request) {
      await request.reply(settingsMessage(deps.live, await deps.settings.recount()));
    },
  };
}

function settingsMessage(
  { temperature, writing, messages, ranking, skills, referrals, digest }: Settings,
  recount: Recount | null,
): Message {
  const { halfLifeDays, hot, warm } = temperature;
  const { dailyCap, in7Days, in90Days, doNotContact } = writing;
  const text = 'Settings';
  return {
    text,
    blocks: [
      header(text),
      section(
        `*Temperature*\nHot from a score of ${hot}, warm from ${warm}; what happened counts half after ${halfLifeDays} days.`,
        button('Change temperature', 'settings_temperature', 'open'),
      ),
      ...(recount?.state === 'running' ? [context(recountText(recount))] : []),
      section(
        `*Permission to write*\n${dailyCap} messages a day for each sender; to one person ${in7Days} in 7 days and ${in90Days} in 90 days. Companies that are not written to: ${doNotContact.length === 0 ? 'none' : escapeMrkdwn(doNotContact.join(', ').slice(0, 1_000))}.`,
        button('Change limits', 'settings_writing', 'open'),
      ),
      messagesSection(messages),
      channelDigestSection(digest),
      rankingSection(ranking),
      skillsSection(skills),
      referralRulesSection(referrals),
    ],
  };
}

function number(field: string, label: string, value: number, hint?: string): KnownBlock {
  return input(
    field,
    label,
    { type: 'number_input', action_id: field, is_decimal_allowed: true, initial_value: String(value) },
    hint === undefined ? {} : { hint },
  );
}

function temperatureModal(settings: Settings['temperature']): ModalView {
  return {
    type: 'modal',
    callback_id: TEMPERATURE,
    title: plain('Temperature'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      number(
        'halfLifeDays',
        'Half-life in days',
        settings.halfLifeDays,
        'After so many days something counts half.',
      ),
      number('hot', 'Hot from', settings.hot),
      number('warm', 'Warm from', settings.warm),
      ...WEIGHTS.map((kind) => number(`weight_${kind}`, KINDS[kind], settings.weights[kind])),
      number('positiveReply', 'Reply, positive', settings.positiveReply),
      number('negativeReply', 'Reply, negative', settings.negativeReply),
      context(
        'Weights lie between −100 and 100. Changing them or the half-life counts everybody anew, which is shown.',
      ),
    ],
  };
}

async function submitTemperature(deps: SettingsDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { values, actor } = request;
  const numbers = readNumbers(values);
  const weights = { ...deps.live.temperature.weights };
  for (const kind of WEIGHTS) weights[kind] = numbers(`weight_${kind}`);
  const parsed = temperatureSchema.safeParse({
    halfLifeDays: numbers('halfLifeDays'),
    hot: numbers('hot'),
    warm: numbers('warm'),
    positiveReply: numbers('positiveReply'),
    negativeReply: numbers('negativeReply'),
    weights,
  });
  if (!parsed.success)
    return {
      errors: Object.fromEntries(
        parsed.error.issues.map(({ path }) => {
          const [field = 'hot', kind] = path.map(String);
          return field === 'weights' ? [`weight_${kind}`, WEIGHT] : [field, WRONG[field] ?? WEIGHT];
        }),
      ),
    };
  const isRecounting = await changeSettings(deps, 'temperature', parsed.data, actor.id);
  return {
    close: true,
    async after() {
      if (isRecounting) await workOffRecount(deps);
      else await request.client.chat.postMessage({ channel: actor.id, text: 'The settings are saved.' });
    },
  };
}

const WEIGHT = 'Please give a number from −100 to 100.';
const WRONG: Record<string, string> = {
  halfLifeDays: 'Please give a number of days from 1 to 365.',
  hot: 'Please give a number above that of warm, and at most 1,000.',
  warm: 'Please give a number above 0.',
};

function readNumbers(values: Values): (field: string) => number {
  return (field) => {
    const typed = values[field];
    return typeof typed === 'string' && typed.trim() !== '' ? Number(typed) : Number.NaN;
  };
}

function writingModal({ dailyCap, in7Days, in90Days, doNotContact }: Settings['writing']): ModalView {
  return {
    type: 'modal',
    callback_id: WRITING,
    title: plain('Permission to write'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      number('dailyCap', 'Messages a day for each sender', dailyCap),
      number('in7Days', 'Messages to one person in 7 days', in7Days),
      number('in90Days', 'Messages to one person in 90 days', in90Days),
      textInput('companies', 'Companies that are not written to', {
        initial: doNotContact.join('\n'),
        most: 3_000,
        multiline: true,
        optional: true,
        hint: 'One a line. “Acme” is also Acme Inc. and ACME Ltd.',
      }),
      context('Who answers somebody is not held up by the limits on messages to one person.'),
    ],
  };
}

async function submitWriting(deps: SettingsDeps, request: ViewRequest): Promise<ViewAnswer> {
  const numbers = readNumbers(request.values);
  const typed = request.values['companies'];
  const parsed = writingSchema.safeParse({
    dailyCap: numbers('dailyCap'),
    in7Days: numbers('in7Days'),
    in90Days: numbers('in90Days'),
    doNotContact: readCompanies(typeof typed === 'string' ? typed : ''),
  });
  if (!parsed.success)
    return {
      errors: Object.fromEntries(
        parsed.error.issues.map(({ path }) => [
          String(path[0]),
          'Please give a whole number from 1 on that makes sense.',
        ]),
      ),
    };
  await changeSettings(deps, 'writing', parsed.data, request.actor.id);
  return {
    close: true,
    async after() {
      await request.client.chat.postMessage({ channel: request.actor.id, text: 'The settings are saved.' });
    },
  };
}

function recountText({ state, counted, total }: Recount): string {
  if (state === 'done')
    return `:white_check_mark: Everybody’s temperature is counted by the new settings: ${counted.toLocaleString('en')} people.`;
  return `:hourglass_flowing_sand: Counting everybody’s temperature by the new settings: ${counted.toLocaleString('en')} of ${total.toLocaleString('en')}. Until it is done, some are still counted by the old ones.`;
}

/** Shows how far a recount is, in one direct message that is updated. */
export function showRecountIn(deps: {
  client: WebClient;
  settings: Pick<SettingsDeps['settings'], 'showRecountIn'>;
  logger: Logger;
}) {
  return async (recount: Recount): Promise<void> => {
    const text = recountText(recount);
    try {
      if (recount.message) {
        await deps.client.chat.update({ ...recount.message, text });
        return;
      }
      const { channel, ts } = await deps.client.chat.postMessage({ channel: recount.by, text });
      if (channel && ts) await deps.settings.showRecountIn(recount.run, { channel, ts });
    } catch (error) {
      // Progress is a courtesy: the counting goes on while Slack is away.
      deps.logger.warn({ err: error }, 'progress could not be shown');
    }
  };
}
