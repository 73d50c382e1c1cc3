import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Block } from '../../state/model.ts';
import { homeBlock, messageBlock, modalBlock } from './blocks.ts';
import { plainText } from './composition.ts';
import { elementsOf, nestedBlocks } from './walk.ts';

/** What Slack says of a bad argument: one line for each thing that is wrong. */
export type Checked<T> = { ok: true; value: T } | { ok: false; messages: string[] };

const messageBlocks = z.array(messageBlock).max(50);
const view = {
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};
const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).nullish(),
    close: plainText(24).nullish(),
    blocks: z.array(modalBlock).min(1).max(100),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...view,
  })
  .refine(
    ({ submit, blocks }) => Boolean(submit) || !blocks.some((block) => block.type === 'input'),
    'missing required field: submit',
  );
const home = z.strictObject({ type: z.literal('home'), blocks: z.array(homeBlock).max(100), ...view });

export type ModalArgument = z.output<typeof modal>;
export type HomeArgument = z.output<typeof home>;

/** Checks the blocks of a message; ids that are missing are made, as Slack does. */
export function checkMessageBlocks(value: unknown): Checked<Block[]> {
  const checked = parse(messageBlocks, value, '/blocks');
  if (!checked.ok) return checked;
  return withIds({ ok: true, value: checked.value as Block[] }, (blocks) => blocks, '/blocks');
}

/** Checks a modal as views.open, push and update, and a submission's answer, carry it. */
export function checkModal(value: unknown): Checked<ModalArgument> {
  return withIds(parse(modal, value, '/view'), ({ blocks }) => blocks as Block[], '/view/blocks');
}

/** Checks the view of views.publish. */
export function checkHome(value: unknown): Checked<HomeArgument> {
  return withIds(parse(home, value, '/view'), ({ blocks }) => blocks as Block[], '/view/blocks');
}

/**
 * Characters in all texts of the blocks together. Slack refuses a message whose blocks hold more than about 13,200
 * (slackapi/bolt-js #2509).
 */
export function textLength(blocks: readonly Block[]): number {
  let sum = 0;
  const visit = (value: unknown) => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === 'object' && value !== null)
      for (const [key, field] of Object.entries(value)) {
        if (key === 'text' && typeof field === 'string') sum += field.length;
        else visit(field);
      }
  };
  visit(blocks);
  return sum;
}

function parse<T>(schema: z.ZodType<T>, value: unknown, root: string): Checked<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, messages: parsed.error.issues.flatMap((issue) => messagesOf(issue, root)) };
}

function messagesOf(issue: z.core.$ZodIssue, root: string): string[] {
  const at = (path: readonly PropertyKey[]) =>
    `[json-pointer:${root}${path.map((key) => `/${String(key)}`).join('')}]`;
  const say = (what: string, path: readonly PropertyKey[] = issue.path) => [`[ERROR] ${what} ${at(path)}`];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.flatMap((key) => say(`invalid additional property: ${key}`));
    case 'too_big':
      return issue.origin === 'string'
        ? say(`must be less than ${Number(issue.maximum) + 1} characters`)
        : say(
            issue.origin === 'array'
              ? `no more than ${issue.maximum} items allowed`
              : `must be at most ${issue.maximum}`,
          );
    case 'too_small':
      return issue.origin === 'string'
        ? say(`must be more than ${Number(issue.minimum) - 1} characters`)
        : say(
            issue.origin === 'array'
              ? `no less than ${issue.minimum} items allowed`
              : `must be at least ${issue.minimum}`,
          );
    case 'invalid_union':
      return issue.discriminator === undefined
        ? say('failed to match all allowed schemas')
        : say('unsupported type');
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('received undefined')
        ? say(`missing required field: ${String(issue.path.at(-1))}`, issue.path.slice(0, -1))
        : say(`must provide ${issue.expected === 'array' ? 'an array' : `a ${issue.expected}`}`);
    default:
      return say(issue.message);
  }
}

/** Gives blocks and elements the ids that they lack, and refuses two of a name. */
function withIds<T>(checked: Checked<T>, blocksOf: (value: T) => Block[], root: string): Checked<T> {
  if (!checked.ok) return checked;
  const seen = new Set<string>();
  for (const block of nestedBlocks(blocksOf(checked.value))) {
    block.block_id ??= shortId();
    if (seen.has(block.block_id))
      return {
        ok: false,
        messages: [`[ERROR] block_id "${block.block_id}" already exists [json-pointer:${root}]`],
      };
    seen.add(block.block_id);
    const actions = new Set<string>();
    for (const element of elementsOf(block)) {
      element.action_id ??= shortId();
      if (actions.has(element.action_id))
        return {
          ok: false,
          messages: [
            `[ERROR] action_id "${element.action_id}" already exists in its block [json-pointer:${root}]`,
          ],
        };
      actions.add(element.action_id);
    }
  }
  return checked;
}

function shortId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}
