import type { ModalView, SectionBlock } from '@slack/types';
import { button, input, option, plain, section, textInput } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { type ReferralRules, readDomains, referralRulesSchema } from '#referrals/rules.ts';
import { changeSettings, type SettingsDeps } from '../change.ts';

const REFERRALS = 'settings_referrals';
const ON = option('Show the leaderboard', 'leaderboard');

/** Where referrals are shown, who hears of bonuses, and who can't be referred. */
export function registerReferralRules(surface: Surface, need: string, deps: SettingsDeps): void {
  surface.action(REFERRALS, need, async (request) => {
    await request.openModal(rulesModal(deps.live.referrals));
  });
  surface.view(REFERRALS, need, (request) => submit(deps, request));
}

/** Its part of `/rekindle settings`. */
export function referralRulesSection(rules: ReferralRules): SectionBlock {
  const where = rules.channel ? `in <#${rules.channel}>` : 'to each recruiter';
  const people = rules.bonusPeople.map((id) => `<@${id}>`).join(', ') || 'the admins';
  const own = escapeMrkdwn(rules.ownDomains.join(', ').slice(0, 500)) || 'none';
  return section(
    `*Referrals*\nShown to the owner of the role or the person, else ${where}. Bonuses that are due are told to ${people}. The leaderboard is ${rules.leaderboard ? 'on' : 'off'}. Our own domains: ${own}.`,
    button('Change referrals', REFERRALS, 'open'),
  );
}

function rulesModal({ channel, leaderboard, ownDomains, bonusPeople }: ReferralRules): ModalView {
  return {
    type: 'modal',
    callback_id: REFERRALS,
    title: plain('Referrals'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      input(
        'channel',
        'Referrals channel',
        {
          type: 'channels_select',
          action_id: 'channel',
          ...(channel && { initial_channel: channel }),
        },
        {
          optional: true,
          hint: 'For recruiters only, since it names people; invite the app there. Without one, each recruiter is told.',
        },
      ),
      input(
        'bonusPeople',
        'Who pays bonuses',
        {
          type: 'multi_users_select',
          action_id: 'bonusPeople',
          ...(bonusPeople.length > 0 && { initial_users: bonusPeople }),
        },
        {
          optional: true,
          hint: 'Recruiters or admins, who hear of each bonus that is due. Nobody: the admins.',
        },
      ),
      textInput('ownDomains', 'Our own domains', {
        initial: ownDomains.join('\n'),
        most: 1_000,
        multiline: true,
        optional: true,
        hint: 'One a line, e.g. acme.example. Who has an address there works here already.',
      }),
      input(
        'switches',
        'Leaderboard',
        {
          type: 'checkboxes',
          action_id: 'switches',
          options: [ON],
          ...(leaderboard && { initial_options: [ON] }),
        },
        { optional: true },
      ),
    ],
  };
}

async function submit(deps: SettingsDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { values, actor } = request;
  const typed = values['ownDomains'];
  const ownDomains = readDomains(typeof typed === 'string' ? typed : '');
  if ('wrong' in ownDomains)
    return { errors: { ownDomains: `“${ownDomains.wrong.slice(0, 60)}” is no domain. Write: acme.example` } };
  const parsed = referralRulesSchema.safeParse({
    channel: values['channel'] ?? null,
    leaderboard: (values['switches'] ?? []).includes('leaderboard'),
    ownDomains,
    bonusPeople: values['bonusPeople'] ?? [],
  });
  if (!parsed.success)
    return { errors: { [String(parsed.error.issues[0]?.path[0] ?? 'channel')]: 'These are too many.' } };
  await changeSettings(deps, 'referrals', parsed.data, actor.id);
  return {
    close: true,
    async after() {
      await request.client.chat.postMessage({ channel: actor.id, text: 'The settings are saved.' });
    },
  };
}
