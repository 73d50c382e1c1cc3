import { createHmac } from 'node:crypto';
import type { Random } from '../../../src/sample/random.ts';
import { reply } from '../../support/mails.ts';
import { type PersonClient, type SeenMessage, saying } from '../../support/person.ts';
import type { Ledger } from './ledger.ts';

/** One of those who work with the app in the random day. */
export interface Worker {
  name: string;
  client: PersonClient;
  /** Where they type their commands. */
  channel: string;
}

export interface Scene {
  random: Random;
  ledger: Ledger;
  /** Where mail is handed in, and the secret that it is signed with. */
  inbound: { url: string; secret: string };
  /** Raw messages that the mail server took. */
  taken: readonly string[];
  /** A number that nobody had before. */
  next(): number;
}

export const SEQUENCE = 'A random letter';
type Act = (scene: Scene, who: Worker) => Promise<void>;

async function submitted(answer: Promise<{ outcome: string; errors: object }>): Promise<void> {
  const { outcome, errors } = await answer;
  if (outcome !== 'closed') throw new Error(`a window stayed open: ${outcome} ${JSON.stringify(errors)}`);
}

/** The card of somebody whom the ledger knows, shown anew. */
async function cardOf(who: Worker, email: string): Promise<{ channel: string; ts: string }> {
  await who.client.command(`/candidate ${email}`, who.channel);
  const card = await who.client.until(`the card of ${email}`, async () =>
    (await who.client.messages(who.channel)).findLast((message) => {
      const said = saying(message);
      return said.includes(email) && said.includes('Log touchpoint');
    }),
  );
  return { channel: who.channel, ts: card.ts };
}

/** Somebody of the last few who were added, and with whom nothing that is wanted here was done. */
function somebody({ random, ledger }: Scene, without = new Set<string>()): string {
  const known = ledger.candidates.filter(({ email }) => !without.has(email)).slice(-25);
  if (known.length === 0) throw new Nothing();
  return random.pick(known).email;
}

/** There is nobody and nothing to do it with. */
export class Nothing extends Error {}

const add: Act = async (scene, { client, channel }) => {
  const number = scene.next();
  const [name, email, tag] = [`Person Number${number}`, `person${number}@example.com`, `new-${number % 7}`];
  await client.command(`/candidate add ${name} ${email} #${tag}`, channel);
  await client.modal('Add candidate');
  await submitted(client.submit({ Location: 'Austin, United States' }));
  scene.ledger.candidates.push({ email, name });
  scene.ledger.tags.push({ email, tag });
};

const note: Act = async (scene, who) => {
  const email = somebody(scene);
  const text = `note ${scene.next()} of ${who.name}.`;
  await who.client.click('Log touchpoint', await cardOf(who, email));
  await who.client.modal('Log touchpoint');
  await submitted(who.client.submit({ Kind: 'Note', Note: text }));
  scene.ledger.notes.push({ email, text });
};

const tag: Act = async (scene, who) => {
  const email = somebody(scene);
  const word = `tag-${scene.next()}`;
  await who.client.click('Tag', await cardOf(who, email));
  await who.client.modal('Tag');
  // The window shows all tags, and what is not in it is taken away, maybe without an answer.
  const { ledger } = scene;
  ledger.tags = ledger.tags.filter((one) => one.email !== email);
  await submitted(who.client.submit({ Tags: [word] }));
  ledger.tags.push({ email, tag: word });
};

const remind: Act = async (scene, who) => {
  const email = somebody(scene);
  const text = `remember ${scene.next()}.`;
  await who.client.click('Remind me', await cardOf(who, email));
  await who.client.modal('Remind me');
  const When = scene.random.pick(['Tomorrow', 'In 1 week']);
  await submitted(who.client.submit({ When, Note: text }));
  scene.ledger.reminders.push({ email, by: who.name, text });
};

const askForDraft: Act = async (scene, who) => {
  const email = somebody(scene, new Set(scene.ledger.drafts.map((draft) => draft.email)));
  const mention = `matter ${scene.next()}.`;
  await who.client.command(`/outreach ${email}`, who.channel);
  await who.client.modal('Draft outreach');
  await submitted(who.client.submit({ Mention: mention }));
  scene.ledger.drafts.push({ email, mention });
};

const enrol: Act = async (scene, who) => {
  const email = somebody(scene, scene.ledger.triedToEnrol);
  await who.client.click('Enrol in sequence', await cardOf(who, email));
  await who.client.modal('Enrol in sequence');
  scene.ledger.triedToEnrol.add(email);
  await submitted(who.client.submit({ Sequence: SEQUENCE }));
  scene.ledger.enrolments.push({ email });
};

const refer: Act = async (scene, { client, channel, name }) => {
  const number = scene.next();
  const email = `referred${number}@example.org`;
  await client.command(`/refer Zora Quill${number} ${email}`, channel);
  await client.modal('Refer someone');
  await submitted(client.submit({ 'How do you know them': 'We worked together', 'Do they know?': 'Yes' }));
  scene.ledger.referrals.push({ email, by: name });
};

