import type { ActionsBlockElement } from '@slack/types';
import { actions, button, context, section, truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, CommandWord, Message, Surface } from '#platform/slack/surface.ts';
import type { AuditDeps } from '../record.ts';

/** What the audit log shows and asks of others. */
export interface AuditSlackDeps extends AuditDeps {
  /** Candidates whom a text may mean. */
  whoIs: (text: string, limit: number) => Promise<{ _id: string; name: string }[]>;
  /** A candidate's name; null when they are not there any more. */
  nameOf: (candidateId: string) => Promise<string | null>;
  /** A workflow rule's name, deleted or not; null for one that never was. */
  ruleNamed: (ruleId: string) => Promise<string | null>;
}

const NEED = 'audit';
const PAGE = 10;
/** Room for what was before, and for what is after. */
const SHOWN = 300;
/** Pages that can be turned back: a button's value holds 2,000 characters. */
const MOST_STARTS = 15;
const TOP = '-';
const CANDIDATE = 'candidate:';
const RULE = 'rule:';

/** **Previous** and **Next** of the audit log. */
export function register(surface: Surface, deps: AuditSlackDeps): void {
  surface.action(/^audit_(?:previous|next)$/, NEED, (request) => turn(deps, request));
}

/** `/rekindle audit`. */
export function auditWord(deps: AuditSlackDeps): CommandWord {
  return {
    help: '`/rekindle audit` shows who has changed what; `/rekindle audit @Riley` or `/rekindle audit NAME` only theirs or about them (admins)',
    need: NEED,
    async run(request, rest) {
      const filter = await readFilter(deps, rest.trim(), request.mentioned);
      await request.reply(
        filter === null
          ? { text: `I know nobody by “${escapeMrkdwn(rest.slice(0, 100))}”.` }
          : await page(deps, filter, [TOP]),
      );
    },
  };
}

/** `all`, `by:U0RILEY`, or `candidate:ID`. */
async function readFilter(
  deps: AuditSlackDeps,
  typed: string,
  mentioned: readonly string[],
): Promise<string | null> {
  if (typed === '') return 'all';
  const user = typed.startsWith('@') ? mentioned[0] : /^[UW](?=.*\d)[A-Z0-9]{6,}$/.exec(typed)?.[0];
  if (user !== undefined) return `by:${user}`;
  const [found] = await deps.whoIs(typed, 1);
  return found ? `${CANDIDATE}${found._id}` : null;
}

async function turn(deps: AuditSlackDeps, request: ActionRequest): Promise<void> {
  const [filter = 'all', ...starts] = (request.value ?? '').split(' ');
  await request.replaceMessage(await page(deps, filter, starts.length > 0 ? starts : [TOP]));
}

/** @param starts places of the pages up to the one to show */
async function page(deps: AuditSlackDeps, filter: string, starts: string[]): Promise<Message> {
  const [, at, id] = /^(\d+)\/(\S+)$/.exec(starts.at(-1) ?? '') ?? [];
  const found = await deps.audit.page(
    filter.startsWith('by:') ? { by: filter.slice(3) } : filter === 'all' ? {} : { subject: filter },
    at !== undefined && id !== undefined ? { at: new Date(Number(at)), id } : null,
    PAGE + 1,
  );
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  if (!last) return { text: 'The audit log has no entry for this.' };
  const turns: ActionsBlockElement[] = [];
  if (starts.length > 1)
    turns.push(button('Previous', 'audit_previous', [filter, ...starts.slice(0, -1)].join(' ')));
  if (found.length > PAGE)
    turns.push(
      button(
        'Next',
        'audit_next',
        [filter, ...starts, `${last.at.getTime()}/${last._id}`].slice(0, MOST_STARTS + 1).join(' '),
      ),
    );
  const text = 'Who has changed what, newest first';
  return {
    text,
    blocks: [
      section(`*${text}*`),
      ...(await Promise.all(
        shown.map(async ({ at: when, by, action, subject, before, after, surface }) =>
          section(
            [
              `*${escapeMrkdwn(action)}*: ${await subjectText(deps, subject)}`,
              `${when.toISOString().slice(0, 16).replace('T', ' ')} UTC · ${await whoText(deps, by)} · ${escapeMrkdwn(surface)}`,
              ...(before === null && after === null ? [] : [`${valueText(before)} → ${valueText(after)}`]),
            ].join('\n'),
          ),
        ),
      )),
      ...(turns.length > 0 ? [actions('audit_pages', turns)] : [context('That is all.')]),
    ],
  };
}

async function subjectText(deps: AuditSlackDeps, subject: string): Promise<string> {
  if (subject.startsWith('team:')) return `<@${subject.slice('team:'.length)}>`;
  if (subject.startsWith(RULE)) return ruleText(deps, subject);
  if (!subject.startsWith(CANDIDATE)) return escapeMrkdwn(subject);
  return escapeMrkdwn(
    (await deps.nameOf(subject.slice(CANDIDATE.length))) ?? 'somebody who is not there any more',
  );
}

async function ruleText(deps: AuditSlackDeps, subject: string): Promise<string> {
  const name = await deps.ruleNamed(subject.slice(RULE.length));
  return name === null ? 'a rule' : `the rule “${escapeMrkdwn(name)}”`;
}

async function whoText(deps: AuditSlackDeps, by: string): Promise<string> {
  if (by.startsWith(RULE)) return ruleText(deps, by);
  return /^[UW][A-Z0-9]+$/.test(by) ? `<@${by}>` : escapeMrkdwn(by);
}

function valueText(value: unknown): string {
  return truncate(escapeMrkdwn(inWords(value) || 'nothing'), SHOWN);
}

/** Keys with what they hold; what holds nothing is left out. */
function inWords(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(inWords).filter(Boolean).join(', ');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([key, held]) => [key, inWords(held)] as const)
    .filter(([, held]) => held !== '')
    .map(([key, held]) => `${key}: ${held}`)
    .join(', ');
}
