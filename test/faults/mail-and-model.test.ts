import hoodiecrow from 'hoodiecrow-imap';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createModel } from '#platform/llm/model.ts';
import { createLogger } from '#platform/logger.ts';
import { type ImapReader, type Position, readImap } from '#platform/mail/imap.ts';
import { createMailer } from '#platform/mail/mailer.ts';
import { sendDraft } from '../../src/outreach/sending/send.ts';
import { stateInWords } from '../../src/outreach/slack/words.ts';
import { sweepDrafts } from '../../src/outreach/sweep.ts';
import { testDatabase } from '../support/database.ts';
import { startModelServer } from '../support/model-server.ts';
import {
  candidate,
  mustBe,
  type TestOutreach,
  testOutreach,
  testPeople,
  waitingDraft,
} from '../support/outreach.ts';
import { approvedDraft } from '../support/outreach-world.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { type Gate, type GateBehaviour, startGate } from './gate.ts';

/** Mail servers and a model behind a network that is silent, refuses, or breaks in the middle of an answer. */
const logger = createLogger('silent');
const database = testDatabase();
const ana = candidate();
let deps: TestOutreach;
let gate: Gate;
beforeEach(() => database.empty());
afterEach(() => gate?.close());

describe('SMTP', () => {
  let smtp: TestSmtp;
  beforeAll(async () => {
    smtp = await startSmtp();
  });
  afterAll(() => smtp.close());
  beforeEach(async () => {
    smtp.taken.length = 0;
    smtp.behave('accept');
    gate = await startGate(Number(new URL(smtp.url).port));
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${gate.port}`, logger, deadlineMs: 1_500 });
    deps = await testOutreach(database.db(), { people: testPeople([ana]), mailer });
  });
  afterEach(() => deps.mailer.close());

  const approved = () => approvedDraft(deps, ana._id);

  test.each<[string, GateBehaviour]>([
    ['says nothing at all', 'silent'],
    ['breaks every connection', 'refuse'],
    ['breaks off while it greets', { cutAfter: /^22/ }],
  ])('a server that %s: put off, said so, and sent once when it is back', async (_name, how) => {
    const id = await approved();
    gate.behave(how);
    await sendDraft(deps, id);
    const draft = await mustBe(deps, id);
    expect(draft).toMatchObject({ state: 'approved', putOff: 1 });
    expect(stateInWords(draft)).toContain('could not be reached; it is tried again');
    expect(deps.shown.at(-1)).toBe(id);
    gate.behave('pass');
    deps.wait(3_600_000);
    await Promise.all([sweepDrafts(deps), sweepDrafts({ ...deps, processId: 'two' })]);
    expect(await mustBe(deps, id)).toMatchObject({ state: 'sent' });
    expect(smtp.taken).toHaveLength(1);
  });

  test.each<[string, GateBehaviour, number]>([
    ['breaks off before the message', { cutAfter: /354/ }, 0],
    ['takes the message and breaks off in its answer', { cutAfter: /354[^]*\r\n2/ }, 1],
  ])('a server that %s: unclear, said so, and never sent again by itself', async (_name, how, taken) => {
    const id = await approved();
    gate.behave(how);
    await sendDraft(deps, id);
    const draft = await mustBe(deps, id);
    expect(draft).toMatchObject({
      state: 'unclear',
      problem: 'The connection to the mail server broke off.',
    });
    expect(deps.shown.at(-1)).toBe(id);
    gate.behave('pass');
    for (let hours = 0; hours < 10; hours++) {
      deps.wait(3_600_000);
      await sweepDrafts(deps);
    }
    expect(smtp.taken).toHaveLength(taken);
    expect((await mustBe(deps, id)).state).toBe('unclear');
  });

  test('a server that stays away is given up in the end, and a person is told', async () => {
    const id = await approved();
    gate.behave('refuse');
    // Nights and a weekend put it off, too.
    for (let times = 0; times < 40; times++) {
      await sendDraft(deps, id);
      deps.wait(241 * 60_000);
    }
    expect(await mustBe(deps, id)).toMatchObject({
      state: 'failed',
      problem: 'The mail server broke off the connection before it could be used.',
    });
    expect(smtp.taken).toHaveLength(0);
  });

  test('a server that puts it off (451) and then takes it: once, by itself', async () => {
    const id = await approved();
    smtp.behave('refuse for now');
    await sendDraft(deps, id);
    expect(await mustBe(deps, id)).toMatchObject({ state: 'approved' });
    smtp.behave('accept');
    deps.wait(3_600_000);
    await Promise.all([sweepDrafts(deps), sweepDrafts({ ...deps, processId: 'two' })]);
    expect(await mustBe(deps, id)).toMatchObject({ state: 'sent' });
    expect(smtp.taken).toHaveLength(1);
  });
});

describe('IMAP', () => {
  let server: ReturnType<typeof hoodiecrow>;
  let reader: ImapReader;
  let position: Position | null = null;
  let taken: string[] = [];
  const mail = (subject: string) =>
    `From: ana@example.com\r\nSubject: ${subject}\r\n\r\n${'x'.repeat(2_000)}\r\n`;
  const arrive = (subject: string) => server.appendMessage('INBOX', [], false, mail(subject));
  const eventually = { timeout: 15_000, interval: 20 };

  beforeEach(async () => {
    [position, taken] = [null, []];
    server = hoodiecrow({ plugins: ['IDLE', 'UIDPLUS', 'ENABLE'], storage: { INBOX: { messages: [] } } });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    gate = await startGate(server.server.address().port);
    reader = readImap({
      url: `imap://testuser:testpass@127.0.0.1:${gate.port}/INBOX`,
      logger,
      patienceMs: 500,
      position: async () => position,
      keepPosition: async (kept) => {
        position = kept;
      },
      take: async (raw) => void taken.push(/Subject: (.*)\r/.exec(Buffer.from(raw).toString())?.[1] ?? ''),
    });
    await vi.waitFor(() => expect(position).not.toBeNull(), eventually);
  });
  afterEach(async () => {
    await reader.close();
    await new Promise<void>((resolve) => server.close(resolve));
  });

  test.each<[string, GateBehaviour]>([
    ['says nothing at all', 'silent'],
    ['breaks every connection', 'refuse'],
    ['breaks off in the middle of a message', { cutAfter: /Subject: second[^]{500}/ }],
  ])(
    'a server that %s, and recovers: each message once, in order',
    async (_name, how) => {
      arrive('first');
      await vi.waitFor(() => expect(taken).toEqual(['first']), eventually);
      gate.behave(how);
      arrive('second');
      arrive('third');
      // Long enough for it to try, to give up and to try again.
      await vi.waitFor(() => expect(reader.connected()).toBe(false), eventually);
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      expect(taken).toEqual(['first']);
      gate.behave('pass');
      await vi.waitFor(() => expect(taken).toEqual(['first', 'second', 'third']), eventually);
      expect(reader.connected()).toBe(true);
    },
    40_000,
  );
});

