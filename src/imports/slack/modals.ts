import type { ModalView } from '@slack/types';
import { SOURCES } from '#candidates/candidate.ts';
import { tagsField } from '#candidates/slack/form.ts';
import { context, input, option, plain, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Values } from '#platform/slack/surface.ts';
import { FIELDS, type Field } from '../fields.ts';
import type { Import } from '../import.ts';

export const IMPORT_MODAL = 'import_candidates';
export const COLUMNS_MODAL = 'import_columns';
/** Columns that a person is asked about: a modal holds 100 blocks. */
const ASKED = 90;
const NOTHING = 'nothing';

/** The modal **Import candidates** (product.md section 17). */
export function importModal(event: { id: string; name: string } | null = null): ModalView {
  const initial = event ? option('Event', 'Event') : option('Import', 'Import');
  const registered = option('They are registered', 'registered');
  return {
    type: 'modal',
    callback_id: IMPORT_MODAL,
    private_metadata: event?.id ?? '',
    title: plain('Import candidates'),
    submit: plain('Import'),
    close: plain('Cancel'),
    blocks: [
      ...(event
        ? [
            section(`Everybody of the file goes on the list of *${escapeMrkdwn(event.name)}*.`),
            input('attended', 'State', {
              type: 'radio_buttons' as const,
              action_id: 'attended',
              options: [registered, option('They attended', 'attended')],
              initial_option: registered,
            }),
          ]
        : []),
      input('file', 'File', {
        type: 'file_input',
        action_id: 'file',
        filetypes: ['csv', 'xlsx', 'tsv', 'txt'],
        max_files: 1,
      }),
      input('source', 'Source', {
        type: 'static_select',
        action_id: 'source',
        options: SOURCES.map((one) => option(one, one)),
        initial_option: initial,
      }),
      tagsField([]),
      input('owner', 'Owner', { type: 'users_select', action_id: 'owner' }, { optional: true }),
      context(
        'CSV or Excel, 100 MB at most. Exports of LinkedIn, Greenhouse, Lever, Ashby and Gem are recognised; for other files I ask what the columns mean. Who is known already is joined, never doubled.',
      ),
    ],
  };
}

/** Asks what the columns of a file mean, with a guess at each. */
export function columnsModal({ _id, file, table }: Import): ModalView {
  const header = table?.header ?? [];
  const fields = [
    option('Leave it out', NOTHING),
    ...Object.entries(FIELDS).map(([field, label]) => option(label, field)),
  ];
  return {
    type: 'modal',
    callback_id: COLUMNS_MODAL,
    private_metadata: _id,
    title: plain('Columns'),
    submit: plain('Import'),
    close: plain('Cancel'),
    blocks: [
      section(`What do the columns of *${escapeMrkdwn(file.name)}* mean?`),
      ...header.slice(0, ASKED).map((column, index) => {
        const field = table?.mapping[index];
        return input(`column_${index}`, (column || `Column ${index + 1}`).slice(0, 200), {
          type: 'static_select' as const,
          action_id: `column_${index}`,
          options: fields,
          initial_option: field ? option(FIELDS[field], field) : option('Leave it out', NOTHING),
        });
      }),
    ],
  };
}

/** What a person said that the columns mean; those they weren't asked about mean nothing. */
export function readColumns(values: Values, columns: number): (Field | null)[] {
  return Array.from({ length: columns }, (_, index) => {
    const picked = values[`column_${index}`];
    return typeof picked === 'string' && Object.hasOwn(FIELDS, picked) ? (picked as Field) : null;
  });
}
