import type { Candidate } from '#candidates/candidate.ts';
import { bounce, reply } from '../../support/mails.ts';
import type { Life } from './life.ts';
import type { Happening, Moment } from './record.ts';

/** What candidates do when a message comes, each at a time of their own; and what they do of themselves. */
const MINUTE = 60_000;
/** Of all messages. */
const REACTIONS = [
  ['nothing', 660],
  ['answer', 110],
  ['stop', 15],
  ['one click', 30],
  ['hard bounce', 15],
  ['soft bounce', 10],
  ['away', 40],
  ['click', 120],
] as const;

const header = (raw: string, name: string) => new RegExp(`^${name}: (\\S+)`, 'im').exec(raw)?.[1] ?? '';
/** Message-IDs of what comes in. */
let incoming = 0;
const newId = () => `<in-${++incoming}@people.example>`;

/** A message has been taken: its receiver makes up their mind. */
export function react(life: Life, raw: string, begun: Moment): void {
  life.year.mails.push({ ...begun, raw });
  const address = /^To:.*?([\w.-]+@[\w.-]+)>?\s*$/im.exec(raw)?.[1] ?? '';
  const person = life.byAddress.get(address);
  if (!person) return;
  const luck = life.luckOf(person._id);
  const [what] = luck.weighted(REACTIONS, ([, weight]) => weight);
  const soon = life.now + luck.int(1, 90) * MINUTE;
  const later = life.now + luck.int(10, 4 * 24 * 60) * MINUTE;
  const messageId = header(raw, 'Message-ID');
  const mail = (at: number, kind: Happening['what'] | null, letter: Buffer) =>
    life.plan(at, (before) => handIn(life, person, kind, letter, before));
  const from = `${person.name} <${address}>`;
  const answer = (text: string, more: { subject?: string; headers?: string[] } = {}) =>
    reply({ from, inReplyTo: messageId, text, messageId: newId(), ...more });
  switch (what) {
    case 'answer':
      return mail(later, 'answered', answer('Thank you for writing, I am well. Let us talk.'));
    case 'stop':
      // “Stop” is an answer as well.
      return mail(later, 'opted out', answer('stop'));
    case 'hard bounce':
    case 'soft bounce': {
      const status = what === 'hard bounce' ? '5.1.1' : '4.2.2';
      const action = what === 'hard bounce' ? 'failed' : 'delayed';
      const letter = bounce({ recipient: address, status, messageId, action })
        .toString()
        .replace('<bounce-1@mx.example>', newId());
      return mail(soon, what === 'hard bounce' ? 'bounced' : null, Buffer.from(letter));
    }
    case 'away':
      return mail(
        soon,
        'away',
        answer('I am out of office.', {
          subject: 'Out of office',
          headers: ['Auto-Submitted: auto-replied'],
        }),
      );
    case 'one click':
      return life.plan(later, (before) => oneClick(life, person, raw, before));
    case 'click':
      return life.plan(later, (before) => follow(life, person, raw, messageId, before));
    case 'nothing':
      return undefined;
  }
}

function happened(life: Life, person: Candidate, what: Happening['what'], before: boolean, more = {}): void {
  life.year.happened.push({ ...life.moment(), person: person._id, what, before, ...more });
}

async function handIn(
  life: Life,
  person: Candidate,
  kind: Happening['what'] | null,
  raw: Buffer,
  before: boolean,
): Promise<void> {
  const received = await life.act({ what: 'mail', raw: raw.toString() });
  // Somebody who was erased in the meantime is nobody.
  if (received !== 'unmatched' && kind) happened(life, person, kind, before);
}

/** RFC 8058: a POST to the address of List-Unsubscribe. */
async function oneClick(life: Life, person: Candidate, raw: string, before: boolean): Promise<void> {
  const unfolded = raw.replace(/\r\n[ \t]+/g, ' ');
  const path = /^List-Unsubscribe:.*?<https?:\/\/[^/>]+(\/[^>]+)>/im.exec(unfolded)?.[1];
  const response = await ask(life, path ?? '/missing', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  if (response === 200) happened(life, person, 'opted out', before);
  else life.errors.push(`one click answered ${response}`);
}

async function follow(
  life: Life,
  person: Candidate,
  raw: string,
  messageId: string,
  before: boolean,
): Promise<void> {
  const path = /"https:\/\/crm\.example(\/c\/[^"]+)"/.exec(
    raw.replace(/=\r\n/g, '').replaceAll('=3D', '='),
  )?.[1];
  if (!path) return;
  const response = await ask(life, path, {
    headers: {
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
    },
    redirect: 'manual',
  });
  if (response === 302) happened(life, person, 'clicked', before, { messageId });
}

/** Asks one of the processes over HTTP. @throws when it dies meanwhile; whoever asked asks again */
async function ask(life: Life, path: string, request: RequestInit): Promise<number> {
  const alive = life.workers.filter((one) => one.isAlive());
  const { port } = life.random.pick(alive.length > 0 ? alive : life.workers);
  const response = await fetch(`http://127.0.0.1:${port}${path}`, request);
  await response.arrayBuffer();
  return response.status;
}
