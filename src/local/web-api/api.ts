import type { Workspace } from '../context.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import type { Arguments, Method } from './method.ts';
import { hasScope, textOf } from './method.ts';
import { peopleMethods } from './people.ts';
import { messageRateLimit } from './rate-limit.ts';
import { Refusal } from './refusal.ts';
import { viewMethods } from './views.ts';

/** A Web API answer; Slack says "no" with status 200 too, except when too much is asked. */
export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/**
 * The Web API: `POST /api/METHOD`.
 * @param openConnection the address for one Socket Mode connection, or null when there are too many; undefined in
 * HTTP mode
 */
export function webApi(workspace: Workspace, openConnection: (() => string | null) | undefined) {
  const methods: Record<string, Method> = {
    ...chatMethods,
    ...conversationMethods,
    ...fileMethods,
    ...peopleMethods,
    ...viewMethods,
    'apps.connections.open': {
      token: 'app',
      scopes: [],
      run() {
        if (!openConnection) throw new Refusal('not_allowed_token_type');
        const url = openConnection();
        if (url === null) throw new Refusal('too_many_websockets');
        return { url };
      },
    },
  };
  const exceedsRate = messageRateLimit();

  const admit = (method: Method, name: string, args: Arguments, token: string | null) => {
    if (method.token !== 'none') {
      const { botToken, appToken } = workspace.state.secrets;
      if (token === null) throw new Refusal('not_authed');
      if (token !== botToken && token !== appToken) throw new Refusal('invalid_auth');
      if (token !== (method.token === 'bot' ? botToken : appToken))
        throw new Refusal('not_allowed_token_type');
    }
    if (method.scopes.length > 0 && !hasScope(workspace.manifest, ...method.scopes))
      throw new Refusal('missing_scope', {
        needed: method.scopes.join(','),
        provided: workspace.manifest.oauth_config.scopes.bot.join(','),
      });
    if (name === 'chat.postMessage') {
      const wait = exceedsRate(textOf(args, 'channel') ?? '');
      if (wait !== null) throw new Refusal('ratelimited', {}, wait);
    }
  };

  return async (name: string, args: Arguments, bearer: string | null): Promise<ApiAnswer> => {
    const { token, ...rest } = args;
    const answered = workspace.traffic.note({ direction: 'from app', kind: 'web api', name, body: rest });
    const scopes = { 'x-oauth-scopes': workspace.manifest.oauth_config.scopes.bot.join(',') };
    try {
      const method = methods[name];
      if (!method) throw new Refusal('unknown_method', { req_method: name });
      admit(method, name, rest, bearer ?? (typeof token === 'string' ? token : null));
      const body = { ok: true, ...(await method.run(workspace, rest)) };
      answered('ok');
      return { status: 200, headers: scopes, body };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const body = { ok: false, error: error.code, ...error.details };
      answered(body);
      if (error.retryAfter === null) return { status: 200, headers: scopes, body };
      return { status: 429, headers: { ...scopes, 'retry-after': String(error.retryAfter) }, body };
    }
  };
}
