import type { ActionRequest } from '#platform/slack/surface.ts';
import type { RolesDeps } from '../deps.ts';
import { readRole } from '../read-by-model.ts';
import type { Criteria } from '../role.ts';
import { type RoleMetadata, readRoleMetadata, readTyped, roleModal, type TypedRole } from './modal.ts';

/** Fields that a description says something about. */
const READ = ['title', 'mustHave', 'niceToHave', 'seniority', 'location', 'remote'] as const;

/**
 * What was typed, with what was read where nothing was typed yet.
 * @returns the form and its metadata; null when nothing new was read
 */
export function filledIn(
  typed: TypedRole,
  criteria: Criteria,
  metadata: RoleMetadata,
): { typed: TypedRole; metadata: RoleMetadata } | null {
  const read: Pick<TypedRole, (typeof READ)[number]> = {
    title: criteria.title,
    mustHave: criteria.mustHave,
    niceToHave: criteria.niceToHave.filter((skill) => !typed.mustHave.includes(skill)),
    seniority: criteria.seniority ?? '',
    location: criteria.location ?? '',
    remote: criteria.remote ? 'yes' : '',
  };
  const fresh = READ.filter((field) => {
    const isEmpty = field === 'remote' ? typed.remote !== 'yes' : typed[field].length === 0;
    return isEmpty && read[field].length > 0;
  });
  if (fresh.length === 0) return null;
  const kept = metadata.fresh.filter((field) => !fresh.some((one) => one === field));
  return {
    typed: { ...typed, ...Object.fromEntries(fresh.map((field) => [field, read[field]])) },
    // A field that was filled in earlier keeps its place only if its block stays: so all of them move on together.
    metadata: { ...metadata, filled: metadata.filled + 1, fresh: [...kept, ...fresh] },
  };
}

/** **Fill in from description**: says at once that it reads, and shows the form again with what was read. */
export async function fillIn(deps: RolesDeps, request: ActionRequest): Promise<void> {
  const { view } = request;
  if (!view) return;
  const typed = readTyped(view.values);
  const metadata = readRoleMetadata(view.metadata);
  if (typed.description.trim() === '') {
    await request.updateModal(
      view.id,
      roleModal(
        typed,
        metadata,
        ':information_source: Paste the job description first, then let it be read.',
      ),
    );
    return;
  }
  const hash = await request.updateModal(view.id, roleModal(typed, metadata, undefined, true));
  if (hash === null) return;
  const { criteria, note } = await readRole(deps, typed.description);
  const filled = filledIn(typed, criteria, metadata);
  const checked = { ...(filled?.metadata ?? metadata), checked: true };
  const said = filled
    ? `:mag: *Please check what I read.* ${note}`
    : `:mag: I found nothing that isn’t in the form already. ${note}`;
  await request.updateModal(view.id, roleModal(filled?.typed ?? typed, checked, said), hash);
}
