import { randomBytes } from 'node:crypto';
import type { Workspace } from '../context.ts';
import { closeAll, modalsOf, placeModal } from '../state/modals.ts';
import type { Block, View } from '../state/model.ts';
import { initialValues } from '../state/values.ts';
import { viewObject } from '../state/wire.ts';
import { checkHome, checkModal, type ModalArgument } from './block-kit/check.ts';
import { type Arguments, type Method, requiredText, structured, textOf } from './method.ts';
import { badArguments, Refusal } from './refusal.ts';

/** Bytes of a view as JSON, and modals on top of each other: docs.slack.dev/surfaces/modals. */
const VIEW_BYTES = 250_000;
const MODAL_STACK = 3;

/**
 * Checks a modal's description. Also used for what a submission is answered with.
 * @throws Refusal `invalid_arguments` with one line for each mistake, `view_too_large`
 */
export function checkedModal(given: unknown): ModalArgument {
  if (Buffer.byteLength(JSON.stringify(given ?? null)) > VIEW_BYTES) throw new Refusal('view_too_large');
  const checked = checkModal(given);
  if (!checked.ok) throw badArguments('invalid_arguments', checked.messages);
  return checked.value;
}

/** Opens a modal on an empty screen; those that are open are replaced. */
export function openModal(
  workspace: Pick<Workspace, 'state' | 'live'>,
  user: string,
  modal: ModalArgument,
): View {
  externalIdIsFree(workspace, modal.external_id, null);
  closeAll(workspace, user);
  return placeModal(workspace, newModal(workspace, user, modal, null));
}

/** Opens a modal on top of another. @throws Refusal `push_limit_reached` at the fourth */
export function pushModal(
  workspace: Pick<Workspace, 'state' | 'live'>,
  user: string,
  modal: ModalArgument,
): View {
  externalIdIsFree(workspace, modal.external_id, null);
  const stack = modalsOf(workspace.state, user);
  if (stack.length >= MODAL_STACK) throw new Refusal('push_limit_reached');
  return placeModal(workspace, newModal(workspace, user, modal, stack.at(-1) ?? null));
}

/** Replaces what an open modal shows. What was filled in stays in fields that stay. */
export function updateModal(
  workspace: Pick<Workspace, 'state' | 'live'>,
  view: View,
  modal: ModalArgument,
): View {
  externalIdIsFree(workspace, modal.external_id, view.id);
  const fresh = newModal(workspace, view.user, modal, null);
  return placeModal(workspace, {
    ...fresh,
    id: view.id,
    rootId: view.rootId,
    previousId: view.previousId,
    values: initialValues(fresh.blocks, view.values),
  });
}

function newModal(
  { state }: Pick<Workspace, 'state'>,
  user: string,
  modal: ModalArgument,
  below: View | null,
): View {
  const id = state.newId('V');
  const blocks = modal.blocks as Block[];
  return {
    id,
    user,
    type: 'modal',
    hash: newHash(),
    title: modal.title,
    submit: modal.submit ?? null,
    close: modal.close ?? null,
    blocks,
    callbackId: modal.callback_id ?? '',
    externalId: modal.external_id ?? '',
    privateMetadata: modal.private_metadata ?? '',
    clearOnClose: modal.clear_on_close ?? false,
    notifyOnClose: modal.notify_on_close ?? false,
    values: initialValues(blocks),
    errors: {},
    notice: null,
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
  };
}

function newHash(): string {
  return `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`;
}

function externalIdIsFree(
  { state }: Pick<Workspace, 'state'>,
  externalId: string | undefined,
  exceptId: string | null,
) {
  if (!externalId) return;
  const taken = [...state.modals.values()]
    .flat()
    .some((view) => view.externalId === externalId && view.id !== exceptId);
  if (taken) throw new Refusal('duplicate_external_id');
}

/** @throws Refusal `expired_trigger_id`, `exchanged_trigger_id`, `invalid_trigger_id` */
function personOfTrigger(workspace: Workspace, args: Arguments): string {
  const trigger = workspace.triggers.take(requiredText(args, 'trigger_id'));
  if (trigger === 'expired') throw new Refusal('expired_trigger_id');
  if (trigger === 'used') throw new Refusal('exchanged_trigger_id');
  return trigger.userId;
}

/** @throws Refusal `not_found`, `hash_conflict` */
function openView(workspace: Workspace, args: Arguments): View {
  const all = [...workspace.state.modals.values()].flat();
  const [viewId, externalId, hash] = [
    textOf(args, 'view_id'),
    textOf(args, 'external_id'),
    textOf(args, 'hash'),
  ];
  const view = all.find((it) =>
    viewId ? it.id === viewId : externalId !== null && it.externalId === externalId,
  );
  if (!view) throw new Refusal('not_found');
  if (hash !== null && hash !== view.hash) throw new Refusal('hash_conflict');
  return view;
}

export const viewMethods: Record<string, Method> = {
  'views.open': {
    token: 'bot',
    scopes: [],
    run(workspace, args) {
      const modal = checkedModal(structured(args, 'view'));
      return { view: viewObject(openModal(workspace, personOfTrigger(workspace, args), modal)) };
    },
  },
  'views.push': {
    token: 'bot',
    scopes: [],
    run(workspace, args) {
      const modal = checkedModal(structured(args, 'view'));
      const user = personOfTrigger(workspace, args);
      if (modalsOf(workspace.state, user).length === 0) throw new Refusal('not_found');
      return { view: viewObject(pushModal(workspace, user, modal)) };
    },
  },
  'views.update': {
    token: 'bot',
    scopes: [],
    run(workspace, args) {
      const modal = checkedModal(structured(args, 'view'));
      return { view: viewObject(updateModal(workspace, openView(workspace, args), modal)) };
    },
  },
  'views.publish': {
    token: 'bot',
    scopes: [],
    run(workspace, args) {
      const user = requiredText(args, 'user_id');
      if (!workspace.state.people.get(user)) throw new Refusal('user_not_found');
      if (!workspace.manifest.features.app_home?.home_tab_enabled) throw new Refusal('not_enabled');
      const given = structured(args, 'view');
      if (Buffer.byteLength(JSON.stringify(given ?? null)) > VIEW_BYTES) throw new Refusal('view_too_large');
      const checked = checkHome(given);
      if (!checked.ok) throw badArguments('invalid_arguments', checked.messages);
      const before = workspace.state.homes.get(user);
      const hash = textOf(args, 'hash');
      if (hash !== null && before && hash !== before.hash) throw new Refusal('hash_conflict');
      const blocks = checked.value.blocks as Block[];
      const id = before?.id ?? workspace.state.newId('V');
      const view: View = {
        id,
        user,
        type: 'home',
        hash: newHash(),
        title: null,
        submit: null,
        close: null,
        blocks,
        callbackId: checked.value.callback_id ?? '',
        externalId: checked.value.external_id ?? '',
        privateMetadata: checked.value.private_metadata ?? '',
        clearOnClose: false,
        notifyOnClose: false,
        values: initialValues(blocks, before?.values),
        errors: {},
        notice: null,
        rootId: id,
        previousId: null,
      };
      workspace.state.homes.set(user, view);
      workspace.live.tell({ changed: 'home' }, user);
      return { view: viewObject(view) };
    },
  },
};
