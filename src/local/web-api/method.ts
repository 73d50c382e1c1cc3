import type { Workspace } from '../context.ts';
import type { Manifest } from '../manifest.ts';
import type { Channel } from '../state/model.ts';
import { BOT_USER_ID } from '../state/sample.ts';
import type { State } from '../state/state.ts';
import { Refusal } from './refusal.ts';

/** Arguments as they came: strings from a form, anything from JSON. */
export type Arguments = Record<string, unknown>;

/** One method of the Web API. */
export interface Method {
  token: 'bot' | 'app' | 'none';
  /** One of these must be among the manifest's; none is needed when empty. */
  scopes: readonly string[];
  /** @throws Refusal for an answer with `ok: false` */
  run(workspace: Workspace, args: Arguments): Promise<Record<string, unknown>> | Record<string, unknown>;
}

/** A text argument; null when it isn't given. */
export function textOf(args: Arguments, name: string): string | null {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

/** @throws Refusal `invalid_arguments` naming the argument that is missing */
export function requiredText(args: Arguments, name: string): string {
  const value = textOf(args, name);
  if (value === null)
    throw new Refusal('invalid_arguments', {
      response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
    });
  return value;
}

/** A structured argument: itself in a JSON body, a JSON text in a form. Undefined when it isn't given. */
export function structured(args: Arguments, name: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw new Refusal('invalid_arguments', {
      response_metadata: { messages: [`[ERROR] invalid JSON [json-pointer:/${name}]`] },
    });
  }
}

/** Form-encoded bodies carry booleans as words. */
export function isTrue(args: Arguments, name: string): boolean {
  return args[name] === true || args[name] === 'true' || args[name] === '1';
}

export function hasScope(manifest: Manifest, ...anyOf: string[]): boolean {
  return anyOf.some((scope) => manifest.oauth_config.scopes.bot.includes(scope));
}

/**
 * A conversation by its id, `#name`, or a person's id (their direct message with the app).
 * @throws Refusal `channel_not_found`, also for a direct message between two others
 */
export function conversation(state: State, idOrName: string): Channel {
  const found =
    state.channels.get(idOrName) ??
    state.channels.get(`D${idOrName.slice(1)}`) ??
    [...state.channels.values()].find(
      ({ kind, name }) => kind === 'channel' && name === idOrName.replace(/^#/, ''),
    );
  if (!found || (found.kind === 'im' && !found.members.includes(BOT_USER_ID)))
    throw new Refusal('channel_not_found');
  return found;
}

/**
 * One page of a list, and the cursor of the next in Slack's form.
 * @param most items of a page at most
 */
export function paged<T>(items: readonly T[], args: Arguments, most: number) {
  const from = Number(Buffer.from(textOf(args, 'cursor') ?? '', 'base64url').toString()) || 0;
  const limit = Math.min(Math.max(Number(textOf(args, 'limit') ?? 100) || 100, 1), most);
  const more = from + limit < items.length;
  return {
    page: items.slice(from, from + limit),
    response_metadata: { next_cursor: more ? Buffer.from(String(from + limit)).toString('base64url') : '' },
  };
}
