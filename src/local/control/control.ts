import { act } from '../acts/action.ts';
import { clickLabel } from '../acts/click.ts';
import { sendCommand } from '../acts/command.ts';
import { fill, topModal } from '../acts/fill.ts';
import { openHome, writeMessage } from '../acts/message.ts';
import { askOptions } from '../acts/options.ts';
import { ActError } from '../acts/payloads.ts';
import { useShortcut } from '../acts/shortcut.ts';
import { closeByPerson, submit } from '../acts/submit.ts';
import { elementAt, surfaceAt } from '../acts/surface.ts';
import { upload } from '../acts/upload.ts';
import type { Workspace } from '../context.ts';
import { moveClock } from './move-clock.ts';
import { channelNamed, personNamed } from './people.ts';
import { homeSeenBy, messagesSeenBy, viewsSeenBy, workspaceSeenBy } from './reading.ts';
import { bodies } from './schemas.ts';

/** One call of the control API: what comes back is sent as JSON. */
export type Call = (input: { query: URLSearchParams; body: Record<string, unknown> }) => Promise<unknown>;

/**
 * Everything that a person, a test or a script can do in the workspace, by `METHOD name`.
 * Calls throw ActError and ZodError for what can't be done.
 */
export function controlCalls(
  workspace: Workspace,
  has: { slack: boolean; mail: boolean },
): Record<string, Call> {
  const asked = (query: URLSearchParams) => personNamed(workspace, query.get('as') ?? 'riley');
  const slack: Record<string, Call> = {
    'GET messages': async ({ query }) => {
      const person = asked(query);
      const channel = query.get('channel');
      const last = Number(query.get('last') ?? 0);
      const seen = messagesSeenBy(
        workspace,
        person,
        channel ? channelNamed(workspace, person, channel) : null,
      );
      return last > 0 ? seen.slice(-last) : seen;
    },
    'GET views': async ({ query }) => viewsSeenBy(workspace, asked(query)),
    'GET home': async ({ query }) => homeSeenBy(workspace, asked(query)),
    'POST home': async ({ body }) => {
      openHome(workspace, personNamed(workspace, bodies.home.parse(body).as));
      return { ok: true };
    },
    'POST command': async ({ body }) => {
      const { as, channel, text } = bodies.command.parse(body);
      const person = personNamed(workspace, as);
      return sendCommand(workspace, person, channelNamed(workspace, person, channel), text);
    },
    'POST message': async ({ body }) => {
      const { as, channel, text, threadTs } = bodies.message.parse(body);
      const person = personNamed(workspace, as);
      const where = channelNamed(workspace, person, channel);
      return { ts: writeMessage(workspace, person, where, text, { threadTs: threadTs ?? null }).ts };
    },
    'POST action': async ({ body }) => {
      const { as, blockId, actionId, value, ...where } = bodies.action.parse(body);
      const person = personNamed(workspace, as);
      return act(workspace, person, surfaceAt(workspace, person, where), blockId, actionId, value);
    },
    'POST click': async ({ body }) => {
      const { as, channel, ...where } = bodies.click.parse(body);
      const person = personNamed(workspace, as);
      const id = channel === undefined ? undefined : channelNamed(workspace, person, channel).id;
      return clickLabel(workspace, person, { ...where, channel: id });
    },
    'POST fill': async ({ body }) => {
      const { as, fields, viewId } = bodies.fill.parse(body);
      await fill(workspace, personNamed(workspace, as), fields, viewId);
      return { ok: true };
    },
    'POST submit': async ({ body }) => {
      const { as, fields, viewId } = bodies.submit.parse(body);
      const person = personNamed(workspace, as);
      if (fields) await fill(workspace, person, fields, viewId);
      return submit(workspace, person, topModal(workspace, person, viewId));
    },
    'POST close': async ({ body }) => {
      const { as, viewId } = bodies.close.parse(body);
      const person = personNamed(workspace, as);
      await closeByPerson(workspace, person, topModal(workspace, person, viewId));
      return { ok: true };
    },
    'POST options': async ({ body }) => {
      const { as, blockId, actionId, query, ...where } = bodies.options.parse(body);
      const person = personNamed(workspace, as);
      const surface = surfaceAt(workspace, person, where);
      const { block, element } = elementAt(surface, blockId, actionId);
      return { options: await askOptions(workspace, person, surface, block, element, query) };
    },
    'POST shortcut': async ({ body }) => {
      const { as, callbackId, channel, ts } = bodies.shortcut.parse(body);
      const person = personNamed(workspace, as);
      const on = ts === undefined ? null : { channel: channelNamed(workspace, person, channel ?? '').id, ts };
      return useShortcut(workspace, person, callbackId, on);
    },
    'POST upload': async ({ body }) => {
      const { as, channel, ...file } = bodies.upload.parse(body);
      const person = personNamed(workspace, as);
      return upload(
        workspace,
        person,
        channel === undefined ? null : channelNamed(workspace, person, channel),
        file,
      );
    },
  };
  const always: Record<string, Call> = {
    'GET workspace': async ({ query }) => workspaceSeenBy(workspace, asked(query), has),
    'GET traffic': async ({ query }) => workspace.traffic.after(Number(query.get('after') ?? 0) || 0),
    'POST clock': async ({ body }) => moveClock(workspace, bodies.clock.parse(body)),
  };
  if (has.slack) return { ...slack, ...always };
  const refused: Call = async () => {
    throw new ActError('Slack is real here: this page shows the mailbox and the clock.', 404);
  };
  return { ...Object.fromEntries(Object.keys(slack).map((name) => [name, refused])), ...always };
}
