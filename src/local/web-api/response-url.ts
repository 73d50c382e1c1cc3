import type { Workspace } from '../context.ts';
import type { Message, ResponseTarget } from '../state/model.ts';
import { TEAM } from '../state/sample.ts';
import { type Arguments, isTrue, textOf } from './method.ts';
import { contentOf, POST_TEXT, postAsApp, remove, rewrite } from './post.ts';
import { Refusal } from './refusal.ts';

/** How often and how long a response_url works: docs.slack.dev/interactivity/handling-user-interaction. */
const USES = 5;
const LIFETIME_MS = 30 * 60_000;

type Needs = Pick<Workspace, 'state' | 'live' | 'clock' | 'url' | 'traffic'>;

/** Makes the address at which the app may answer what a person has done. */
export function makeResponseUrl(
  { state, clock, url }: Needs,
  where: Pick<ResponseTarget, 'channel' | 'user' | 'messageTs' | 'threadTs'>,
): string {
  const now = clock.now().getTime();
  for (const { id, madeAt } of state.responses.values()) {
    if (now - madeAt <= LIFETIME_MS) break;
    state.responses.delete(id);
  }
  const id = `${state.newId('R')}${state.newId('')}`;
  state.responses.set(id, { id, ...where, madeAt: now, uses: 0 });
  return `${url()}/actions/${TEAM.id}/${id}`;
}

/** What the app posts to a response_url: `{ status, body }` of the answer. */
export function answerResponseUrl(
  workspace: Needs,
  id: string,
  args: Arguments,
): { status: number; body: unknown } {
  const answered = workspace.traffic.note({
    direction: 'from app',
    kind: 'response_url',
    name: id,
    body: args,
  });
  const result = useResponseUrl(workspace, id, args);
  answered(result.body);
  return result;
}

function useResponseUrl(workspace: Needs, id: string, args: Arguments): { status: number; body: unknown } {
  const target = workspace.state.responses.get(id);
  if (!target || workspace.clock.now().getTime() - target.madeAt > LIFETIME_MS)
    return { status: 404, body: { ok: false, error: 'expired_url' } };
  if (target.uses >= USES) return { status: 404, body: { ok: false, error: 'used_url' } };
  workspace.state.responses.set(id, { ...target, uses: target.uses + 1 });
  try {
    respond(workspace, target, args);
    return { status: 200, body: { ok: true } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      status: error.code === 'message_not_found' ? 404 : 400,
      body: { ok: false, error: error.code, ...error.details },
    };
  }
}

/**
 * Does what an answer says: a new message (for one person unless it says `in_channel`), or the original replaced or
 * deleted.
 * @throws Refusal as chat.postMessage
 */
export function respond(
  workspace: Pick<Workspace, 'state' | 'live'>,
  target: Pick<ResponseTarget, 'channel' | 'user' | 'messageTs' | 'threadTs'>,
  args: Arguments,
): void {
  const channel = workspace.state.channels.get(target.channel);
  if (!channel) throw new Refusal('channel_not_found');
  const original = (): Message => {
    const found =
      target.messageTs === null ? undefined : workspace.state.message(channel.id, target.messageTs);
    if (!found) throw new Refusal('message_not_found');
    return found;
  };
  if (isTrue(args, 'delete_original')) return remove(workspace, original());
  const content = contentOf(args, POST_TEXT);
  if (isTrue(args, 'replace_original')) {
    rewrite(workspace, original(), content);
    return;
  }
  const threadTs = textOf(args, 'thread_ts') ?? target.threadTs;
  const forAll = args['response_type'] === 'in_channel';
  postAsApp(workspace, channel, content, { threadTs, ephemeralTo: forAll ? null : target.user });
}
