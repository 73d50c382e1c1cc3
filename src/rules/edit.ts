import { ObjectId } from 'mongodb';
import { recordAudit } from '#audit/record.ts';
import { PersonError } from '#platform/person-error.ts';
import type { RuleDeps } from './deps.ts';
import type { RuleFields } from './form.ts';
import { MOST_RULES, type Rule, ruleKey } from './rule.ts';

const TAKEN = 'There is a rule of this name already.';
const CHANGED = 'Somebody else has changed this rule in the meantime: open it again.';

/** A rule is about what comes after it: it begins to look anew. */
function beginning(now: Date) {
  return { since: now, lookedAt: now, isSeeded: false, problem: null };
}

/** @throws PersonError when the name is taken, or there are too many */
export async function createRule(deps: RuleDeps, fields: RuleFields, maker: Rule['maker']): Promise<Rule> {
  const now = deps.clock.now();
  if ((await deps.rules.all()).length >= MOST_RULES)
    throw new PersonError(`There are ${MOST_RULES} rules, and nobody keeps more in mind. Delete one first.`);
  const rule: Rule = {
    _id: new ObjectId().toHexString(),
    ...fields,
    key: ruleKey(fields.name),
    enabled: true,
    maker: { id: maker.id, timeZone: maker.timeZone },
    ...beginning(now),
    createdAt: now,
    deletedAt: null,
    revision: 0,
  };
  if (!(await deps.rules.insert(rule))) throw new PersonError(TAKEN);
  await changed(deps, rule._id, maker.id, 'rule created', null, fields);
  return rule;
}

/** @param rule with the revision that the person has seen @throws PersonError when it was changed meanwhile, or the name is taken */
export async function editRule(deps: RuleDeps, rule: Rule, fields: RuleFields, by: string): Promise<Rule> {
  const isSame = JSON.stringify(fields.when) === JSON.stringify(rule.when);
  const edited = await change(deps, rule, {
    ...fieldsOf(fields),
    key: ruleKey(fields.name),
    ...(!isSame && beginning(deps.clock.now())),
  });
  await changed(deps, rule._id, by, 'rule edited', fieldsOf(rule), fieldsOf(fields));
  return edited;
}

/** Pauses a rule or lets it go on; what happened meanwhile doesn't set it off. */
export async function enableRule(deps: RuleDeps, rule: Rule, enabled: boolean, by: string): Promise<Rule> {
  const edited = await change(deps, rule, { enabled, ...(enabled && beginning(deps.clock.now())) });
  const action = enabled ? 'rule resumed' : 'rule paused';
  await changed(deps, rule._id, by, action, { enabled: rule.enabled }, { enabled });
  return edited;
}

/** Its history stays in the database and in the audit log. */
export async function deleteRule(deps: RuleDeps, rule: Rule, by: string): Promise<void> {
  await change(deps, rule, { enabled: false, deletedAt: deps.clock.now() });
  await changed(deps, rule._id, by, 'rule deleted', fieldsOf(rule), null);
}

function fieldsOf({ name, when, only, actions }: RuleFields): RuleFields {
  return { name, when, only, actions };
}

async function change(
  deps: RuleDeps,
  rule: Rule,
  set: Partial<Omit<Rule, '_id' | 'revision'>>,
): Promise<Rule> {
  const done = await deps.rules.change(rule, set);
  if (done === 'name taken') throw new PersonError(TAKEN);
  if (!done) throw new PersonError(CHANGED);
  return done;
}

async function changed(
  deps: RuleDeps,
  id: string,
  by: string,
  action: string,
  before: object | null,
  after: object | null,
): Promise<void> {
  await recordAudit(deps, { by, action, subject: `rule:${id}`, before, after, surface: 'nurture' });
  await deps.refreshWatched();
}
