import { candidateById } from '#candidates/find.ts';
import { workOffBatches } from '#outreach/batch/work-off.ts';
import { input, option, plain, section, textInput } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { decide, managerSays, settle } from '../decide.ts';
import type { RolesDeps } from '../deps.ts';
import { roleById } from '../find.ts';
import { NOT_A_FIT } from '../match.ts';
import { planMore, workOffPosts } from '../post-matches.ts';
import { reengage } from '../reengage.ts';
import { askMessage } from './saying.ts';

const NEED = 'roles';
const NEED_WORD = 'role word';
const NOT_A_FIT_MODAL = 'role_not_a_fit';
const GONE = 'That match is not there any more.';
const LONGEST_NOTE = 500;
/** People whom a hiring manager is shown at once who wait for their word. */
const WAITING_SHOWN = 5;

/** What is pressed below a list of matches, and what the hiring manager presses. */
export function registerDecisions(surface: Surface, deps: RolesDeps): void {
  surface.action('role_shortlist', NEED, async ({ actor, value }) => {
    const [role = '', candidateId = ''] = (value ?? '').split(':');
    const match = await decide(deps, {
      role,
      candidateId,
      to: 'shortlisted',
      why: null,
      note: null,
      by: actor.id,
    });
    await settle(deps, match._id);
  });
  surface.action('role_not_a_fit', NEED, (request) => openNotAFit(deps, request));
  surface.view(NOT_A_FIT_MODAL, NEED, (request) => submitNotAFit(deps, request));
  surface.action('role_more', NEED, (request) => more(deps, request));
  surface.action('role_reengage', NEED, (request) => reengageAll(deps, request));
  for (const says of ['yes', 'no'] as const)
    surface.action(`role_${says}`, NEED_WORD, async ({ actor, value }) => {
      const match = await managerSays(deps, { matchId: value ?? '', says, by: actor.id });
      await settle(deps, match._id);
    });
  surface.action('role_waiting', NEED_WORD, (request) => showWaiting(deps, request));
}

async function openNotAFit(deps: RolesDeps, request: ActionRequest): Promise<void> {
  const [, candidateId = ''] = (request.value ?? '').split(':');
  const candidate = await candidateById(deps, candidateId);
  if (!candidate) return request.reply({ text: GONE });
  await request.openModal({
    type: 'modal',
    callback_id: NOT_A_FIT_MODAL,
    private_metadata: request.value ?? '',
    title: plain('Not a fit'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      section(`*${escapeMrkdwn(candidate.name)}*`),
      input('why', 'Why', {
        type: 'static_select',
        action_id: 'why',
        options: NOT_A_FIT.map((why) => option(why, why)),
      }),
      textInput('note', 'Note', {
        most: LONGEST_NOTE,
        multiline: true,
        optional: true,
        hint: 'For the recruiters; the reason above is shown in the list.',
      }),
    ],
  });
}

async function submitNotAFit(deps: RolesDeps, request: ViewRequest): Promise<ViewAnswer> {
  const [role = '', candidateId = ''] = request.metadata.split(':');
  const why = NOT_A_FIT.find((one) => one === request.values['why']);
  if (!why) return { errors: { why: 'Please pick a reason: it is kept.' } };
  const note = request.values['note'];
  const words = typeof note === 'string' ? note.trim().slice(0, LONGEST_NOTE) : '';
  const match = await decide(deps, {
    role,
    candidateId,
    to: 'not a fit',
    why,
    note: words || null,
    by: request.actor.id,
  });
  return { close: true, after: () => settle(deps, match._id) };
}

async function more(deps: RolesDeps, request: ActionRequest): Promise<void> {
  const post = await deps.posts.byId(request.value ?? '');
  const next = post?.shown ? await planMore(deps, post) : null;
  if (!post || !next) return request.reply({ text: 'This list is not there any more.' });
  await deps.posts.noMore(post._id, deps.clock.now());
  await workOffPosts(deps, next);
  await workOffPosts(deps, post._id);
}

async function reengageAll(deps: RolesDeps, request: ActionRequest): Promise<void> {
  const role = await roleById(deps, request.value ?? '');
  if (!role) return request.reply({ text: 'This role is not there any more.' });
  if (role.state === 'closed') return request.reply({ text: 'This role is closed.' });
  const { actor } = request;
  const done = await reengage(deps, {
    role,
    by: { id: actor.id, timeZone: actor.timeZone },
    deliveryId: `${role._id}:${request.requestId}`,
  });
  await request.reply({ text: reengagedText(done, escapeMrkdwn(role.title)) });
  if (done.batchId) await workOffBatches(deps.outreach, undefined, done.batchId);
}

function reengagedText(
  { people, refused, before, left }: Awaited<ReturnType<typeof reengage>>,
  title: string,
): string {
  if (people + refused + before === 0)
    return `Nobody is on the shortlist of *${title}* yet: press *Shortlist* beside somebody first.`;
  const parts = [
    people > 0
      ? `I draft messages to ${people} ${people === 1 ? 'person' : 'people'} about *${title}*: you approve them one by one in your direct messages.`
      : `There is nobody new to write to about *${title}*.`,
    ...(before > 0 ? [`${before} had a draft already.`] : []),
    ...(refused > 0 ? [`${refused} may not be written to now: their cards say why.`] : []),
    ...(left > 0 ? [`${left} more are left for the next click.`] : []),
  ];
  return parts.join(' ');
}

/** From App Home: those who wait for the hiring manager's word, in their messages. */
async function showWaiting(deps: RolesDeps, request: ActionRequest): Promise<void> {
  const role = await roleById(deps, request.value ?? '');
  if (!role || role.hiringManager !== request.actor.id)
    return request.reply({ text: 'This is not a role of yours.' });
  const matches = await deps.matches.ofRole(role._id, ['shortlisted']);
  const waiting = matches.filter(({ manager }) => manager && !manager.says);
  for (const match of waiting.slice(0, WAITING_SHOWN)) {
    const candidate = await candidateById(deps, match.candidateId);
    if (candidate) await request.reply(askMessage(deps, { role, match, candidate, thread: null }));
  }
  if (waiting.length === 0) await request.reply({ text: 'Nobody waits for your word.' });
}
