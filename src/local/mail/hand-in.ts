import { createHmac } from 'node:crypto';

/** Where answers and bounces are handed in, as a mail provider's webhook would. */
export interface Inbound {
  url: string;
  secret: string;
}

const TIMEOUT_MS = 10_000;

/** Posts a raw message to the app's webhook, signed with the time of this machine. */
export async function handIn(inbound: Inbound | null, raw: Buffer): Promise<{ ok: boolean; detail: string }> {
  if (!inbound) return { ok: false, detail: 'No address is configured at which answers are handed in.' };
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', inbound.secret).update(`v1:${timestamp}:`).update(raw).digest('hex');
  try {
    const response = await fetch(inbound.url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'message/rfc822',
        'x-rekindle-timestamp': String(timestamp),
        'x-rekindle-signature': `v1=${signature}`,
      },
      body: new Uint8Array(raw),
    });
    return response.ok
      ? { ok: true, detail: 'Handed in.' }
      : { ok: false, detail: `The app answered with status ${response.status}.` };
  } catch {
    return { ok: false, detail: 'The app did not take it: no answer from its webhook.' };
  }
}
