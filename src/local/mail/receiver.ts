import type { Email } from 'postal-mime';

/** What a mail program does for its owner. Only addresses that stand in the mail are asked. */

const TIMEOUT_MS = 10_000;
/** A person's mail program asks like a browser. */
const BROWSER = {
  'user-agent':
    'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
};

export interface Done {
  ok: boolean;
  detail: string;
}

/** Web addresses in a mail, in the order in which they stand there, each once. */
export function linksIn(parsed: Pick<Email, 'html' | 'text'>): string[] {
  const inHtml = [...(parsed.html ?? '').matchAll(/href\s*=\s*"([^"]+)"|href\s*=\s*'([^']+)'/gi)].map(
    (match) => unescaped(match[1] ?? match[2] ?? ''),
  );
  const inText = [...(parsed.text ?? '').matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g)].map(
    ([url]) => url,
  );
  return [...new Set([...inHtml, ...inText].filter((url) => /^https?:/i.test(url)))];
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The ways in which a mail may be unsubscribed from: RFC 2369, RFC 8058. */
export function unsubscribeAddresses(parsed: Pick<Email, 'headers'>): {
  post: string | null;
  mailto: string | null;
  oneClick: boolean;
} {
  const header = (name: string) => parsed.headers.find(({ key }) => key === name)?.value ?? '';
  const addresses = [...header('list-unsubscribe').matchAll(/<([^>]+)>/g)].map(([, address]) =>
    (address ?? '').trim(),
  );
  return {
    post: addresses.find((address) => /^https?:/i.test(address)) ?? null,
    mailto: addresses.find((address) => /^mailto:/i.test(address)) ?? null,
    oneClick:
      header('list-unsubscribe-post').replaceAll(/\s/g, '').toLowerCase() === 'list-unsubscribe=one-click',
  };
}

/** Fetches the remote images of a mail, as showing it would. */
export async function fetchImages(html: string): Promise<Done> {
  const images = [...html.matchAll(/<img\b[^>]*\bsrc\s*=\s*["'](https?:[^"']+)["']/gi)].map(([, url]) =>
    unescaped(url ?? ''),
  );
  const fetched = await Promise.all(images.map((url) => ask(url, { headers: BROWSER })));
  const failed = fetched.filter(({ ok }) => !ok).length;
  return { ok: failed === 0, detail: `${images.length} remote images, ${failed} of them failed.` };
}

/** Follows a link, as a click in the mail would. */
export async function click(url: string): Promise<Done> {
  // Where it leads is the person's browser's business: nothing outside of this machine is asked.
  return ask(url, { redirect: 'manual', headers: BROWSER });
}

/** Unsubscribes with one click, as RFC 8058 section 3.2 says: no cookies, no redirect, this body. */
export async function unsubscribeByPost(url: string): Promise<Done> {
  return ask(url, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
}

async function ask(url: string, init: RequestInit): Promise<Done> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.arrayBuffer();
    const leads = response.headers.get('location');
    const ok = response.ok || (init.redirect === 'manual' && leads !== null);
    return {
      ok,
      detail: leads
        ? `It leads to ${leads}`
        : `${new URL(url).host} answered with status ${response.status}.`,
    };
  } catch {
    return { ok: false, detail: `${URL.canParse(url) ? new URL(url).host : 'The address'} did not answer.` };
  }
}
