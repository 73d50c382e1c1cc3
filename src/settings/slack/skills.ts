import type { ModalView, SectionBlock } from '@slack/types';
import { button, plain, section, textInput } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { changeSettings, type SettingsDeps } from '../change.ts';
import { readAliases, type Settings } from '../settings.ts';

const SKILLS = 'settings_skills';

/** What skills are called beside their names. */
export function registerSkills(surface: Surface, need: string, deps: SettingsDeps): void {
  surface.action(SKILLS, need, async (request) => {
    await request.openModal(skillsModal(deps.live.skills));
  });
  surface.view(SKILLS, need, (request) => submitSkills(deps, request));
}

/** Its part of `/rekindle settings`. */
export function skillsSection({ aliases }: Settings['skills']): SectionBlock {
  const names =
    aliases.length === 0
      ? 'Only those that I know already, such as k8s for Kubernetes.'
      : escapeMrkdwn(
          aliases
            .map(({ alias, name }) => `${alias} = ${name}`)
            .join(', ')
            .slice(0, 1_000),
        );
  return section(`*Other names of skills*\n${names}`, button('Change names', SKILLS, 'open'));
}

function skillsModal({ aliases }: Settings['skills']): ModalView {
  const lines = aliases.map(({ alias, name }) => `${alias} = ${name}`).join('\n');
  return {
    type: 'modal',
    callback_id: SKILLS,
    title: plain('Names of skills'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      textInput('aliases', 'Other names', {
        initial: lines,
        most: 3_000,
        multiline: true,
        optional: true,
        hint: 'One a line, e.g. “RoR = Ruby on Rails”. They hold for what is entered and asked from now on.',
      }),
    ],
  };
}

async function submitSkills(deps: SettingsDeps, request: ViewRequest): Promise<ViewAnswer> {
  const typed = request.values['aliases'];
  const aliases = readAliases(typeof typed === 'string' ? typed : '');
  if ('wrong' in aliases)
    return {
      errors: { aliases: `“${aliases.wrong.slice(0, 60)}” has no name on both sides of an equals sign.` },
    };
  await changeSettings(deps, 'skills', { aliases }, request.actor.id);
  return {
    close: true,
    async after() {
      await request.client.chat.postMessage({ channel: request.actor.id, text: 'The settings are saved.' });
    },
  };
}
