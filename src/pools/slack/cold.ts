import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { actions, button, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface } from '#platform/slack/surface.ts';
import type { Pool } from '../pool.ts';
import { answerCold, type ColdDeps, enrolThem } from '../when-cold.ts';

/** Who may put people into sequences. */
const NEED = 'nurture';

/** **Yes** and **No** to enrolling by itself whoever goes cold in a pool. */
export function registerCold(surface: Surface, deps: ColdDeps): void {
  surface.action('pool_cold_yes', NEED, (request) => answer(deps, request, true));
  surface.action('pool_cold_no', NEED, (request) => answer(deps, request, false));
}

async function answer(deps: ColdDeps, request: ActionRequest, yes: boolean): Promise<void> {
  const [poolId = '', sequence = ''] = (request.value ?? '').split(':');
  const answered = await answerCold(deps, { poolId, sequence, yes, actor: request.actor });
  if (answered === 'gone')
    return request.replaceMessage({
      text: 'This was changed meanwhile: the pool’s page says what holds now.',
    });
  if (answered === 'not yours')
    return request.reply({ text: 'The owner of the pool decides about this, or an admin.' });
  const { pool, before } = answered;
  const name = `*${escapeMrkdwn(pool.name)}*`;
  const isOn = pool.whenCold?.state === 'yes';
  const holds = isOn
    ? `Whoever goes cold in ${name} is enrolled by itself from now on. *Edit* on the pool’s page ends that.`
    : `Nobody of ${name} is enrolled by itself.`;
  const isNew = before !== pool.whenCold?.state;
  await request.replaceMessage({
    text: isNew ? holds : `This was answered already. ${holds}`,
    blocks: [
      section(isNew ? holds : `This was answered already. ${holds}`, button('Open', 'pool_open', pool._id)),
    ],
  });
  if (isNew && isOn && pool.whenCold) await enrolThem(deps, pool, pool.whenCold);
}

/** The question, for the owner’s direct messages and for the page of the pool. */
export function coldButtons(pool: Pool): KnownBlock[] {
  const { _id, whenCold } = pool;
  if (!whenCold) return [];
  const value = `${_id}:${whenCold.sequence}`;
  return [
    actions(`cold_${_id}`, [
      button('Yes', 'pool_cold_yes', value, 'primary'),
      button('No', 'pool_cold_no', value),
      button('Open', 'pool_open', _id),
    ]),
  ];
}

/** Asks a pool's owner whether whoever goes cold is enrolled. */
export function askAboutColdIn(client: WebClient): ColdDeps['askAboutCold'] {
  return async (pool, sequence, people) => {
    const have =
      people === null
        ? 'Many people of'
        : people === 1
          ? '1 person of'
          : `${people.toLocaleString('en')} people of`;
    const verb = people === 1 ? 'has' : 'have';
    const text = `${have} *${escapeMrkdwn(pool.name)}* ${verb} gone cold. Enrol them, and those who follow, in *${escapeMrkdwn(sequence)}*?`;
    await client.chat.postMessage({
      channel: pool.owner,
      text,
      blocks: [section(text), ...coldButtons(pool)],
    });
  };
}

/** Tells a pool's owner whom the rule has enrolled. */
export function tellColdIn(client: WebClient): ColdDeps['tellCold'] {
  return async (pool, sequence, { enrolled, already, lately, refused }) => {
    const name = `*${escapeMrkdwn(pool.name)}*`;
    const left = [
      ...(already > 0 ? [`${already} were in it already`] : []),
      ...(lately > 0 ? [`${lately} were written to or enrolled in the last 60 days`] : []),
      ...(refused > 0 ? [`${refused} may not be written to`] : []),
    ];
    const text =
      sequence === null
        ? `Nobody of ${name} is enrolled by itself any more: the sequence was deleted.`
        : `${enrolled} ${enrolled === 1 ? 'person' : 'people'} of ${name} who went cold ${enrolled === 1 ? 'is' : 'are'} in *${escapeMrkdwn(sequence)}* now${left.length > 0 ? `; ${left.join(', ')}` : ''}.`;
    await client.chat.postMessage({
      channel: pool.owner,
      text,
      blocks: [section(text, button('Open', 'pool_open', pool._id))],
    });
  };
}
