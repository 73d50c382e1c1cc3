import type { WebClient } from '@slack/web-api';
import { csvFile } from '#exports/table.ts';
import type { Logger } from '#platform/logger.ts';
import { actions, button, section } from '#platform/slack/blocks.ts';
import { sendFileTo } from '#platform/slack/files.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import type { Counts, Import } from '../import.ts';
import type { ImportDeps } from '../run.ts';

/** Refused rows that are handed over. */
const MOST_REFUSED = 100_000;

/** Shows how far imports are, each in one direct message that is updated. */
export function showProgressIn(deps: { client: WebClient; imports: ImportDeps['imports']; logger: Logger }) {
  return async (one: Import): Promise<void> => {
    const { text, blocks = [] } = progressMessage(one);
    try {
      const shown = one.message ?? (await deps.imports.byId(one._id))?.message;
      if (shown) {
        await deps.client.chat.update({ channel: shown.channel, ts: shown.ts, text, blocks });
        return;
      }
      const { channel, ts } = await deps.client.chat.postMessage({ channel: one.by, text, blocks });
      if (channel && ts) await deps.imports.showIn(one._id, { channel, ts });
    } catch (error) {
      // Progress is a courtesy: the import goes on while Slack is away.
      deps.logger.warn({ err: error, importId: one._id }, 'progress could not be shown');
    }
  };
}

/** Hands over the refused rows, each with its reason, as a CSV to mend and upload again. */
export function handOverRefusedIn(deps: { client: WebClient; imports: ImportDeps['imports'] }) {
  return async (one: Import): Promise<void> => {
    const refused = await deps.imports.refused(one._id, MOST_REFUSED);
    if (refused.length === 0) return;
    const header = one.table?.header ?? [];
    const rows = refused.map(({ row, reason, cells }) => [
      String(row),
      reason,
      ...header.map((_, i) => cells[i] ?? ''),
    ]);
    await sendFileTo(deps.client, one.by, {
      name: `refused-${one.file.name.replace(/\.\w+$/, '').slice(0, 60)}.csv`,
      content: csvFile(['Row', 'Reason', ...header], rows),
      text: `${people(refused.length, 'row')} of *${escapeMrkdwn(one.file.name)}* could not be imported; the file says why. Mend them there and upload it again.`,
    });
  };
}

/** What an import has come to so far. */
export function progressMessage(one: Import): Message {
  const name = `*${escapeMrkdwn(one.file.name)}*`;
  const said = sentence(one, name);
  const isOpen = one.state === 'uploaded' || one.state === 'running' || one.state === 'mapping';
  return {
    text: said,
    blocks: [
      section(said),
      ...(isOpen
        ? [
            actions(`import_${one._id}`, [
              ...(one.state === 'mapping'
                ? [button('Check the columns', 'import_columns', one._id, 'primary')]
                : []),
              button('Cancel', 'import_cancel', one._id),
            ]),
          ]
        : []),
    ],
  };
}

function sentence(one: Import, name: string): string {
  const { state, counts, position, table, problem } = one;
  const format = table?.format ? ` (${table.format})` : '';
  switch (state) {
    case 'uploaded':
      return `:hourglass_flowing_sand: Reading ${name} …`;
    case 'mapping':
      return `:raised_hand: I don’t know the columns of ${name}. I have a guess for each: please check them, then I begin.`;
    case 'running':
      return `:hourglass_flowing_sand: Importing ${name}${format}: ${people(position, 'row')} so far. ${countsText(counts)}`;
    case 'done':
      return `:white_check_mark: ${name}${format} is imported: ${people(position, 'row')}. ${countsText(counts)}`;
    case 'failed':
      return `:x: ${name} could not be imported. ${escapeMrkdwn(problem ?? '')}${position > 0 ? ` Until then: ${countsText(counts)}` : ''}`;
    case 'cancelled':
      return `:heavy_minus_sign: The import of ${name} was cancelled after ${people(position, 'row')}. ${countsText(counts)}`;
  }
}

function countsText(counts: Counts): string {
  return `${counts.new.toLocaleString('en')} new, ${counts.updated.toLocaleString('en')} updated, ${counts.unchanged.toLocaleString('en')} unchanged, ${counts.refused.toLocaleString('en')} refused.`;
}

function people(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
