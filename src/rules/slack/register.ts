import { closest } from 'fastest-levenshtein';
import { makeReadySequences } from '#nurture/edit.ts';
import { PersonError } from '#platform/person-error.ts';
import { plain, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  ActionRequest,
  Choice,
  CommandRequest,
  CommandWord,
  OptionsRequest,
  Surface,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import { poolsNamed } from '#pools/pools.ts';
import type { RuleDeps } from '../deps.ts';
import { dryRun } from '../dry-run.ts';
import { createRule, deleteRule, editRule, enableRule } from '../edit.ts';
import { EMPTY_FORM, formOf, type RuleForm, readRuleForm } from '../form.ts';
import type { Rule } from '../rule.ts';
import { sweepRules } from '../sweep.ts';
import { historyMessage, ruleBlocks, rulesMessage } from './list.ts';
import { ANY_POOL, type FormNames, RULE, readValues, ruleModal, TRIGGER, TRY } from './modal.ts';
import { dryRunText, ruleSentence } from './words.ts';

const NEED = 'nurture';
const GONE = 'This rule is not there any more.';
const SEQUENCES = 100;
const POOLS = 100;

/** `/nurture rules`. */
export function rulesWord(deps: RuleDeps): CommandWord {
  return {
    help: '`/nurture rules` lists the rules: when something happens, then something is done by itself; `/nurture rules new` makes one',
    need: NEED,
    async run(request, rest) {
      const word = rest.trim().toLowerCase();
      if (word === '') return request.reply(await rulesMessage(deps));
      if (word === 'new') return openNew(deps, request);
      const rules = await deps.rules.all();
      const name =
        rules.length > 0
          ? closest(
              word,
              rules.map(({ key }) => key),
            )
          : null;
      const rule = rules.find(({ key }) => key === name);
      if (!rule) return request.reply(await rulesMessage(deps));
      const text =
        rule.key === word ? rule.name : `The nearest to “${rest.trim().slice(0, 100)}” is “${rule.name}”`;
      await request.reply({
        text,
        blocks: [
          ...(rule.key === word ? [] : [section(escapeMrkdwn(text))]),
          ...(await ruleBlocks(deps, rule)),
        ],
      });
    },
  };
}

/** The list of rules, the modal **New rule** and **Edit rule**, and what the buttons do. */
export function register(surface: Surface, deps: RuleDeps): void {
  surface.action('rule_new', NEED, (request) => openNew(deps, request));
  surface.action('rule_edit', NEED, (request) =>
    withRule(deps, request, async (rule) => {
      const form = formOf(rule);
      await request.openModal(ruleModal(rule, form, await namesOf(deps, form)));
    }),
  );
  for (const [actionId, enabled] of [
    ['rule_pause', false],
    ['rule_resume', true],
  ] as const)
    surface.action(actionId, NEED, (request) =>
      withRule(deps, request, async (rule) => {
        await enableRule(deps, rule, enabled, request.actor.id);
        await request.replaceMessage(await rulesMessage(deps));
      }),
    );
  surface.action('rule_delete', NEED, (request) =>
    withRule(deps, request, async (rule) => {
      await deleteRule(deps, rule, request.actor.id);
      await request.replaceMessage(await rulesMessage(deps));
    }),
  );
  surface.action('rule_dry_run', NEED, (request) =>
    withRule(deps, request, async (rule) => {
      const found = dryRunText(await dryRun(deps, rule, rule.maker));
      await request.reply({ text: `*${escapeMrkdwn(rule.name)}*: ${found}` });
    }),
  );
  surface.action('rule_history', NEED, (request) =>
    withRule(deps, request, async (rule) => request.reply(await historyMessage(deps, rule))),
  );
  surface.action('rule_history_more', NEED, async (request) => {
    const [id = '', after] = (request.value ?? '').split(' ');
    const rule = await deps.rules.byId(id);
    if (rule) await request.replaceMessage(await historyMessage(deps, rule, after));
    else await request.reply({ text: GONE });
  });
  surface.action(/^rules_(?:previous|next)$/, NEED, async (request) => {
    await request.replaceMessage(
      await rulesMessage(deps, Math.max(0, Math.floor(Number(request.value)) || 0)),
    );
  });
  surface.action(TRIGGER, NEED, (request) => turnForm(deps, request));
  surface.action(TRY, NEED, (request) => tryForm(deps, request));
  surface.options(ANY_POOL, NEED, (request) => poolChoices(deps, request));
  surface.view(RULE, NEED, (request) => submit(deps, request));
}

async function openNew(deps: RuleDeps, request: ActionRequest | CommandRequest): Promise<void> {
  const { id, name, timeZone } = request.actor;
  // Whoever has never looked at sequences finds some to enrol in.
  await makeReadySequences(deps, { id, name, timeZone });
  await request.openModal(ruleModal(null, EMPTY_FORM, await namesOf(deps, EMPTY_FORM)));
}

async function withRule(
  deps: RuleDeps,
  request: ActionRequest,
  act: (rule: Rule) => Promise<void>,
): Promise<void> {
  const rule = await deps.rules.byId(request.value ?? '');
  if (rule && !rule.deletedAt) await act(rule);
  else await request.reply({ text: GONE });
}

async function namesOf(deps: RuleDeps, form: RuleForm): Promise<FormNames> {
  const [pools, sequences] = await Promise.all([
    deps.pools.byIds([form.pool, form.addTo].filter(Boolean)),
    deps.sequences.all(SEQUENCES),
  ]);
  const named = (id: string) => pools.find(({ _id }) => _id === id)?.name ?? '';
  return {
    pool: named(form.pool),
    addTo: named(form.addTo),
    sequences: sequences.filter(({ steps }) => steps.length > 0),
  };
}

/** Another trigger was picked: its field comes, and what was filled in stays. */
async function turnForm(deps: RuleDeps, request: ActionRequest): Promise<void> {
  if (!request.view) return;
  const form = readValues(request.view.values);
  const [id, revision] = request.view.metadata.split(' ');
  const rule = id ? { _id: id, revision: Number(revision) } : null;
  await request.updateModal(request.view.id, ruleModal(rule, form, await namesOf(deps, form)));
}

/** Whom the rule in the open form would have met. */
async function tryForm(deps: RuleDeps, request: ActionRequest): Promise<void> {
  if (!request.view) return;
  const { actor } = request;
  const form = readValues(request.view.values);
  const read = await readRuleForm(deps, form, actor);
  await request.pushModal({
    type: 'modal',
    title: plain('Dry run'),
    close: plain('Back'),
    blocks:
      'errors' in read
        ? [
            section(
              `Something is missing yet:\n${Object.values(read.errors)
                .map((error) => `• ${escapeMrkdwn(error)}`)
                .join('\n')}`,
            ),
          ]
        : [
            section(await ruleSentence(deps, read.fields)),
            section(dryRunText(await dryRun(deps, read.fields, actor))),
          ],
  });
}

/** Pools of both kinds. */
async function poolChoices(deps: RuleDeps, { query }: OptionsRequest): Promise<Choice[]> {
  return (await poolsNamed(deps, query))
    .slice(0, POOLS)
    .map(({ _id, name }) => ({ text: name.slice(0, 75), value: _id }));
}

async function submit(deps: RuleDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { actor, client } = request;
  const [id, revision] = request.metadata.split(' ');
  const existing = id ? await deps.rules.byId(id) : null;
  if (id && (!existing || existing.deletedAt)) return { errors: { name: GONE } };
  const form = readValues(request.values);
  const read = await readRuleForm(deps, form, existing?.maker ?? actor);
  if ('errors' in read) return { errors: read.errors };
  const { fields } = read;
  try {
    const saved = existing
      ? await editRule(deps, { ...existing, revision: Number(revision) }, fields, actor.id)
      : await createRule(deps, fields, { id: actor.id, timeZone: actor.timeZone });
    return {
      close: true,
      async after() {
        await client.chat.postMessage({
          channel: actor.id,
          text: `The rule “${escapeMrkdwn(saved.name)}” is saved.`,
          blocks: await ruleBlocks(deps, saved),
        });
        // Who is in a pool by query is looked at now, and not in 15 seconds.
        await sweepRules(deps);
      },
    };
  } catch (error) {
    if (error instanceof PersonError) return { errors: { name: error.message } };
    throw error;
  }
}
