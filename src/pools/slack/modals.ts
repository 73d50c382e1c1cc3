import type { KnownBlock, ModalView } from '@slack/types';
import { context, input, option, plain, section, textInput } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Values } from '#platform/slack/surface.ts';
import { CADENCES, type Pool, type PoolForm } from '../pool.ts';

export const POOL_MODAL = 'pool';
export const ADD_MODAL = 'add_to_pool';
export const REMOVE_MODAL = 'remove_from_pool';
export const POOL_SELECT = 'pool_select';
export const MEMBER_SELECT = 'pool_member_select';

/** A select holds 100, and one of them is “Nothing”. */
const SEQUENCES_SHOWN = 99;
const NOTHING = 'nothing';

/**
 * The modals **New pool** and **Edit pool** (product.md section 17).
 * @param sequences in which people who go cold may be enrolled
 */
export function poolModal(
  pool: Pool | null,
  typed: Partial<PoolForm>,
  sequences: readonly { _id: string; name: string }[],
): ModalView {
  const { name = '', query = null, purpose = null, owner, targetSize = null, cadenceDays = null } = typed;
  const cadences = [
    option('Never', 'never'),
    ...CADENCES.map((days) => option(`After ${days} days`, `${days}`)),
  ];
  return {
    type: 'modal',
    callback_id: POOL_MODAL,
    private_metadata: pool?._id ?? '',
    title: plain(pool ? 'Edit pool' : 'New pool'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      textInput('name', 'Name', { initial: name, most: 80 }),
      ...(pool && pool.query === null
        ? [context('This pool is filled by hand.')]
        : [
            textInput('query', 'Query', {
              initial: query,
              optional: pool === null,
              most: 1_000,
              multiline: true,
              hint: 'As behind /candidate find, e.g. skill:python city:austin -temp:cold. Who fits is in the pool, always. Left empty, people are put in by hand.',
            }),
          ]),
      textInput('purpose', 'Purpose', { initial: purpose, optional: true, most: 500, multiline: true }),
      input('owner', 'Owner', {
        type: 'users_select',
        action_id: 'owner',
        ...(owner && { initial_user: owner }),
      }),
      input(
        'targetSize',
        'Target size',
        {
          type: 'number_input',
          action_id: 'targetSize',
          is_decimal_allowed: false,
          min_value: '1',
          max_value: '100000',
          ...(targetSize !== null && { initial_value: String(targetSize) }),
        },
        { optional: true },
      ),
      input('cadence', 'Cadence', {
        type: 'static_select',
        action_id: 'cadence',
        options: cadences,
        initial_option: option(
          cadenceDays === null ? 'Never' : `After ${cadenceDays} days`,
          cadenceDays === null ? 'never' : `${cadenceDays}`,
        ),
      }),
      context('The owner is asked when nobody in the pool was written to for that long.'),
      coldField(pool, sequences),
    ],
  };
}

/** What was said No to stands as “Nothing”: saving something else doesn't ask again. */
function coldField(pool: Pool | null, sequences: readonly { _id: string; name: string }[]): KnownBlock {
  const nothing = option('Nothing', NOTHING);
  const choices = sequences
    .slice(0, SEQUENCES_SHOWN)
    .map(({ _id, name }) => option(`Enrol them in ${name}`, _id));
  const rule = pool?.whenCold?.state === 'no' ? null : pool?.whenCold;
  return input(
    'coldSequence',
    'When somebody goes cold',
    {
      type: 'static_select',
      action_id: 'coldSequence',
      options: [nothing, ...choices],
      initial_option: choices.find(({ value }) => value === rule?.sequence) ?? nothing,
    },
    { hint: 'The owner is asked once, when it would happen for the first time.' },
  );
}

/** What was filled in. @param own the pool that is edited: whether it has a query stays as it is */
export function readPoolForm(values: Values, own: Pool | null): PoolForm {
  const filled = (field: string) => {
    const value = values[field];
    return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';
  };
  const target = filled('targetSize');
  const cadence = Number(filled('cadence'));
  const query = filled('query');
  return {
    name: filled('name'),
    query: own && own.query === null ? null : query || (own ? '' : null),
    purpose: filled('purpose') || null,
    owner: filled('owner'),
    targetSize: target === '' ? null : Math.floor(Number(target)),
    cadenceDays: CADENCES.find((days) => days === cadence) ?? null,
    coldSequence: [NOTHING, ''].includes(filled('coldSequence')) ? null : filled('coldSequence'),
  };
}

/** The modal **Add to pool**. @param metadata whom or which search it is about */
export function addModal(metadata: string, about: string): ModalView {
  return {
    type: 'modal',
    callback_id: ADD_MODAL,
    private_metadata: metadata,
    title: plain('Add to pool'),
    submit: plain('Add'),
    close: plain('Cancel'),
    blocks: [
      section(about),
      input('pool', 'Pool', {
        type: 'external_select',
        action_id: POOL_SELECT,
        min_query_length: 0,
        placeholder: plain('Pools that are filled by hand'),
      }),
      context('A new one is made with `/pool new`.'),
    ],
  };
}

/** Takes people out of a pool by hand. */
export function removeModal(pool: Pool): ModalView {
  return {
    type: 'modal',
    callback_id: REMOVE_MODAL,
    private_metadata: pool._id,
    title: plain('Remove from pool'),
    submit: plain('Remove'),
    close: plain('Cancel'),
    blocks: [
      section(`Out of *${escapeMrkdwn(pool.name)}*:`),
      input('members', 'People', {
        type: 'multi_external_select',
        action_id: MEMBER_SELECT,
        min_query_length: 0,
      }),
      context('They stay in Rekindle with all that happened.'),
    ],
  };
}
