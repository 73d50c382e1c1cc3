/**
 * A person of the local workspace, driven by its control API: for tests and scripts.
 * Every call throws an error with the workspace's own words when it is refused.
 */
export interface SeenMessage {
  ts: string;
  channel: string;
  user: string;
  name: string;
  text: string;
  blocks: Record<string, unknown>[];
  files: { name: string; url: string }[];
  threadTs: string | null;
  replyCount: number;
  ephemeral: boolean;
  edited: boolean;
}

export interface SeenView {
  id: string;
  title: string;
  submit: string | null;
  close: string | null;
  blocks: Record<string, unknown>[];
  callbackId: string;
  values: Record<string, Record<string, Record<string, unknown>>>;
  errors: Record<string, string>;
  notice: string | null;
}

export interface Clicked {
  ok?: boolean;
  error?: string;
  url?: string;
  outcome?: string;
  errors?: Record<string, string>;
}

export interface Submitted {
  outcome: 'closed' | 'updated' | 'pushed' | 'errors' | 'failed';
  errors: Record<string, string>;
  message?: string;
}

type Value = string | number | string[] | null;

/** Milliseconds after which `until` gives up. */
const PATIENCE_MS = 8_000;

/** Calls the control API. @throws Error with the answer's sentence for any refusal */
export async function callControl<T>(url: string, path: string, body?: object): Promise<T> {
  const init = body
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : {};
  const response = await fetch(`${url.replace(/\/$/, '')}/control/${path}`, init);
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  throw new Error(String((answer as { error?: unknown }).error));
}

/**
 * Asks again until `condition` holds.
 * @param patienceMs milliseconds after which it gives up
 * @returns the first answer that is neither null, undefined nor false
 * @throws Error that says what was waited for
 */
export async function until<T>(
  what: string,
  condition: () => Promise<T | null | undefined | false>,
  patienceMs: number = PATIENCE_MS,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const answer = await condition();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline)
      throw new Error(`${what} did not happen in ${patienceMs / 1000} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Everything that a message or a view says, in one text. */
export function saying(shown: { text?: string; blocks: unknown[] }): string {
  const texts = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(texts);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, field]) =>
      typeof field === 'string' ? (key === 'text' ? [field] : []) : texts(field),
    );
  };
  return [shown.text ?? '', ...texts(shown.blocks)].join('\n');
}

export type PersonClient = ReturnType<typeof person>;

/**
 * @param url the local workspace's address, or what knows it by the time of the first call
 * @param as `riley`, `harper`, `morgan`, a user id
 */
export function person(url: string | (() => string), as: string) {
  const address = () => (typeof url === 'string' ? url : url());
  const get = <T>(path: string) => callControl<T>(address(), path);
  const post = <T>(path: string, body: object) => callControl<T>(address(), path, { as, ...body });
  const query = `as=${encodeURIComponent(as)}`;
  const messages = (channel?: string) =>
    get<SeenMessage[]>(`messages?${query}${channel ? `&channel=${encodeURIComponent(channel)}` : ''}`);
  const views = () => get<SeenView[]>(`views?${query}`);

  return {
    command: (text: string, channel = 'general') =>
      post<{ ok: boolean; error?: string }>('command', { channel, text }),
    write: (text: string, channel = '@app', threadTs?: string) =>
      post<{ ts: string }>('message', { channel, text, ...(threadTs ? { threadTs } : {}) }),
    click: (label: string, where: { channel?: string; ts?: string; within?: string; home?: boolean } = {}) =>
      post<Clicked>('click', { label, ...where }),
    act: (where: {
      channel?: string;
      ts?: string;
      viewId?: string;
      blockId: string;
      actionId: string;
      value?: Value;
    }) => post<Clicked>('action', where),
    fill: (fields: Record<string, Value>) => post<{ ok: boolean }>('fill', { fields }),
    submit: (fields?: Record<string, Value>) => post<Submitted>('submit', fields ? { fields } : {}),
    close: () => post<{ ok: boolean }>('close', {}),
    /** Types a command and waits for the first message behind it. */
    async asks(text: string, channel = 'hiring'): Promise<SeenMessage> {
      const before = (await messages(channel)).at(-1)?.ts ?? '';
      await post('command', { channel, text });
      return until(`an answer to ${text}`, async () =>
        (await messages(channel)).find(({ ts }) => ts > before),
      );
    },
    options: (where: { viewId?: string; blockId: string; actionId: string; query: string }) =>
      post<{ options: { text: { text: string }; value: string }[] }>('options', where),
    shortcut: (callbackId: string, on?: { channel: string; ts: string }) =>
      post<{ ok: boolean; error?: string }>('shortcut', { callbackId, ...on }),
    upload: (file: { name: string; content: string | Buffer; channel?: string; viewId?: string }) => {
      const { content, ...rest } = file;
      return post<{ file: { id: string } }>('upload', {
        ...rest,
        base64: Buffer.from(content).toString('base64'),
      });
    },
    openHome: () => post<{ ok: boolean }>('home', {}),
    home: () => get<{ id: string; blocks: Record<string, unknown>[] } | null>(`home?${query}`),
    messages,
    views,
    /** The newest message that says this; waits for it. */
    lastMessage: (matching: string | RegExp = /^/, channel?: string) =>
      until(`a message to ${as} that says ${matching}`, async () =>
        (await messages(channel)).findLast((message) => says(message, matching)),
      ),
    /** The topmost modal with this title (any, without one); waits for it. */
    modal: (title?: string) =>
      until(`a modal ${title ?? ''} for ${as}`, async () => {
        const top = (await views()).at(-1);
        return top && (title === undefined || top.title === title) ? top : null;
      }),
    until,
  };
}

function says(message: SeenMessage, matching: string | RegExp): boolean {
  const text = saying(message);
  return typeof matching === 'string' ? text.includes(matching) : matching.test(text);
}