const upload: Act = async (scene, { client, channel }) => {
  const number = scene.next();
  const file = `people${number}.csv`;
  const emails = Array.from({ length: scene.random.int(5, 60) }, (_, i) => `row${i}of${number}@example.net`);
  const rows = emails.map(
    (email, i) => `Row${i},Import${number},,${email},Company ${i % 5},Engineer,1 Mar 2024`,
  );
  const header = 'First Name,Last Name,URL,Email Address,Company,Position,Connected On';
  await client.command('/candidate import', channel);
  await client.modal('Import candidates');
  await client.upload({ name: file, content: `${header}\n${rows.join('\n')}\nNobody,,,,,,\n` });
  await submitted(client.submit());
  scene.ledger.imports.push({ file, emails, refused: 1 });
};

/** A message of a draft that has this button, and the draft's id. */
async function draftWith(
  scene: Scene,
  who: Worker,
  label: string,
): Promise<{ id: string; message: SeenMessage }> {
  const found = (await who.client.messages('@rekindle')).flatMap((message) => {
    const id = draftOf(message, label);
    return id === null ? [] : [{ id, message }];
  });
  if (found.length === 0) throw new Nothing();
  return scene.random.pick(found.slice(-10));
}

/** The draft that a button of this message is about; null when there is no such button. */
export function draftOf(message: Pick<SeenMessage, 'blocks'>, label: string): string | null {
  for (const block of message.blocks) {
    const elements = (block['elements'] ?? []) as { text?: { text?: string }; value?: string }[];
    const button = elements.find(({ text }) => text?.text === label);
    const id = button && /[0-9a-f]{24}/.exec(button.value ?? '')?.[0];
    if (id) return id;
  }
  return null;
}

const approve: Act = async (scene, who) => {
  const { id, message } = await draftWith(scene, who, 'Approve & send');
  const { ts, channel } = message;
  scene.ledger.triedToApprove.add(id);
  await who.client.click('Approve & send', { ts, channel });
  if (scene.random.chance(0.3)) return;
  const after = await who.client.until('the message says so', async () => {
    const now = (await who.client.messages('@rekindle')).find((one) => one.ts === ts);
    return now && draftOf(now, 'Approve & send') === null ? now : null;
  });
  if (/^(On its way to|Sent to|Unclear: message to|Approved for 09:00)/.test(saying(after)))
    scene.ledger.approved.add(id);
};

const settle: Act = async (scene, who) => {
  const { id, message } = await draftWith(scene, who, 'Send again');
  const label = scene.random.pick(['It arrived', 'Send again']);
  if (label === 'It arrived') scene.ledger.saidToHaveArrived.add(id);
  else scene.ledger.triedToResend.set(id, (scene.ledger.triedToResend.get(id) ?? 0) + 1);
  await who.client.click(label, { ts: message.ts, channel: message.channel });
};

const accept: Act = async (_scene, { client }) => {
  await client.click('Accept', { within: 'Zora Quill', channel: '@rekindle' });
};

/** Somebody answers a message, and the provider hands it in. */
const answer: Act = async (scene) => {
  const answered = new Set(scene.ledger.answers.map(({ email }) => email));
  const open = scene.taken.filter((raw) => !answered.has(receiverOf(raw)));
  if (open.length === 0) throw new Nothing();
  const raw = scene.random.pick(open);
  const [email, messageId] = [receiverOf(raw), `<answer-${scene.next()}@example.com>`];
  const body = reply({ from: email, inReplyTo: messageIdOf(raw), text: 'Gladly, when?', messageId });
  const at = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', scene.inbound.secret).update(`v1:${at}:`).update(body).digest('hex');
  const response = await fetch(scene.inbound.url, {
    method: 'POST',
    headers: {
      'content-type': 'message/rfc822',
      'x-rekindle-timestamp': at,
      'x-rekindle-signature': `v1=${mac}`,
    },
    body: new Uint8Array(body),
  });
  await response.text();
  if (!response.ok) throw new Error(`the webhook said ${response.status}`);
  scene.ledger.answers.push({ email, messageId });
};

export const receiverOf = (raw: string) => /^To: .*?([\w.+-]+@[\w.-]+)/im.exec(raw)?.[1] ?? '';
export const messageIdOf = (raw: string) => /^Message-ID: (\S+)/im.exec(raw)?.[1] ?? '';

/** What each does, and how often. */
export const OF_RECRUITERS: readonly [Act, weight: number][] = [
  [add, 8],
  [askForDraft, 6],
  [approve, 14],
  [settle, 3],
  [note, 4],
  [tag, 3],
  [remind, 3],
  [enrol, 5],
  [upload, 1],
  [accept, 2],
];
export const OF_MEMBERS: readonly [Act, weight: number][] = [[refer, 1]];
export const OF_CANDIDATES: readonly [Act, weight: number][] = [[answer, 1]];
