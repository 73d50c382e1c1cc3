import { KINDS, type Kind } from '#engagement/touchpoint.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { RuleDeps } from '../deps.ts';
import type { DryRun } from '../dry-run.ts';
import { DRY_DAYS } from '../dry-run.ts';
import type { RuleFields } from '../form.ts';
import type { Action, ActionKind, Did, Run, When } from '../rule.ts';

type NameDeps = Pick<RuleDeps, 'pools' | 'sequences'>;

/** Kinds of touchpoints as something that happens with someone. */
const HAPPENS: Partial<Record<Kind, string>> = {
  replied: 'someone answers',
  meeting: 'there is a meeting with someone',
  interview: 'there is an interview with someone',
  applied: 'someone applies',
  'inbound message': 'someone writes to us',
  call: 'there is a call with someone',
  'event attended': 'someone comes to an event',
  referred: 'someone is referred',
  clicked: 'someone clicks a link',
  opened: 'someone opens a message',
  'content shared': 'something is shared with someone',
  'message sent': 'someone is written to',
  note: 'there is a note about someone',
  status: 'someone opts out, or their mail comes back',
};

/** A kind of touchpoint in a list to pick from. */
export function kindText(kind: Kind): string {
  const text = HAPPENS[kind] ?? KINDS[kind];
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A rule as one sentence, mrkdwn: “When someone gets the tag *python*, then …”. */
export async function ruleSentence(deps: NameDeps, fields: Omit<RuleFields, 'name'>): Promise<string> {
  const { when, only, actions } = fields;
  const what = await Promise.all(actions.map((action) => actionText(deps, action)));
  const last = what.at(-1) ?? 'nothing';
  const list = what.length > 1 ? `${what.slice(0, -1).join(', ')} and ${last}` : last;
  return `When ${await whenText(deps, when)}${only === null ? '' : `, and they fit ${code(only)}`}, then ${list}.`;
}

/** What sets a rule off, mrkdwn, as it stands behind “when”. */
export async function whenText(deps: NameDeps, { kind, value }: When): Promise<string> {
  switch (kind) {
    case 'tag':
      return `someone gets the tag *${escapeMrkdwn(value)}*`;
    case 'stage':
      return `someone comes to the stage *${escapeMrkdwn(value)}*`;
    case 'pool':
      return `someone comes into the pool *${await poolText(deps, value)}*`;
    case 'touchpoint':
      return HAPPENS[value as Kind] ?? escapeMrkdwn(value);
    case 'silence':
      return `someone who was in touch has been silent for *${days(Number(value))}*`;
  }
}

async function actionText(deps: NameDeps, action: Action): Promise<string> {
  switch (action.kind) {
    case 'tag': {
      const tags = action.tags.map((tag) => `*${escapeMrkdwn(tag)}*`).join(', ');
      return `add the ${action.tags.length === 1 ? 'tag' : 'tags'} ${tags}`;
    }
    case 'pool':
      return `add them to the pool *${await poolText(deps, action.pool)}*`;
    case 'owner':
      return `make <@${action.owner}> their owner`;
    case 'enrol': {
      const name = (await deps.sequences.byId(action.sequence))?.name;
      return `enrol them in *${name === undefined ? 'a deleted sequence' : escapeMrkdwn(name)}*`;
    }
    case 'remind':
      return `remind their owner in ${days(action.days)}${action.note ? ` (“${escapeMrkdwn(action.note)}”)` : ''}`;
    case 'notify':
      return `tell <#${action.channel}>`;
  }
}

async function poolText(deps: NameDeps, id: string): Promise<string> {
  const name = (await deps.pools.byId(id))?.name;
  return name === undefined ? 'a deleted pool' : escapeMrkdwn(name);
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function code(query: string): string {
  return `\`${escapeMrkdwn(query.replaceAll('`', '’'))}\``;
}

/** What a dry run found, mrkdwn. */
export function dryRunText({ people, atLeast, names, isNow }: DryRun): string {
  const count = `${atLeast && people > 0 ? 'at least ' : ''}*${people === 1 ? '1 person' : `${people.toLocaleString('en')} people`}*`;
  const some = names.map((name) => escapeMrkdwn(name)).join(', ');
  const who = people === 0 ? '' : `: ${some}${people > names.length ? ' …' : ''}`;
  if (isNow)
    return `This pool lives from its query, so nobody knows who came into it when. It would look at ${count} who are in it now${who}. Only who comes into it from now on sets the rule off.`;
  return `It would have matched ${count} in the last ${DRY_DAYS} days${who}${people === 0 && atLeast ? ' among those that could be looked at' : ''}.`;
}

const DONE: Record<ActionKind, string> = {
  tag: 'tagged',
  pool: 'added to the pool',
  owner: 'owner set',
  enrol: 'enrolled',
  remind: 'reminder set',
  notify: 'channel told',
};
const NOTHING_NEW: Record<ActionKind, string> = {
  tag: 'had the tags already',
  pool: 'was in the pool already',
  owner: 'had this owner already',
  enrol: 'was in the sequence already',
  remind: 'was reminded of already',
  notify: 'channel was told already',
};
const TRIED: Record<ActionKind, string> = {
  tag: 'not tagged',
  pool: 'not added to the pool',
  owner: 'owner not set',
  enrol: 'not enrolled',
  remind: 'no reminder',
  notify: 'channel not told',
};

/** What a run came to, mrkdwn. */
export function outcomeText({ state, did, held, attempts }: Run): string {
  const parts = did.map(didText);
  if (held) parts.push(`:information_source: ${escapeMrkdwn(held)}`);
  if (state === 'due')
    parts.push(attempts > 0 ? ':hourglass: it is tried again in a moment' : ':hourglass: in a moment');
  return parts.join('; ') || 'nothing to do';
}

function didText({ kind, outcome, words }: Did): string {
  if (outcome === 'done') return DONE[kind];
  if (outcome === 'was so') return NOTHING_NEW[kind];
  return `:warning: ${TRIED[kind]}: ${escapeMrkdwn(words ?? '')}`;
}
