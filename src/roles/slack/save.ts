import type { Logger } from '#platform/logger.ts';
import type { ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { roleGivenText } from '#team/slack/team-modal.ts';
import type { RolesDeps } from '../deps.ts';
import { keepPool } from '../expected.ts';
import { roleById } from '../find.ts';
import { editRole, openRole, type RoleForm } from '../keep.ts';
import { nameHiringManager, wrongManager } from '../managers.ts';
import { postMatches } from '../post-matches.ts';
import { readDescription } from '../read-description.ts';
import { MOST_DESCRIPTION, type Role } from '../role.ts';
import { filledIn } from './fill-in.ts';
import { errorsAt, readRoleForm, readRoleMetadata, readTyped, roleModal } from './modal.ts';

type Deps = RolesDeps & {
  logger: Logger;
  pageOf: (role: Role) => Promise<{ text: string; blocks?: unknown[] }>;
};

const CHANGED = 'Somebody else has changed this role in the meantime: open it again.';

/**
 * **Save** of **Open role** and **Edit role**. A description from which nothing was taken yet is read by known words
 * first, and the form shown again: saved a second time, it is saved as it stands.
 */
export async function submitRole(deps: Deps, request: ViewRequest): Promise<ViewAnswer> {
  const metadata = readRoleMetadata(request.metadata);
  const typed = readTyped(request.values);
  const isBare = typed.mustHave.length + typed.niceToHave.length === 0 || typed.title.trim() === '';
  if (typed.description.trim() !== '' && isBare && !metadata.checked) {
    const filled = filledIn(typed, readDescription(typed.description), metadata);
    const isCut = typed.description.length > MOST_DESCRIPTION;
    const cut = isCut
      ? ` It was longer than ${MOST_DESCRIPTION.toLocaleString('en')} characters: I keep the beginning.`
      : '';
    if (filled)
      return {
        update: roleModal(
          filled.typed,
          { ...filled.metadata, checked: true },
          `:mag: *Please check what I read* in the description, then save.${cut}`,
        ),
      };
  }
  const read = readRoleForm(typed);
  if ('errors' in read) return { errors: errorsAt(read.errors, metadata) };
  const wrong = await wrongManager(deps, read.form.hiringManager);
  if (wrong) return { errors: { hiringManager: wrong } };
  const saved = await save(deps, request, read.form);
  if ('errors' in saved) return { errors: errorsAt(saved.errors, metadata) };
  return { close: true, after: () => afterSaving(deps, request, saved.role) };
}

async function save(
  deps: Deps,
  request: ViewRequest,
  form: RoleForm,
): Promise<{ role: Role } | { errors: Partial<Record<keyof RoleForm, string>> }> {
  const { actor, deliveryId } = request;
  const { role: own } = readRoleMetadata(request.metadata);
  if (!own) {
    const opened = await openRole(deps, form, { by: actor.id, deliveryId });
    return 'errors' in opened ? opened : { role: opened };
  }
  const before = await roleById(deps, own.id);
  if (!before) return { errors: { title: 'This role is not there any more.' } };
  if (before.revision !== own.revision) return { errors: { title: CHANGED } };
  if (before.state === 'closed') return { errors: { title: 'This role is closed: open it again first.' } };
  const edited = await editRole(deps, before, form, actor.id);
  if ('errors' in edited) return edited;
  if (edited.hiringManager !== before.hiringManager) await deps.matches.askAnew(edited._id, deps.clock.now());
  return { role: edited };
}

async function afterSaving(deps: Deps, { actor, client, requestId }: ViewRequest, role: Role): Promise<void> {
  if (await nameHiringManager(deps, role.hiringManager, actor.id))
    try {
      await client.chat.postMessage({
        channel: role.hiringManager ?? actor.id,
        text: roleGivenText(actor.id, 'hiring manager'),
      });
    } catch (error) {
      deps.logger.warn({ err: error, requestId }, 'somebody could not be told of their new role');
    }
  await keepPool(deps, role);
  const current = (await roleById(deps, role._id)) ?? role;
  const { text, blocks = [] } = await deps.pageOf(current);
  await client.chat.postMessage({ channel: actor.id, text, blocks: blocks as never[] });
  await postMatches(deps, current);
}
