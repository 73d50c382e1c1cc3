import { createHmac, randomBytes } from 'node:crypto';
import type { Ack, Delivery, Outgoing } from './delivery.ts';
import type { Traffic } from './traffic.ts';

/**
 * Signs a request body as docs.slack.dev/authentication/verifying-requests-from-slack describes.
 * @param timestamp seconds since 1970
 */
export function slackSignature(signingSecret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

interface Answer {
  status: number;
  payload: unknown;
}

/**
 * HTTP mode: every payload is a signed POST to the app's request URL; the body of its answer is the acknowledgement's
 * payload. The timestamp is the machine's, because the app checks it against the machine's clock.
 */
export function httpDelivery(options: {
  requestUrl: string;
  signingSecret: string;
  ackTimeoutMs: number;
  eventRetriesMs: readonly number[];
  traffic: Traffic;
  onConnectionChange: () => void;
}): Delivery {
  const stopped = new AbortController();
  let verified = false;

  const post = async (
    body: string,
    contentType: string,
    more: Record<string, string> = {},
  ): Promise<Answer> => {
    const timestamp = Math.floor(Date.now() / 1000);
    const response = await fetch(options.requestUrl, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(options.ackTimeoutMs)]),
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': slackSignature(options.signingSecret, timestamp, body),
        ...more,
      },
      body,
    });
    const text = await response.text();
    return { status: response.status, payload: parsedIfJson(text) };
  };

  const attempt = async (send: () => Promise<Answer>): Promise<Ack> => {
    try {
      const { status, payload } = await send();
      return status >= 200 && status < 300 ? { ok: true, payload } : { ok: false, reason: 'refused' };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      return { ok: false, reason: timedOut ? 'timeout' : 'not connected' };
    }
  };

  /** Slack asks a new request URL to repeat a word before it sends events there. */
  const verify = async () => {
    const challenge = randomBytes(20).toString('hex');
    for (let delay = 100; !verified && !stopped.signal.aborted; delay = Math.min(delay * 2, 2_000)) {
      const body = JSON.stringify({ token: 'local', challenge, type: 'url_verification' });
      const ack = await attempt(() => post(body, 'application/json'));
      verified = ack.ok && JSON.stringify(ack.payload ?? null).includes(challenge);
      if (!verified) await pause(delay, stopped.signal);
    }
    options.onConnectionChange();
  };
  void verify();

  return {
    async send(outgoing) {
      const answered = options.traffic.note({ direction: 'to app', ...outgoing, body: outgoing.payload });
      const ack = await attempt(() => post(formBody(outgoing), 'application/x-www-form-urlencoded'));
      answered(ack.ok ? ack.payload : ack.reason);
      return ack;
    },
    tell(event) {
      const answered = options.traffic.note({ direction: 'to app', ...event, body: event.payload });
      const body = JSON.stringify(event.payload);
      const tryAll = async () => {
        let ack = await attempt(() => post(body, 'application/json'));
        for (const [index, delay] of options.eventRetriesMs.entries()) {
          if (ack.ok || stopped.signal.aborted) break;
          const reason =
            ack.reason === 'timeout'
              ? 'http_timeout'
              : ack.reason === 'refused'
                ? 'http_error'
                : 'connection_failed';
          await pause(delay, stopped.signal);
          ack = await attempt(() =>
            post(body, 'application/json', {
              'x-slack-retry-num': String(index + 1),
              'x-slack-retry-reason': reason,
            }),
          );
        }
        answered(ack.ok ? 'acknowledged' : ack.reason);
      };
      void tryAll();
    },
    connected: () => verified,
    async close() {
      stopped.abort();
    },
  };
}

function formBody({ kind, payload }: Outgoing): string {
  if (kind === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}

function parsedIfJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Waits `ms` milliseconds, less when `signal` ends it; never keeps the process alive. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    timer.unref();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
