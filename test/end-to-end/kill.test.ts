import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startModelServer } from '../support/model-server.ts';
import { callControl, type PersonClient, person, saying, until } from '../support/person.ts';
import { freePort, type RekindleProcess, spawnRekindle, temporaryFolder } from '../support/rekindle.ts';
import { startSmtp } from '../support/smtp.ts';

/**
 * The whole app is killed (SIGKILL, no goodbye) at each point between click and e-mail, and started again on the
 * same data. The mail server and the model run in this process: what they saw is the truth about what went out.
 * Slack and the database are embedded in the killed process and have to survive with it.
 */
let smtp: Awaited<ReturnType<typeof startSmtp>>;
let model: Awaited<ReturnType<typeof startModelServer>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;
let app: RekindleProcess;
let riley: PersonClient;
let url: string;
let count = 0;

const ANSWER = {
  subject: 'A word about your work',
  body: 'Hello,\n\nWould you have a quarter of an hour for a talk?\n\nBest wishes\nRiley',
  factsUsed: [1],
};

beforeAll(async () => {
  [smtp, model, folder] = await Promise.all([startSmtp(), startModelServer(), temporaryFolder()]);
  const [port, localPort] = [await freePort(), await freePort()];
  env = {
    DATA_DIR: folder.path,
    PORT: String(port),
    LOCAL_PORT: String(localPort),
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Acme Talent <talent@acme.example>',
    MAIL_POSTAL_ADDRESS: 'Acme Inc., 1 Main Street, Springfield',
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_MODEL: 'test-model',
  };
  url = `http://127.0.0.1:${localPort}`;
  riley = person(url, 'riley');
  app = await spawnRekindle(env);
});
afterAll(async () => {
  await app?.kill('SIGKILL');
  await Promise.all([smtp?.close(), model?.close()]);
  await folder?.remove();
});
beforeEach(() => {
  smtp.behave('accept');
  model.behave({ answer: ANSWER });
  smtp.taken.length = 0;
  model.questions.length = 0;
});

async function killAndRestart(): Promise<void> {
  await app.kill('SIGKILL');
  smtp.release();
  app = await spawnRekindle(env);
}

/** Lets the leases of the dead process run out, and every sweep run. */
const later = () => callControl(url, 'clock', { minutes: 3 });

async function addSomebody(): Promise<string> {
  count += 1;
  const email = `person${count}@example.com`;
  await riley.command(`/candidate add Person Number${count} ${email}`, 'hiring');
  await riley.modal('Add candidate');
  expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
  return email;
}

async function askForDraft(email: string): Promise<void> {
  await riley.command(`/outreach ${email}`, 'hiring');
  await riley.modal('Draft outreach');
  expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
}

/** The newest approval message about this person that has the button, or says the words. */
const approval = (email: string, words: string) =>
  until(`an approval message to ${email} with ${words}`, async () =>
    (await riley.messages('@rekindle')).findLast(
      (message) => saying(message).includes(email) && saying(message).includes(words),
    ),
  );

async function approve(email: string): Promise<void> {
  const { ts, channel } = await approval(email, 'Approve & send');
  await riley.click('Approve & send', { ts, channel });
}

/** How often the mail server took a message to this address. */
const taken = (email: string) => smtp.taken.filter((raw) => raw.includes(email)).length;

/** A message that the mail server has and gives no answer for. @returns its receiver's address */
async function heldByTheServer(): Promise<string> {
  const email = await addSomebody();
  await askForDraft(email);
  smtp.behave('slow');
  await approve(email);
  await until('the server has the message', async () => taken(email) === 1);
  return email;
}

it('after the form, while the model is drafting: the draft is there', async () => {
  const email = await addSomebody();
  model.behave({ never: true });
  await askForDraft(email);
  await until('the model was asked', async () => model.questions.length > 0);
  await app.kill('SIGKILL');
  model.behave({ answer: ANSWER });
  app = await spawnRekindle(env);
  await later();
  expect(saying(await approval(email, 'Approve & send'))).toContain(ANSWER.subject);
  expect(taken(email)).toBe(0);
});

it('right after the form was acknowledged: the draft is there', async () => {
  const email = await addSomebody();
  await askForDraft(email);
  await killAndRestart();
  await later();
  await approval(email, 'Approve & send');
});

it('right after the click: sent once, or shown as unclear, never twice', { timeout: 90_000 }, async () => {
  for (const pause of [0, 2, 5, 10, 20]) {
    const email = await addSomebody();
    await askForDraft(email);
    const { ts, channel } = await approval(email, 'Approve & send');
    const click = riley.click('Approve & send', { ts, channel }).catch(() => null);
    const killed = performance.now() + pause;
    while (performance.now() < killed) await new Promise((resolve) => setImmediate(resolve));
    await killAndRestart();
    await click;
    await later();
    const after = saying(await approval(email, email));
    // The click either got through or it did not; nothing else may be the case.
    if (after.includes('Approve & send')) expect(taken(email)).toBe(0);
    else if (after.includes('It arrived')) expect(taken(email)).toBeLessThanOrEqual(1);
    else {
      await approval(email, 'Sent to');
      expect(taken(email)).toBe(1);
    }
  }
});

it('after the mail server has the message and before its answer: unclear, and never repeated by itself', async () => {
  const email = await heldByTheServer();
  await killAndRestart();
  smtp.behave('accept');
  await later();
  const unclear = await approval(email, 'It arrived');
  expect(saying(unclear)).toContain('Send again');
  await later();
  expect(taken(email)).toBe(1);

  await riley.click('It arrived', { ts: unclear.ts, channel: unclear.channel });
  await approval(email, 'Sent to');
  expect(taken(email)).toBe(1);
});

it('an unclear one is sent again only when a person says so, with the same Message-ID', async () => {
  const email = await heldByTheServer();
  await killAndRestart();
  smtp.behave('accept');
  await later();
  const unclear = await approval(email, 'Send again');
  await riley.click('Send again', { ts: unclear.ts, channel: unclear.channel });
  await approval(email, 'Sent to');
  const messageIds = smtp.taken.map((raw) => /^Message-ID: (.+)$/im.exec(raw)?.[1]);
  expect(messageIds).toHaveLength(2);
  expect(messageIds[0]).toBe(messageIds[1]);
});

it('right after the mail server took it: sent or unclear, never twice', async () => {
  const email = await addSomebody();
  await askForDraft(email);
  await approve(email);
  await until('the server took the message', async () => taken(email) === 1);
  await killAndRestart();
  await later();
  expect(saying(await approval(email, email))).toMatch(/Sent to|It arrived/);
  await later();
  expect(taken(email)).toBe(1);
});

it('stops within ten seconds on SIGTERM and finishes what is running', async () => {
  const email = await heldByTheServer();
  const stopped = app.kill('SIGTERM');
  smtp.release();
  expect(await stopped).toBe(0);
  smtp.behave('accept');
  app = await spawnRekindle(env);
  await approval(email, 'Sent to');
  expect(taken(email)).toBe(1);
});
