import { understand } from '#candidates/search.ts';
import { canonicalWord, canonicalWords } from '#candidates/vocabulary.ts';
import type { RuleDeps } from './deps.ts';
import {
  type Action,
  isStage,
  LONGEST,
  MOST_ACTIONS,
  MOST_DAYS,
  MOST_REMIND_DAYS,
  MOST_TAGS,
  type Rule,
  ruleKey,
  TRIGGERS,
  type Trigger,
  WATCHABLE,
  type When,
} from './rule.ts';

/** What stands in the form of a rule, as typed or picked; empty for nothing. */
export interface RuleForm {
  name: string;
  trigger: string;
  tag: string;
  stage: string;
  pool: string;
  touchpoint: string;
  silence: string;
  only: string;
  tags: string[];
  addTo: string;
  owner: string;
  sequence: string;
  remindDays: string;
  note: string;
  channel: string;
}

export const EMPTY_FORM: RuleForm = {
  name: '',
  trigger: 'tag',
  tag: '',
  stage: '',
  pool: '',
  touchpoint: '',
  silence: '',
  only: '',
  tags: [],
  addTo: '',
  owner: '',
  sequence: '',
  remindDays: '',
  note: '',
  channel: '',
};

export type RuleFields = Pick<Rule, 'name' | 'when' | 'only' | 'actions'>;
type Errors = Partial<Record<keyof RuleForm, string>>;

/** What stands in the form of a rule that is there. */
export function formOf({ name, when, only, actions }: RuleFields): RuleForm {
  const form: RuleForm = {
    ...EMPTY_FORM,
    name,
    trigger: when.kind,
    [when.kind]: when.value,
    only: only ?? '',
  };
  for (const action of actions) Object.assign(form, filledBy(action));
  return form;
}

function filledBy(action: Action): Partial<RuleForm> {
  switch (action.kind) {
    case 'tag':
      return { tags: action.tags };
    case 'pool':
      return { addTo: action.pool };
    case 'owner':
      return { owner: action.owner };
    case 'enrol':
      return { sequence: action.sequence };
    case 'remind':
      return { remindDays: `${action.days}`, note: action.note };
    case 'notify':
      return { channel: action.channel };
  }
}

/**
 * Reads a form: every mistake at once, each at its field.
 * @param maker as whom the condition is read
 */
export async function readRuleForm(
  deps: RuleDeps,
  form: RuleForm,
  maker: Rule['maker'],
): Promise<{ fields: RuleFields } | { errors: Errors }> {
  const errors: Errors = {};
  const name = form.name.replace(/\s+/g, ' ').trim();
  if (!ruleKey(name)) errors.name = 'A rule needs a name.';
  else if (name.length > LONGEST.name) errors.name = `${LONGEST.name} characters are the most.`;
  const when = await readWhen(deps, form, errors);
  const only = form.only.trim() || null;
  if (only !== null) {
    const understood = await understand(deps, only, maker);
    if ('error' in understood) errors.only = understood.error.message;
    else if (only.length > LONGEST.only) errors.only = `${LONGEST.only} characters are the most.`;
  }
  const actions = await readActions(deps, form, errors);
  if (actions.length === 0 && Object.keys(errors).length === 0)
    errors.tags = 'Please say what is to be done: fill in one of the fields below “Then”.';
  if (actions.length > MOST_ACTIONS) errors.tags = `A rule does ${MOST_ACTIONS} things at most.`;
  return when && Object.keys(errors).length === 0 ? { fields: { name, when, only, actions } } : { errors };
}

async function readWhen(deps: RuleDeps, form: RuleForm, errors: Errors): Promise<When | null> {
  const kind = form.trigger as Trigger;
  if (!Object.hasOwn(TRIGGERS, kind)) {
    errors.trigger = 'Please pick what sets it off.';
    return null;
  }
  const value = kind === 'tag' ? canonicalWord('tag', form.tag) : form[kind].trim();
  const wrong = await wrongValue(deps, kind, value);
  if (wrong) errors[kind] = wrong;
  return { kind, value };
}

async function wrongValue(deps: RuleDeps, kind: Trigger, value: string): Promise<string | null> {
  switch (kind) {
    case 'tag':
      return value ? null : 'Please pick a tag.';
    case 'stage':
      return isStage(value) ? null : 'Please pick a stage.';
    case 'touchpoint':
      return (WATCHABLE as readonly string[]).includes(value) ? null : 'Please pick what happens.';
    case 'silence':
      return isWhole(value, MOST_DAYS) ? null : `Please give a whole number of days from 1 to ${MOST_DAYS}.`;
    case 'pool':
      if (!value) return 'Please pick a pool.';
      return (await deps.pools.byId(value)) ? null : 'This pool is not there any more.';
  }
}

async function readActions(deps: RuleDeps, form: RuleForm, errors: Errors): Promise<Action[]> {
  const actions: Action[] = [];
  const tags = canonicalWords('tag', form.tags);
  if (tags.length > MOST_TAGS) errors.tags = `${MOST_TAGS} tags are the most.`;
  if (form.trigger === 'tag' && tags.includes(canonicalWord('tag', form.tag)))
    errors.tags = 'They have this tag already when the rule begins.';
  if (tags.length > 0) actions.push({ kind: 'tag', tags });
  if (form.addTo) {
    const pool = await deps.pools.byId(form.addTo);
    if (!pool) errors.addTo = 'This pool is not there any more.';
    else if (pool.query !== null) errors.addTo = 'This pool lives from its query.';
    else if (form.trigger === 'pool' && form.pool === form.addTo)
      errors.addTo = 'They are in this pool already when the rule begins.';
    actions.push({ kind: 'pool', pool: form.addTo });
  }
  if (form.owner) {
    if (!(await deps.outreach.colleague(form.owner)))
      errors.owner = 'The owner is a colleague, not a guest or an app.';
    actions.push({ kind: 'owner', owner: form.owner });
  }
  if (form.sequence) {
    const sequence = await deps.sequences.byId(form.sequence);
    if (!sequence) errors.sequence = 'This sequence is not there any more.';
    actions.push({ kind: 'enrol', sequence: form.sequence });
  }
  const note = form.note.trim();
  if (form.remindDays.trim()) {
    if (!isWhole(form.remindDays, MOST_REMIND_DAYS))
      errors.remindDays = `Please give a whole number of days from 1 to ${MOST_REMIND_DAYS}.`;
    if (note.length > LONGEST.note) errors.note = `${LONGEST.note} characters are the most.`;
    actions.push({ kind: 'remind', days: Number(form.remindDays), note });
  } else if (note) errors.remindDays = 'In how many days are they to be reminded of it?';
  if (form.channel) actions.push({ kind: 'notify', channel: form.channel });
  return actions;
}

function isWhole(text: string, most: number): boolean {
  return /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
}
