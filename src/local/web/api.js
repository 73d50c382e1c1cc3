/** Calls of the control API. Every call rejects with the workspace's own sentence. */

/**
 * @template T
 * @param {string} path below `/control/`
 * @param {Record<string, string | undefined>} [query]
 * @returns {Promise<T>}
 */
export async function get(path, query = {}) {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return answerOf(await fetch(`/control/${path}?${new URLSearchParams(given)}`));
}

/**
 * @template T
 * @param {string} path below `/control/`
 * @param {object} body
 * @returns {Promise<T>}
 */
export async function post(path, body) {
  return answerOf(
    await fetch(`/control/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/** @param {Response} response */
async function answerOf(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? 'The workspace did not answer.');
  return answer;
}

/**
 * Hears what has changed, for as long as the page is open; connects again when the connection breaks.
 * @param {string} as
 * @param {(change: { changed: string, channel?: string }) => void} onChange
 * @param {(connected: boolean) => void} onConnection
 * @returns {() => void} ends it
 */
export function listen(as, onChange, onConnection) {
  let ended = false;
  /** @type {WebSocket | undefined} */
  let socket;
  const connect = () => {
    if (ended) return;
    socket = new WebSocket(`ws://${location.host}/control/live?as=${encodeURIComponent(as)}`);
    socket.addEventListener('open', () => {
      onConnection(true);
      // Whatever was missed meanwhile.
      onChange({ changed: 'everything' });
    });
    socket.addEventListener('message', ({ data }) => onChange(JSON.parse(String(data))));
    socket.addEventListener('close', () => {
      if (ended) return;
      onConnection(false);
      setTimeout(connect, 500);
    });
  };
  connect();
  return () => {
    ended = true;
    socket?.close();
  };
}

/**
 * The sentence of an error.
 * @param {unknown} error
 */
export function sentence(error) {
  return error instanceof Error ? error.message : String(error);
}
