import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import { PAGE, type SearchPage } from '#candidates/searches.ts';
import type { CandidateListDeps } from '#candidates/slack/list.ts';
import { personBlocks } from '#candidates/slack/list.ts';
import { actions, button, context, fields, header, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import type { Growth } from '../figures.ts';
import { type Figures, type Pool, readiness } from '../pool.ts';
import { coldButtons } from './cold.ts';

export interface PoolPage {
  pool: Pool;
  /** Why its query can't be answered (any more), in words; null: it can. */
  problem: string | null;
  /** Null: they took too long to count. */
  figures: Figures | null;
  growth: Growth;
  members: SearchPage;
  /** How many of those who had gone cold came back, in words. */
  recovered: string | null;
  /** Name of the sequence for those who go cold. */
  cold: string | null;
}

const BARS = '▁▂▃▄▅▆▇█';
const BARS_SHOWN = 13;

/** The page of a pool (product.md section 6). */
export function poolMessage(deps: CandidateListDeps, page: PoolPage): Message {
  const { pool, figures, members } = page;
  const { name, purpose, owner, query, cadenceDays } = pool;
  const facts = [
    `Looked after by <@${owner}>`,
    query === null ? 'filled by hand' : `always who fits \`${escapeMrkdwn(query).replaceAll('`', '')}\``,
    cadenceDays === null
      ? null
      : `<@${owner}> is asked after ${cadenceDays} days in which nobody was written to`,
  ].filter((one) => one !== null);
  return {
    text: escapeMrkdwn(name),
    blocks: [
      header(name),
      ...(purpose ? [section(escapeMrkdwn(purpose))] : []),
      context(facts.join(' · ')),
      ...coldBlocks(page),
      ...(page.problem === null
        ? [
            figures
              ? figureFields(page, figures)
              : section('There are so many people in it that counting takes too long.'),
          ]
        : [section(`:warning: Its query can’t be answered any more: ${page.problem}\n*Edit* changes it.`)]),
      ...(page.recovered ? [context(page.recovered)] : []),
      ...(page.problem === null ? memberBlocks(deps, members) : []),
      actions(`pool_${pool._id}`, buttons(pool, members)),
    ],
  };
}

/** What happens to whoever goes cold; the question stands here until it is answered. */
function coldBlocks({ pool, cold }: PoolPage): KnownBlock[] {
  if (!pool.whenCold || cold === null) return [];
  const into = `*${escapeMrkdwn(cold)}*`;
  switch (pool.whenCold.state) {
    case 'new':
      return [
        context(`When somebody goes cold, <@${pool.owner}> is asked whether they are enrolled in ${into}`),
      ];
    case 'asked':
      return [section(`Enrol whoever goes cold in ${into}? <@${pool.owner}> decides.`), ...coldButtons(pool)];
    case 'yes':
      return [context(`Whoever goes cold is enrolled in ${into} by itself`)];
    case 'no':
      return [];
  }
}

function figureFields({ pool, growth }: PoolPage, figures: Figures): KnownBlock {
  const { size, hot, warm, cold, engaged, answered } = figures;
  const target = pool.targetSize === null ? '' : ` of ${pool.targetSize.toLocaleString('en')} wanted`;
  return fields(
    `*People*\n${size.toLocaleString('en')}${target}`,
    `*Readiness*\n${readinessText(figures)}`,
    `*Temperature*\n:fire: ${hot} hot · :sunny: ${warm} warm · :snowflake: ${cold} cold`,
    `*Engaged in the last 90 days*\n${share(engaged, size)}, ${answered} answered`,
    `*Growth*\n${changeText(growth.days30, '30 days')}, ${changeText(growth.days90, '90 days')}`,
    ...(growth.sizes.length >= 7 ? [`*Last 90 days*\n${sparkline(growth.sizes)}`] : []),
  );
}

/** `62% could be written to (8 of 13)` */
export function readinessText(figures: Pick<Figures, 'size' | 'ready'>): string {
  const ready = readiness(figures);
  return ready === null
    ? 'nobody yet'
    : `${Math.round(ready * 100)}% (${figures.ready} hot or warm and reachable)`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? 'nobody' : `${Math.round((100 * part) / whole)}%`;
}

function changeText(change: number | null, time: string): string {
  if (change === null) return `not known for ${time}`;
  return `${change > 0 ? '+' : change < 0 ? '−' : '±'}${Math.abs(change)} in ${time}`;
}

/** Sizes as small bars, a week each. */
function sparkline(sizes: readonly number[]): string {
  const step = Math.max(1, Math.ceil(sizes.length / BARS_SHOWN));
  const some = sizes.filter((_, index) => (sizes.length - 1 - index) % step === 0);
  const most = Math.max(...some, 1);
  return some.map((size) => BARS[Math.round((size / most) * (BARS.length - 1))]).join('');
}

function memberBlocks(deps: CandidateListDeps, { candidates, total, number }: SearchPage): KnownBlock[] {
  if (candidates.length === 0) return [section('Nobody is in it yet.')];
  const first = number * PAGE + 1;
  const last = first + candidates.length - 1;
  return [
    ...personBlocks(deps, candidates),
    ...(total !== null && total > last - first + 1 ? [context(`${first} to ${last}, hottest first`)] : []),
  ];
}

function buttons(pool: Pool, members: SearchPage): ActionsBlockElement[] {
  const { searchId, number, next } = members;
  const page = (to: number) => `${pool._id}:${searchId}:${to}`;
  return [
    ...(number > 0 ? [button('Previous', 'pool_page_previous', page(number - 1))] : []),
    ...(next ? [button('Next', 'pool_page_next', page(number + 1))] : []),
    ...(members.candidates.length > 0
      ? [
          button('Draft outreach', 'outreach_found', members.searchId),
          button('Enrol in sequence', 'nurture_enrol_found', members.searchId),
        ]
      : []),
    button('Edit', 'pool_edit', pool._id),
    ...(pool.query === null ? [button('Remove people', 'pool_remove', pool._id)] : []),
    {
      ...button('Delete', 'pool_delete', pool._id, 'danger'),
      confirm: {
        title: { type: 'plain_text', text: 'Delete this pool?' },
        text: { type: 'plain_text', text: 'Its people stay in Rekindle; the pool and its figures go.' },
        confirm: { type: 'plain_text', text: 'Delete' },
        deny: { type: 'plain_text', text: 'Keep it' },
      },
    },
  ];
}

/** One line of a list of pools. */
export function poolLine(pool: Pool, figures: Figures | null): string {
  const name = `*${escapeMrkdwn(pool.name)}*`;
  if (!figures) return `${name}\nNot counted yet`;
  const target = pool.targetSize === null ? '' : ` of ${pool.targetSize}`;
  const { size, hot, warm, cold } = figures;
  return `${name}\n${size}${target} people · :fire: ${hot} · :sunny: ${warm} · :snowflake: ${cold} · readiness ${readinessText(figures)}`;
}
