import type { KnownBlock } from '@slack/types';
import { DateTime } from 'luxon';
import { actions, button, context, header, section } from '#platform/slack/blocks.ts';
import type { CommandWord, Message, Surface } from '#platform/slack/surface.ts';
import { type MonthDeps, monthBack, monthOf } from '../months.ts';
import { FEWEST, type SelectionMonth, type SelectionRow, selectionTable } from '../selection.ts';
import { ASKED, DIMENSIONS, type Dimension } from '../self-description.ts';

const NEED = 'fairness';
const OLDEST = 60;

/** Turning the months of `/rekindle fairness`. */
export function register(surface: Surface, deps: MonthDeps): void {
  surface.action(/^fairness_(?:earlier|later)$/, NEED, async (request) => {
    const back = Math.min(OLDEST, Math.max(0, Math.trunc(Number(request.value)) || 0));
    await request.replaceMessage(await monthMessage(deps, back));
  });
}

/** `/rekindle fairness`. */
export function fairnessWord(deps: MonthDeps): CommandWord {
  return {
    help: '`/rekindle fairness` shows how often people of each group were selected, where they chose to say (admins)',
    need: NEED,
    async run(request) {
      await request.reply(await monthMessage(deps, 0));
    },
  };
}

async function monthMessage(deps: MonthDeps, back: number): Promise<Message> {
  const id = monthBack(deps.clock.now(), back);
  const month = await monthOf(deps, id);
  const title = `Selection rates, ${DateTime.fromFormat(id, 'yyyy-MM').setLocale('en').toFormat('LLLL yyyy')}`;
  return {
    text: title,
    blocks: [
      header(title),
      ...DIMENSIONS.flatMap((dimension) => tableBlocks(month, dimension)),
      context(
        `Of the people who were first proposed for a role in this month, who was shortlisted since. The ratio is to the highest rate; below 0.80 (four fifths) it is marked. Groups of fewer than ${FEWEST} say nothing. People say who they are of their own accord, by a link that goes with e-mails when it is switched on in the settings; no ranking reads it.`,
      ),
      actions(`fairness_${id}`, [
        button('Earlier', 'fairness_earlier', String(back + 1)),
        ...(back > 0 ? [button('Later', 'fairness_later', String(back - 1))] : []),
      ]),
    ],
  };
}

function tableBlocks(month: SelectionMonth, dimension: Dimension): KnownBlock[] {
  const rows = selectionTable(month, dimension).filter(({ proposed }) => proposed > 0);
  const { proposed, selected } = month.notSaid[dimension];
  const lines = [
    ...rows.map(line),
    ...(proposed > 0 ? [`Not said: ${proposed} proposed, ${selected} shortlisted`] : []),
  ];
  return [
    section(
      `*${ASKED[dimension].question}*\n${lines.length > 0 ? lines.join('\n') : 'Nobody was proposed.'}`,
    ),
  ];
}

function line({ label, proposed, selected, rate, impact, isLow }: SelectionRow): string {
  const rated =
    rate === null
      ? 'too few to say'
      : `${Math.round(rate * 100)}%${impact === null ? '' : `, ratio ${impact.toFixed(2)}`}`;
  return `${isLow ? ':warning: ' : ''}${label}: ${proposed} proposed, ${selected} shortlisted (${rated})`;
}