describe('the model', () => {
  test.each<[string, GateBehaviour, string]>([
    ['says nothing at all', 'silent', 'did not answer in time'],
    ['breaks every connection', 'refuse', 'could not be reached'],
    ['breaks off in the middle of its answer', { cutAfter: /output_text/ }, 'broke off in the middle'],
  ])('one that %s: a plain draft from a template says why', async (_name, how, why) => {
    const server = await startModelServer();
    server.behave({ answer: { subject: 'Hello', body: 'Hi', factsUsed: [1] } });
    gate = await startGate(Number(new URL(server.baseUrl).port));
    gate.behave(how);
    const baseUrl = `http://127.0.0.1:${gate.port}/v1`;
    const model = createModel({ apiKey: null, baseUrl, model: 'm', logger, deadlineMs: 1_500 });
    const mailer = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', logger });
    deps = await testOutreach(database.db(), { people: testPeople([ana]), mailer, model });
    const draft = await waitingDraft(deps, ana._id);
    expect(draft).toMatchObject({ state: 'waiting', version: 1 });
    expect(draft.versions[0]?.origin).toBe('template');
    expect(draft.versions[0]?.note).toMatch(/^The model.*template/);
    expect(draft.versions[0]?.note).toContain(why);
    await server.close();
  });
});
