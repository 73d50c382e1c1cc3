import type { Workspace } from '../context.ts';
import { modalsOf } from '../state/modals.ts';
import type { Block, Element, ElementState, Option, Person, View } from '../state/model.ts';
import { stateWith, withValue } from '../state/values.ts';
import { type Placed, placedElements } from '../web-api/block-kit/walk.ts';
import { actPicked } from './action.ts';
import { askOptions } from './options.ts';
import { ActError } from './payloads.ts';
import { ownOptions, pickedState } from './pick.ts';
import { keepView, type Surface, surfaceAt } from './surface.ts';

/** The modal that a person is in front of. @throws ActError when none is open */
export function topModal({ state }: Pick<Workspace, 'state'>, person: Person, viewId?: string): View {
  const stack = modalsOf(state, person.id);
  const view = viewId === undefined ? stack.at(-1) : stack.find(({ id }) => id === viewId);
  if (!view) throw new ActError(`${person.displayName} has no modal open.`, 404);
  return view;
}

/** What a person reads beside a field: an input's label, else a section's text. */
export function labelOf(block: Block): string {
  const text = (block['label'] ?? block['text']) as { text: string } | undefined;
  return text?.text ?? '';
}

/** Fields of a view with their labels. */
export function fieldsOf(view: View): (Placed & { label: string })[] {
  return placedElements(view.blocks)
    .filter(({ block, element }) => block.type === 'input' || element.type.includes('select'))
    .map((placed) => ({ ...placed, label: labelOf(placed.block) }));
}

/** Labels are compared as people read them: without marks of bold and without regard to case. */
export function sameLabel(a: string, b: string): boolean {
  const plain = (label: string) => label.replace(/[*_]/g, '').replace(/\s+/g, ' ').trim().toLowerCase();
  return plain(a) === plain(b);
}

/**
 * Fills fields of the top modal by their labels.
 * @param fields label → text, option text or texts, date, name of a person
 * @throws ActError naming the labels or options that there are
 */
export async function fill(
  workspace: Workspace,
  person: Person,
  fields: Record<string, unknown>,
  viewId?: string,
): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    const view = topModal(workspace, person, viewId);
    const known = fieldsOf(view);
    const field = known.find((it) => sameLabel(it.label, label));
    if (!field)
      throw new ActError(
        `There is no field “${label}”. There are: ${known.map((it) => it.label).join(', ') || 'none'}`,
      );
    const surface = surfaceAt(workspace, person, { viewId: view.id });
    const state = await stateByText(workspace, person, surface, field, value);
    await fillOne(workspace, person, surface, field, state);
  }
}

async function fillOne(
  workspace: Workspace,
  person: Person,
  surface: Surface,
  placed: Placed,
  state: ElementState,
): Promise<void> {
  const { block, element } = placed;
  if (!surface.view || block.type !== 'input' || block['dispatch_action'] === true) {
    await actPicked(workspace, person, surface, placed, state);
    return;
  }
  const { [block.block_id]: _, ...errors } = surface.view.errors;
  keepView(workspace, {
    ...surface.view,
    errors,
    values: withValue(surface.view.values, block.block_id, element.action_id, state),
  });
  workspace.live.tell({ changed: 'views' }, person.id);
}

/** The state of a field in which a person wrote this, or picked the options that read so. */
async function stateByText(
  workspace: Workspace,
  person: Person,
  surface: Surface,
  { block, element }: Placed,
  value: unknown,
): Promise<ElementState> {
  const external = element.type.includes('external_select');
  const own = ownOptions(element);
  if (!external && own.length === 0) return pickedState(workspace, person, surface, block, element, value);
  const texts =
    value === null || value === '' ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
  const options: Option[] = [];
  for (const text of texts) {
    const among = external ? await askOptions(workspace, person, surface, block, element, text) : own;
    const option = optionShowing(among, text, external);
    if (!option)
      throw new ActError(
        `“${text}” is not offered in “${labelOf(block)}”. Offered: ${among.map((it) => it.text.text).join(', ') || 'nothing'}`,
      );
    options.push(option);
  }
  return stateWith(element, isMany(element) ? options : (options[0] ?? null));
}

function isMany(element: Element): boolean {
  return element.type.startsWith('multi_') || element.type === 'checkboxes';
}

function optionShowing(among: Option[], text: string, external: boolean): Option | undefined {
  const lower = text.toLowerCase();
  return (
    among.find((it) => it.text.text === text) ??
    among.find((it) => it.text.text.toLowerCase() === lower) ??
    among.find((it) => it.value === text) ??
    // A new word: the app offers to add what was typed.
    (external
      ? among.find(
          (it) => /^(add|create)\b/i.test(it.text.text) && it.text.text.toLowerCase().includes(lower),
        )
      : undefined)
  );
}
