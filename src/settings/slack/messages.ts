import type { ModalView, SectionBlock } from '@slack/types';
import { LANGUAGES } from '#outreach/checks/shape.ts';
import type { MessageRules } from '#outreach/message-rules.ts';
import { button, input, option, plain, section, textInput } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Surface, Values, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { changeSettings, type SettingsDeps } from '../change.ts';
import { messagesSchema, readPrices } from '../settings.ts';

const MESSAGES = 'settings_messages';

/** How messages sound, who decides, and how fast they go. */
export function registerMessages(surface: Surface, need: string, deps: SettingsDeps): void {
  surface.action(MESSAGES, need, async (request) => {
    await request.openModal(messagesModal(deps.live.messages));
  });
  surface.view(MESSAGES, need, (request) => submitMessages(deps, request));
}

/** Its part of `/rekindle settings`. */
export function messagesSection(rules: MessageRules): SectionBlock {
  const language = LANGUAGES[rules.language as keyof typeof LANGUAGES]?.name ?? rules.language;
  const where = rules.approvalsChannel ? `in <#${rules.approvalsChannel}>` : 'by who asked for it';
  return section(
    [
      '*Messages*',
      `Written in ${language}; approved ${where}${rules.fourEyes ? ', by somebody else than who asked' : ''}. Clicks are ${rules.clickTracking ? '' : 'not '}told, opens are ${rules.openTracking ? '' : 'not '}told.`,
      `At most ${rules.senderPerDay} e-mails a day for each sender, ${rules.domainPerHour} an hour to one domain.`,
      ...(rules.aboutUs ? [`About us: ${escapeMrkdwn(rules.aboutUs.slice(0, 300))}`] : []),
    ].join('\n'),
    button('Change messages', MESSAGES, 'open'),
  );
}

const SWITCHES = {
  fourEyes: 'Somebody else than who asked for it approves it',
  clickTracking: 'Links tell when they are clicked',
  selfDescription: 'A link in e-mails where people may say who they are (fairness figures)',
  openTracking: 'A picture tells when a mail is opened (in some countries only with consent)',
} as const;
type Switch = keyof typeof SWITCHES;

function messagesModal(rules: MessageRules): ModalView {
  const switches = (Object.keys(SWITCHES) as Switch[]).map((id) => ({ id, one: option(SWITCHES[id], id) }));
  const on = switches.filter(({ id }) => rules[id]).map(({ one }) => one);
  const languages = Object.entries(LANGUAGES).map(([code, { name }]) => option(name, code));
  const language = languages.find(({ value }) => value === rules.language);
  const whole = (id: string, value: number) => ({
    type: 'number_input' as const,
    action_id: id,
    is_decimal_allowed: false,
    initial_value: String(value),
  });
  return {
    type: 'modal',
    callback_id: MESSAGES,
    title: plain('Messages'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      input('language', 'Language', {
        type: 'static_select',
        action_id: 'language',
        options: languages,
        ...(language && { initial_option: language }),
      }),
      textInput('aboutUs', 'About us', {
        initial: rules.aboutUs,
        most: 2_000,
        multiline: true,
        optional: true,
        hint: 'What every message may say and link to, e.g. what you make and https://acme.example/careers',
      }),
      textInput('style', 'How we write', {
        initial: rules.style,
        most: 2_000,
        multiline: true,
        optional: true,
        hint: 'For the model, e.g. “we say team, never family; no exclamation marks”',
      }),
      input(
        'approvalsChannel',
        'Approvals channel',
        {
          type: 'channels_select',
          action_id: 'approvalsChannel',
          ...(rules.approvalsChannel && { initial_channel: rules.approvalsChannel }),
        },
        { optional: true, hint: 'Invite the app there. Without one, drafts go to who asked for them.' },
      ),
      input(
        'switches',
        'Rules',
        {
          type: 'checkboxes',
          action_id: 'switches',
          options: switches.map(({ one }) => one),
          ...(on.length > 0 && { initial_options: on }),
        },
        { optional: true },
      ),
      input('senderPerDay', 'E-mails a day for each sender', whole('senderPerDay', rules.senderPerDay)),
      input('domainPerHour', 'E-mails an hour to one domain', whole('domainPerHour', rules.domainPerHour), {
        hint: 'gmail.com and the like slow down who writes too fast. What is over it goes out later.',
      }),
      textInput('prices', 'Prices of models', {
        initial: rules.prices
          .map(({ model, input: read, output }) => `${model} = ${read} / ${output}`)
          .join('\n'),
        most: 2_000,
        multiline: true,
        optional: true,
        hint: 'US$ for a million tokens in and out, one a line: gpt-5-mini = 0.25 / 2',
      }),
    ],
  };
}

async function submitMessages(deps: SettingsDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { values, actor } = request;
  const prices = readPrices(textOf(values, 'prices'));
  if ('wrong' in prices)
    return { errors: { prices: `“${prices.wrong.slice(0, 60)}” is no price. Write: gpt-5-mini = 0.25 / 2` } };
  const on = values['switches'] ?? [];
  const parsed = messagesSchema.safeParse({
    language: values['language'],
    aboutUs: textOf(values, 'aboutUs'),
    style: textOf(values, 'style'),
    approvalsChannel: values['approvalsChannel'] ?? null,
    ...(Object.fromEntries(Object.keys(SWITCHES).map((id) => [id, on.includes(id)])) as Record<
      Switch,
      boolean
    >),
    prices,
    domainPerHour: Number(textOf(values, 'domainPerHour')),
    senderPerDay: Number(textOf(values, 'senderPerDay')),
  });
  if (!parsed.success)
    return {
      errors: Object.fromEntries(
        parsed.error.issues.map(({ path }) => [
          String(path[0]),
          WRONG[String(path[0])] ?? 'Please look at this.',
        ]),
      ),
    };
  await changeSettings(deps, 'messages', parsed.data, actor.id);
  return {
    close: true,
    async after() {
      await request.client.chat.postMessage({ channel: actor.id, text: 'The settings are saved.' });
    },
  };
}

const WRONG: Record<string, string> = {
  approvalsChannel: 'If somebody else has to approve, pick the channel in which they see it.',
  domainPerHour: 'Please give a whole number from 1 on.',
  senderPerDay: 'Please give a whole number from 1 to 10,000.',
};

function textOf(values: Values, id: string): string {
  const typed = values[id];
  return typeof typed === 'string' ? typed.trim() : '';
}
