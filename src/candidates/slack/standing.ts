import type { KnownBlock } from '@slack/types';
import { DateTime } from 'luxon';
import { input, option, plain, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface, Values, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { type Candidate, LAWFUL_BASES, STAGES } from '../candidate.ts';
import type { StandingEdit } from '../edit.ts';
import { candidateById } from '../find.ts';
import { snoozeCandidate } from '../snooze.ts';
import { type CandidateSlackDeps, NEED } from './deps.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import { GONE, showCardTo } from './show-card.ts';

const SNOOZE = 'snooze_candidate';
const SPANS = {
  week: '1 week',
  month: '1 month',
  quarter: '3 months',
  date: 'Until a date',
  wake: 'Wake up',
} as const;

/** Fields of **Edit candidate** that say where the relationship stands and what allows it. */
export function standingFields({ stage, lawfulBasis }: Candidate): KnownBlock[] {
  const { basis, expiresAt } = lawfulBasis;
  return [
    pick('stage', 'Stage', STAGES, stage),
    pick('basis', 'Lawful basis', LAWFUL_BASES, basis),
    input(
      'until',
      'Lawful basis ends on',
      {
        type: 'datepicker',
        action_id: 'until',
        ...(expiresAt && { initial_date: expiresAt.toISOString().slice(0, 10) }),
      },
      { optional: true, hint: 'From that day on they may not be written to. Empty: it doesn’t end.' },
    ),
  ];
}

function pick(field: string, label: string, choices: readonly string[], picked: string): KnownBlock {
  const shown = (one: string) => option(one.charAt(0).toUpperCase() + one.slice(1), one);
  return input(field, label, {
    type: 'static_select',
    action_id: field,
    options: choices.map(shown),
    initial_option: shown(picked),
  });
}

/** What this person changed of those fields. */
export function readStanding(values: Values, initial: Values): StandingEdit {
  const changed = (field: string) => (values[field] ?? null) !== (initial[field] ?? null);
  const until = values['until'];
  return {
    ...(changed('stage') && { stage: STAGES.find((one) => one === values['stage']) }),
    ...(changed('basis') && { basis: LAWFUL_BASES.find((one) => one === values['basis']) }),
    ...(changed('until') && { expiresAt: typeof until === 'string' ? new Date(`${until}T00:00:00Z`) : null }),
  };
}

/** **Snooze** of a card. */
export function registerSnooze(surface: Surface, deps: CandidateSlackDeps): void {
  surface.action('candidate_snooze', NEED, (request) => openSnooze(deps, request));
  surface.view(SNOOZE, NEED, (request) => submitSnooze(deps, request));
}

async function openSnooze(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: GONE });
  const choices = Object.entries(SPANS).filter(([span]) => span !== 'wake' || candidate.snoozedUntil);
  await request.openModal({
    type: 'modal',
    callback_id: SNOOZE,
    private_metadata: writeMetadata({
      candidateId: candidate._id,
      channelId: request.message?.channelId ?? null,
    }),
    title: plain('Snooze'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      section(`*${escapeMrkdwn(candidate.name)}* is not written to until then, unless somebody insists.`),
      input('span', 'For how long', {
        type: 'static_select',
        action_id: 'span',
        options: choices.map(([span, words]) => option(words, span)),
        initial_option: option(SPANS.month, 'month'),
      }),
      input('date', 'Date', { type: 'datepicker', action_id: 'date' }, { optional: true }),
    ],
  });
}

async function submitSnooze(deps: CandidateSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { span, date } = request.values;
  const zone = request.actor.timeZone;
  const now = DateTime.fromJSDate(deps.clock.now(), { zone });
  let until: DateTime | null = null;
  if (span === 'week') until = now.plus({ weeks: 1 });
  else if (span === 'month') until = now.plus({ months: 1 });
  else if (span === 'quarter') until = now.plus({ months: 3 });
  else if (span === 'date') {
    if (typeof date !== 'string') return { errors: { date: 'Please pick a date.' } };
    until = DateTime.fromISO(date, { zone });
    if (until <= now) return { errors: { date: 'Please pick a date in the future.' } };
  }
  const { candidateId: id, channelId } = readMetadata(request.metadata);
  if (!id || !(await candidateById(deps, id))) return { errors: { span: GONE } };
  await snoozeCandidate(deps, { id, until: until?.startOf('day').toJSDate() ?? null, by: request.actor.id });
  const to = { client: request.client, userId: request.actor.id, channelId };
  const text = until ? `Snoozed until ${until.toISODate()}.` : 'Not snoozed any more.';
  return { close: true, after: () => showCardTo(deps, to, id, text) };
}
