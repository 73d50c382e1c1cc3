import type { ModalView, SectionBlock } from '@slack/types';
import { button, context, input, option, plain, section } from '#platform/slack/blocks.ts';
import type { Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { PARTS, type PartName, type RankingRules } from '#roles/ranking/weights.ts';
import { changeSettings, type SettingsDeps } from '../change.ts';
import { rankingSchema } from '../settings.ts';

const RANKING = 'settings_ranking';
const NAMES = Object.keys(PARTS) as PartName[];

/** Whether people are ranked for roles, and by what. */
export function registerRanking(surface: Surface, need: string, deps: SettingsDeps): void {
  surface.action(RANKING, need, async (request) => {
    await request.openModal(rankingModal(deps.live.ranking));
  });
  surface.view(RANKING, need, (request) => submitRanking(deps, request));
}

/** Its part of `/rekindle settings`. */
export function rankingSection({ enabled, weights }: RankingRules): SectionBlock {
  const counted = NAMES.filter((name) => weights[name] > 0)
    .map((name) => `${PARTS[name].toLowerCase()} ${weights[name]}`)
    .join(', ');
  return section(
    `*Ranking for roles*\n${enabled ? `What counts how much: ${counted}.` : 'Switched off: who has the must-haves comes in order of last contact.'}`,
    button('Change ranking', RANKING, 'open'),
  );
}

function rankingModal({ enabled, weights }: RankingRules): ModalView {
  const on = option('Rank people by these weights', 'on');
  const off = option('Don’t rank: must-haves only, in order of last contact', 'off');
  return {
    type: 'modal',
    callback_id: RANKING,
    title: plain('Ranking'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      input('enabled', 'Ranking', {
        type: 'radio_buttons',
        action_id: 'enabled',
        options: [on, off],
        initial_option: enabled ? on : off,
      }),
      ...NAMES.map((name) =>
        input(name, PARTS[name], {
          type: 'number_input',
          action_id: name,
          is_decimal_allowed: false,
          min_value: '0',
          max_value: '100',
          initial_value: String(weights[name]),
        }),
      ),
      context(
        'Each from 0 to 100; 0 leaves a part out. Age, gender, ethnicity, names and photos are never read, whatever is set here.',
      ),
    ],
  };
}

async function submitRanking(deps: SettingsDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { values, actor } = request;
  const typed = (name: PartName) => (values[name] === undefined ? Number.NaN : Number(values[name]));
  const parsed = rankingSchema.safeParse({
    enabled: values['enabled'] !== 'off',
    weights: Object.fromEntries(NAMES.map((name) => [name, typed(name)])),
  });
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path }) => String(path[1] ?? 'mustHaves'));
    return {
      errors: Object.fromEntries(
        wrong.map((name) => [name, 'Please give a whole number from 0 to 100; one at least above 0.']),
      ),
    };
  }
  await changeSettings(deps, 'ranking', parsed.data, actor.id);
  return {
    close: true,
    async after() {
      await request.client.chat.postMessage({ channel: actor.id, text: 'The settings are saved.' });
    },
  };
}
