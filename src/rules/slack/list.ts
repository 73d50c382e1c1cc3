import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import { actions, button, context, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import type { RuleDeps } from '../deps.ts';
import { historyOf } from '../history.ts';
import type { Rule } from '../rule.ts';
import { outcomeText, ruleSentence } from './words.ts';

/** Two blocks a rule, and those around them: at most 45. */
const PAGE = 20;
const RUNS = 20;
/** Runs are counted this far. */
const COUNTED = 1_000;

/** The list of rules, from a place on. */
export async function rulesMessage(deps: RuleDeps, from = 0): Promise<Message> {
  const rules = await deps.rules.all();
  const shown = rules.slice(from, from + PAGE);
  const text = rules.length === 0 ? 'There is no rule yet.' : 'Rules: when …, then …';
  const turns: ActionsBlockElement[] = [
    ...(from > 0 ? [button('Previous', 'rules_previous', `${Math.max(0, from - PAGE)}`)] : []),
    ...(rules.length > from + PAGE ? [button('Next', 'rules_next', `${from + PAGE}`)] : []),
  ];
  return {
    text,
    blocks: [
      section(`*${text}*`, button('New rule', 'rule_new', 'new', 'primary')),
      ...(rules.length === 0
        ? [
            context(
              'A rule does something by itself, e.g. when someone gets the tag *python*, it adds them to a pool and reminds their owner in 3 days.',
            ),
          ]
        : []),
      ...(await Promise.all(shown.map((rule) => ruleBlocks(deps, rule)))).flat(),
      ...(turns.length > 0 ? [actions('rules_pages', turns)] : []),
    ],
  };
}

/** One rule with its buttons. */
export async function ruleBlocks(deps: RuleDeps, rule: Rule): Promise<KnownBlock[]> {
  const { _id, name, enabled } = rule;
  const [sentence, ran] = await Promise.all([ruleSentence(deps, rule), deps.runs.count(_id, COUNTED + 1)]);
  const counted =
    ran > COUNTED ? `more than ${COUNTED.toLocaleString('en')} times` : ran === 1 ? 'once' : `${ran} times`;
  const lines = [
    `*${escapeMrkdwn(name)}*${enabled ? '' : ' (paused)'}`,
    sentence,
    ran === 0 ? '_Nothing has set it off yet._' : `_Set off ${counted}._`,
    ...(rule.problem ? [`:warning: ${escapeMrkdwn(rule.problem)}`] : []),
  ];
  return [
    section(lines.join('\n')),
    actions(`rule_${_id}`, [
      button('Edit', 'rule_edit', _id),
      enabled ? button('Pause', 'rule_pause', _id) : button('Resume', 'rule_resume', _id),
      button('Dry run', 'rule_dry_run', _id),
      button('History', 'rule_history', _id),
      {
        ...button('Delete', 'rule_delete', _id, 'danger'),
        confirm: {
          title: { type: 'plain_text', text: 'Delete this rule?' },
          text: { type: 'plain_text', text: 'What it has done stays.' },
          confirm: { type: 'plain_text', text: 'Delete' },
          deny: { type: 'plain_text', text: 'Cancel' },
        },
      },
    ]),
  ];
}

/** What a rule has done, newest first. @param after `MILLISECONDS/RUN`, or nothing for the first page */
export async function historyMessage(deps: RuleDeps, rule: Rule, after?: string): Promise<Message> {
  const [, at, id] = /^(\d+)\/(\S+)$/.exec(after ?? '') ?? [];
  const position = at !== undefined && id !== undefined ? { at: new Date(Number(at)), id } : null;
  const { runs, next } = await historyOf(deps, rule._id, position, RUNS);
  const text = `What “${escapeMrkdwn(rule.name)}” has done`;
  if (runs.length === 0) return { text: `Nothing has set “${escapeMrkdwn(rule.name)}” off yet.` };
  return {
    text,
    blocks: [
      section(`*${text}*, newest first`),
      ...runs.map(({ run, name, id: candidateId }) => {
        const when = `${run.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
        const who = name === null ? 'Somebody who is not there any more' : `*${escapeMrkdwn(name)}*`;
        return section(
          `${who}, ${when}: ${outcomeText(run)}`,
          name === null ? undefined : button('Open', 'candidate_open', candidateId),
        );
      }),
      ...(next
        ? [
            actions('rule_history_pages', [
              button('More', 'rule_history_more', `${rule._id} ${next.at.getTime()}/${next.id}`),
            ]),
          ]
        : []),
    ],
  };
}
