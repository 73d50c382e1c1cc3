import type { Workspace } from '../context.ts';
import type { View } from './model.ts';
import type { State } from './state.ts';

type Needs = Pick<Workspace, 'state' | 'live'>;

/** The open modals of a person, lowest first. */
export function modalsOf(state: State, userId: string): View[] {
  return state.modals.get(userId) ?? [];
}

/** Shows a modal: in the place of the one with its id, else on top. */
export function placeModal(workspace: Needs, view: View): View {
  const stack = modalsOf(workspace.state, view.user);
  const replaces = stack.some(({ id }) => id === view.id);
  setStack(
    workspace,
    view.user,
    replaces ? stack.map((it) => (it.id === view.id ? view : it)) : [...stack, view],
  );
  return view;
}

/** Takes one modal away, and those above it. */
export function closeModal(workspace: Needs, view: View): void {
  const stack = modalsOf(workspace.state, view.user);
  const at = stack.findIndex(({ id }) => id === view.id);
  if (at >= 0) setStack(workspace, view.user, stack.slice(0, at));
}

/** Closes every modal of a person without telling the app, as “clear” does. */
export function closeAll(workspace: Needs, userId: string): void {
  if (modalsOf(workspace.state, userId).length > 0) setStack(workspace, userId, []);
}

function setStack({ state, live }: Needs, userId: string, stack: View[]): void {
  if (stack.length > 0) state.modals.set(userId, stack);
  else state.modals.delete(userId);
  live.tell({ changed: 'views' }, userId);
}
