import type { KnownBlock, SectionBlockAccessory } from '@slack/types';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { messageBlock, modalBlock } from '#local/web-api/block-kit/blocks.ts';
import { checkHome, checkMessageBlocks, checkModal } from '#local/web-api/block-kit/check.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (n: number) => ({ text: plain(`Option ${n}`), value: String(n) });
const many = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));
const select = (more: object) => ({ type: 'static_select', ...more });
const input = (element: object) => ({ type: 'input', label: plain('Label'), element });
const rich = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
};
const image = { type: 'image', image_url: 'https://example.com/x.png', alt_text: 'x' };
const task = { type: 'task_card', task_id: 't', title: 'Task', status: 'complete' };

/** What is wrong, with the place. */
function wrong(block: object): string[] {
  const checked = checkMessageBlocks([block]);
  return checked.ok ? [] : checked.messages;
}

describe('blocks that Slack takes', () => {
  it.each([
    [
      'section',
      { type: 'section', text: mrkdwn('x'), fields: [plain('a')], accessory: button(), expand: true },
    ],
    ['header', { type: 'header', text: plain('x'.repeat(150)) }],
    ['divider', { type: 'divider' }],
    ['context', { type: 'context', elements: [mrkdwn('x'), plain('y'), image] }],
    [
      'actions',
      actions(button({ action_id: 'a' }), select({ options: many(100, option) }), { type: 'datepicker' }),
    ],
    ['input', input({ type: 'plain_text_input', multiline: true, max_length: 3000 })],
    ['image', image],
    ['rich_text', rich],
    ['markdown', { type: 'markdown', text: '**x**' }],
    ['table', { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, rich]] }],
    [
      'data_table',
      { type: 'data_table', caption: 'c', rows: [[{ type: 'raw_number', value: 1, text: '1' }]] },
    ],
    ['card', { type: 'card', title: mrkdwn('x'), actions: [button()] }],
    ['carousel', { type: 'carousel', elements: [{ type: 'card', body: mrkdwn('x') }] }],
    ['container', { type: 'container', title: plain('x'), child_blocks: [{ type: 'divider' }] }],
    ['plan', { type: 'plan', title: 'x', tasks: [task] }],
    ['task_card', task],
    [
      'context_actions',
      { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'trash', text: plain('x') }] },
    ],
    ['file', { type: 'file', source: 'remote', external_id: 'x' }],
    [
      'video',
      {
        type: 'video',
        title: plain('x'),
        alt_text: 'x',
        video_url: 'https://example.com/v',
        thumbnail_url: 'https://example.com/t',
      },
    ],
  ])('%s', (_, block) => {
    expect(wrong(block)).toEqual([]);
  });

  it('get the ids that they lack', () => {
    const checked = checkMessageBlocks([actions(button(), button())]);
    if (!checked.ok) throw new Error(checked.messages.join());
    const [first] = checked.value as unknown as { block_id: string; elements: { action_id: string }[] }[];
    expect(first?.block_id).toMatch(/^.{5}$/);
    expect(new Set(first?.elements.map((it) => it.action_id)).size).toBe(2);
  });
});

describe('the checks', () => {
  it('know every block and element that @slack/types knows', () => {
    type Checked = z.output<typeof messageBlock> | z.output<typeof modalBlock>;
    expectTypeOf<Exclude<KnownBlock['type'], Checked['type']>>().toBeNever();
    type Accessory = NonNullable<Extract<Checked, { type: 'section' }>['accessory']>;
    expectTypeOf<Exclude<SectionBlockAccessory['type'], Accessory['type']>>().toBeNever();
    type ActionsBlock = Extract<KnownBlock, { type: 'actions' }>['elements'][number]['type'];
    type Actions = Extract<Checked, { type: 'actions' }>['elements'][number]['type'];
    expectTypeOf<Exclude<ActionsBlock, Actions>>().toBeNever();
    type InputBlock = Extract<KnownBlock, { type: 'input' }>['element']['type'];
    type Input = Extract<Checked, { type: 'input' }>['element']['type'];
    expectTypeOf<Exclude<InputBlock, Input>>().toBeNever();
  });
});

