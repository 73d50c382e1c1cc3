import { createHash } from 'node:crypto';
import { type AuditDeps, recordAudit } from '#audit/record.ts';
import { canonicalWords } from '#candidates/vocabulary.ts';
import {
  type Criteria,
  criteriaOf,
  MOST_DESCRIPTION,
  MOST_MUST_HAVES,
  MOST_NICE_TO_HAVES,
  MOST_TITLE,
  type Role,
  type RoleState,
  roleKey,
} from './role.ts';
import type { RoleStore } from './store.ts';

export interface RoleDeps extends AuditDeps {
  roles: RoleStore;
}

/** What stands in a role's form. */
export type RoleForm = Criteria &
  Pick<Role, 'hiringManager' | 'channel' | 'description' | 'bonus' | 'target'> & {
    state: Exclude<RoleState, 'closed'>;
  };
/** What is wrong with a form, by field. */
export type RoleErrors = Partial<Record<keyof RoleForm, string>>;

const TAKEN = 'There is a role of this title already that isn’t closed.';

/**
 * Opens a role, or puts down one that is expected.
 * @param asked.deliveryId of the submission: the same one twice opens one role
 * @returns the role, or what is wrong by field
 */
export async function openRole(
  deps: RoleDeps,
  form: RoleForm,
  asked: { by: string; deliveryId: string },
): Promise<Role | { errors: RoleErrors }> {
  const errors = checkForm(form);
  if (errors) return { errors };
  const now = deps.clock.now();
  const role: Role = {
    _id: createHash('sha256').update(`role:${asked.deliveryId}`).digest('hex').slice(0, 24),
    ...tidy(form),
    key: roleKey(form.title),
    outcome: null,
    owner: asked.by,
    pool: null,
    hired: [],
    criteriaRevision: 0,
    rankedRevision: null,
    lookedAt: now,
    nightAt: now,
    revision: 0,
    openedAt: form.state === 'open' ? now : null,
    closedAt: null,
    createdAt: now,
  };
  if (!(await deps.roles.insert(role))) return { errors: { title: TAKEN } };
  await audit(deps, role._id, asked.by, 'role opened', null, tidy(form));
  return role;
}

/**
 * @param role as it was shown
 * @returns the role, or what is wrong by field
 */
export async function editRole(
  deps: RoleDeps,
  role: Role,
  form: RoleForm,
  by: string,
): Promise<Role | { errors: RoleErrors }> {
  const errors = checkForm(form);
  if (errors) return { errors };
  const next = tidy(form);
  const now = deps.clock.now();
  const isOther = JSON.stringify(criteriaOf({ ...role, ...next })) !== JSON.stringify(criteriaOf(role));
  const changed = await deps.roles.change(role, {
    ...next,
    key: roleKey(next.title),
    outcome: null,
    closedAt: null,
    openedAt: role.openedAt ?? (next.state === 'open' ? now : null),
    // Opening an expected role is news for its channel, too.
    criteriaRevision:
      role.criteriaRevision + (isOther || (next.state === 'open' && role.state !== 'open') ? 1 : 0),
  });
  if (changed === 'name taken') return { errors: { title: TAKEN } };
  if (!changed)
    return { errors: { title: 'Somebody else has changed this role in the meantime: open it again.' } };
  const before = Object.fromEntries(Object.keys(next).map((name) => [name, role[name as keyof Role]]));
  await audit(deps, role._id, by, 'role changed', before, next);
  return changed;
}

function checkForm(form: RoleForm): RoleErrors | null {
  const errors: RoleErrors = {};
  if (roleKey(form.title) === '') errors.title = 'A role needs a title with letters or digits.';
  else if (form.title.length > MOST_TITLE) errors.title = `${MOST_TITLE} characters are the most.`;
  if (form.mustHave.length > MOST_MUST_HAVES)
    errors.mustHave = `${MOST_MUST_HAVES} must-haves are the most: who has them all, otherwise?`;
  if (form.niceToHave.length > MOST_NICE_TO_HAVES)
    errors.niceToHave = `${MOST_NICE_TO_HAVES} nice-to-haves are the most.`;
  return Object.keys(errors).length > 0 ? errors : null;
}

/** Canonical skills once each, a must-have is no nice-to-have, and a description of the length that is kept. */
function tidy(form: RoleForm): RoleForm {
  const mustHave = canonicalWords('skill', form.mustHave);
  return {
    title: form.title.replace(/\s+/g, ' ').trim(),
    mustHave,
    niceToHave: canonicalWords('skill', form.niceToHave).filter((one) => !mustHave.includes(one)),
    seniority: form.seniority,
    location: form.location?.replace(/\s+/g, ' ').trim() || null,
    remote: form.remote,
    hiringManager: form.hiringManager,
    channel: form.channel,
    description: form.description.slice(0, MOST_DESCRIPTION),
    bonus: form.bonus,
    target: form.target,
    state: form.state,
  };
}

function audit(
  deps: AuditDeps,
  id: string,
  by: string,
  action: string,
  before: object | null,
  after: object,
) {
  return recordAudit(deps, { by, action, subject: `role:${id}`, before, after, surface: 'roles' });
}
