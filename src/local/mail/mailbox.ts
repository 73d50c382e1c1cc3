import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { z } from 'zod';
import { ActError } from '../acts/payloads.ts';
import type { Workspace } from '../context.ts';
import type { Mail } from '../state/model.ts';
import { answerAs, bounceOf, mailToUnsubscribe } from './compose.ts';
import { handIn, type Inbound } from './hand-in.ts';
import { click, fetchImages, linksIn, unsubscribeAddresses, unsubscribeByPost } from './receiver.ts';
import { behaviourSchema, openSmtp } from './smtp.ts';

export type { Inbound } from './hand-in.ts';

export interface Mailbox {
  smtpUrl: string;
  /** Calls of the control API below `/control/mails`, and `/control/mail-behaviour`. */
  call(method: string, path: string, body: Record<string, unknown>): Promise<unknown>;
  close(): Promise<void>;
}

type Needs = Pick<Workspace, 'state' | 'clock' | 'live' | 'logger'>;
/** What an action of a mail's receiver came to, in a sentence. */
export interface Done {
  ok: boolean;
  detail: string;
}

const answerSchema = z.object({ text: z.string().min(1), automatic: z.boolean().default(false) });
const clickSchema = z.object({ url: z.url() });
const bounceSchema = z.object({ permanent: z.boolean().default(true) });

/** Mails kept; the oldest go first. */
const MAILS_KEPT = 5_000;

/** Opens the mail server and the mailbox in which every receiver's mail ends up. */
export async function openMailbox(
  workspace: Needs,
  options: { inbound: Inbound | null; port?: number },
): Promise<Mailbox> {
  const { state, clock, live } = workspace;
  const folder = join(state.directory, 'mails');
  await mkdir(folder, { recursive: true });
  const fileOf = (id: string) => join(folder, `${id}.eml`);

  /** The sender hears "250" only when the message is on the disk. */
  const keep = async (raw: Buffer, from: string, to: string[]) => {
    const parsed = await PostalMime.parse(raw);
    const id = state.newId('M');
    const handle = await open(fileOf(id), 'w', 0o600);
    await handle.writeFile(raw);
    await handle.sync();
    await handle.close();
    state.mails.set(id, {
      id,
      from: parsed.from?.address ?? from,
      to,
      subject: parsed.subject ?? '',
      at: clock.now().toISOString(),
      messageId: parsed.messageId ?? null,
      opened: false,
      answered: false,
    });
    const oldest = state.mails.keys().next().value;
    if (state.mails.size > MAILS_KEPT && oldest !== undefined) {
      state.mails.delete(oldest);
      await rm(fileOf(oldest), { force: true });
    }
    await state.flush();
    live.tell({ changed: 'mails' });
  };
  const smtp = await openSmtp(keep, options.port ?? 0);

  const mailWith = async (id: string) => {
    const mail = state.mails.get(id);
    const raw = mail && (await readFile(fileOf(id)).catch(() => null));
    if (!mail || !raw) throw new ActError('There is no such mail.', 404);
    return { mail, raw, parsed: await PostalMime.parse(raw) };
  };
  const change = (mail: Mail, what: Partial<Mail>) => {
    state.mails.set(mail.id, { ...mail, ...what });
    live.tell({ changed: 'mails' });
  };

  const act = async (id: string, verb: string, body: Record<string, unknown>): Promise<Done> => {
    const { mail, raw, parsed } = await mailWith(id);
    const now = clock.now();
    switch (verb) {
      case 'open': {
        change(mail, { opened: true });
        return fetchImages(parsed.html ?? '');
      }
      case 'click':
        return click(clickSchema.parse(body).url);
      case 'answer': {
        const { text, automatic } = answerSchema.parse(body);
        const done = await handIn(
          options.inbound,
          await answerAs(mail, parsed, { text, automatic, at: now }),
        );
        if (done.ok) change(mail, { answered: true });
        return done;
      }
      case 'unsubscribe':
        return unsubscribe(options.inbound, mail, parsed, now);
      case 'bounce':
        return handIn(options.inbound, bounceOf(mail, raw, bounceSchema.parse(body).permanent, now));
      default:
        throw new ActError(`A mail has no “${verb}”.`, 404);
    }
  };

  return {
    smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
    async call(method, path, body) {
      const [what, id, verb] = path.split('/');
      if (what === 'mail-behaviour' && method === 'POST') {
        smtp.behave(behaviourSchema.parse(body));
        return { ok: true };
      }
      if (method === 'GET' && id === undefined) return [...state.mails.values()].reverse();
      if (method === 'GET' && id !== undefined && verb === undefined) {
        const { mail, parsed } = await mailWith(id);
        return shown(mail, parsed);
      }
      if (method === 'POST' && id !== undefined && verb !== undefined) return act(id, verb, body);
      throw new ActError(`There is no call ${method} /control/${path}.`, 404);
    },
    close: smtp.close,
  };
}

function shown(mail: Mail, parsed: Email) {
  return {
    ...mail,
    fromName: parsed.from?.name ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? null,
    headers: parsed.headers.map(({ key, value }) => ({ key, value })),
    links: linksIn(parsed),
    unsubscribe: unsubscribeAddresses(parsed),
  };
}

async function unsubscribe(inbound: Inbound | null, mail: Mail, parsed: Email, at: Date): Promise<Done> {
  const ways = unsubscribeAddresses(parsed);
  if (ways.post !== null && ways.oneClick) return unsubscribeByPost(ways.post);
  if (ways.mailto !== null) return handIn(inbound, await mailToUnsubscribe(mail, ways.mailto, at));
  return { ok: false, detail: 'The mail has no List-Unsubscribe that a mail program could use.' };
}