describe('blocks that Slack refuses', () => {
  it.each([
    ['an unknown type', { type: 'sectoin' }, 'unsupported type [json-pointer:/blocks/0/type]'],
    [
      'an unknown field',
      { type: 'divider', color: 'red' },
      'invalid additional property: color [json-pointer:/blocks/0]',
    ],
    ['no text', { type: 'section' }, 'missing required field: text [json-pointer:/blocks/0]'],
    ['a missing field', { type: 'header' }, 'missing required field: text [json-pointer:/blocks/0]'],
    [
      'an empty text',
      { type: 'header', text: plain('') },
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['a long header', { type: 'header', text: plain('x'.repeat(151)) }, 'must be less than 151 characters'],
    ['mrkdwn in a header', { type: 'header', text: mrkdwn('x') }, '[json-pointer:/blocks/0/text/type]'],
    ['a long button', actions(button({ text: plain('x'.repeat(76)) })), 'must be less than 76 characters'],
    ['a long value', actions(button({ value: 'x'.repeat(2001) })), 'must be less than 2001 characters'],
    [
      '26 elements',
      actions(...many(26, () => button())),
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    ['no elements', actions(), 'no less than 1 items allowed'],
    ['101 options', actions(select({ options: many(101, option) })), 'no more than 100 items allowed'],
    ['no options', actions(select({})), 'must have exactly one of options and option_groups'],
    [
      '6 overflow entries',
      actions({ type: 'overflow', options: many(6, option) }),
      'no more than 5 items allowed',
    ],
    ['11 fields', { type: 'section', fields: many(11, () => plain('x')) }, 'no more than 10 items allowed'],
    ['an input in actions', actions({ type: 'plain_text_input' }), 'unsupported type'],
    ['a long block_id', { type: 'divider', block_id: 'x'.repeat(256) }, 'must be less than 256 characters'],
    ['a bad style', actions(button({ style: 'green' })), '[json-pointer:/blocks/0/elements/0/style]'],
    [
      'a long confirmation',
      actions(button({ confirm: { text: plain('x'.repeat(301)) } })),
      'must be less than 301',
    ],
    [
      'an image without alt_text',
      { type: 'image', image_url: 'https://x.example/' },
      'missing required field: alt_text',
    ],
    ['max_length 3001', input({ type: 'plain_text_input', max_length: 3001 }), 'must be at most 3000'],
    ['an alert in a message', { type: 'alert', text: plain('x') }, 'unsupported type'],
    [
      '11 cards',
      { type: 'carousel', elements: many(11, () => ({ type: 'card', body: mrkdwn('x') })) },
      'no more than 10',
    ],
    [
      'two actions of a name',
      actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
      'action_id "a" already exists',
    ],
  ])('%s', (_, block, message) => {
    expect(wrong(block).join('\n')).toContain(message);
  });

  it('two blocks of a name', () => {
    const twice = checkMessageBlocks([1, 2].map(() => ({ type: 'divider', block_id: 'same' })));
    expect(twice).toMatchObject({ ok: false, messages: [expect.stringContaining('"same" already exists')] });
  });
});

describe('views', () => {
  const modal = (more: object) =>
    checkModal({ type: 'modal', title: plain('T'), blocks: [{ type: 'divider' }], ...more });

  it.each([
    [
      'a long title',
      { title: plain('x'.repeat(25)) },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    ['a long submit', { submit: plain('x'.repeat(25)) }, '/view/submit/text'],
    ['inputs without submit', { blocks: [input({ type: 'datepicker' })] }, 'missing required field: submit'],
    ['101 blocks', { blocks: many(101, () => ({ type: 'divider' })) }, 'no more than 100 items allowed'],
    ['long metadata', { private_metadata: 'x'.repeat(3001) }, 'must be less than 3001 characters'],
    ['an unknown field', { color: 'red' }, 'invalid additional property: color [json-pointer:/view]'],
    ['markdown', { blocks: [{ type: 'markdown', text: 'x' }] }, 'unsupported type'],
  ])('with %s are refused', (_, more, message) => {
    const checked = modal(more);
    expect(checked.ok ? '' : checked.messages.join('\n')).toContain(message);
  });

  it('of a home have no title', () => {
    expect(checkHome({ type: 'home', blocks: [{ type: 'divider' }] }).ok).toBe(true);
    expect(checkHome({ type: 'home', title: plain('x'), blocks: [] }).ok).toBe(false);
  });
});
