import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '#platform/clock.ts';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { createLogger } from '#platform/logger.ts';
import { createMailer } from '#platform/mail/mailer.ts';
import { generic } from '#platform/mail/webhooks/generic.ts';
import { createMetrics } from '#platform/metrics/metrics.ts';
import { createRunning } from '#platform/running.ts';
import { createSlack, type Slack, slackClient } from '#platform/slack/create-slack.ts';
import { deliveries, deliveryIndexes } from '#platform/slack/deliveries.ts';
import type { Manifest } from '../../../src/local/manifest.ts';
import { batchStore } from '../../../src/outreach/batch/batch-store.ts';
import { discard } from '../../../src/outreach/deciding/revise.ts';
import { outreachRouter } from '../../../src/outreach/http.ts';
import { draftLists } from '../../../src/outreach/listing-store.ts';
import { inboxIn } from '../../../src/outreach/slack/inbox.ts';
import { register } from '../../../src/outreach/slack/register.ts';
import { showDraftIn } from '../../../src/outreach/slack/show.ts';
import { waitingDrafts } from '../../../src/outreach/slack/waiting.ts';
import { sweepDrafts } from '../../../src/outreach/sweep.ts';
import { testWorkspace } from '../../local/workspace.ts';
import { testDatabase } from '../../support/database.ts';
import { candidate, type TestOutreach, testOutreach, testPeople } from '../../support/outreach.ts';

const INBOUND_SECRET = 'an inbound secret for tests';
const database = testDatabase();
const logger = createLogger('silent');
let workspace: Awaited<ReturnType<typeof testWorkspace>>;
let slack: Slack;
let http: Server;
let deps: TestOutreach;
let ana = candidate();

beforeAll(async () => {
  const app = express();
  http = createServer(app);
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const publicUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  workspace = await testWorkspace({
    manifest: JSON.parse(await readFile('manifest.json', 'utf8')) as Manifest,
    mail: { inbound: { url: `${publicUrl}/mail/inbound`, secret: INBOUND_SECRET } },
  });
  const { botToken, appToken, apiUrl, smtpUrl } = workspace;
  const client = slackClient(botToken, apiUrl, logger);
  await ensureIndexes(database.db(), [deliveryIndexes]);
  slack = createSlack({
    botToken,
    apiUrl,
    transport: { mode: 'socket', appToken },
    client,
    logger,
    authorize: async (id, need) =>
      need === 'outreach' && id === workspace.people.morgan
        ? { refusal: 'Ask Riley.' }
        : { actor: { id, name: 'Riley Park', role: 'recruiter', timeZone: 'UTC' } },
    deliveries: deliveries(database.db(), systemClock),
    running: createRunning(),
    metrics: createMetrics('of a test'),
  });
  const mailer = createMailer({ smtpUrl: smtpUrl ?? '', logger });
  deps = await testOutreach(database.db(), { people: testPeople([]), mailer, clock: systemClock });
  deps.sender.publicUrl = publicUrl;
  const shown = {
    ...deps,
    client,
    batches: batchStore(database.db()),
    lists: draftLists(database.db()),
    showBatch: async () => undefined,
  };
  deps.show = showDraftIn(shown);
  deps.inbox = inboxIn(shown, { openCard: 'candidate_open' });
  register(slack.surface, { ...shown, show: deps.show, inbox: deps.inbox });
  app.use(outreachRouter(deps, [generic(INBOUND_SECRET)]));
  await slack.start();
});
afterAll(async () => {
  await slack.stop();
  await workspace.remove();
  http.close();
});
beforeEach(() => {
  const word = randomBytes(4).toString('hex');
  ana = candidate({ name: `Ana ${word}`, emails: [`${word}@example.com`] });
  deps.people.candidates.set(ana._id, ana);
});

async function control<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${workspace.url}/control/${path}`, {
    method: body ? 'POST' : 'GET',
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  });
  const answer = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(`${path}: ${answer.error}`);
  return answer;
}

interface Seen {
  ts: string;
  text: string;
  blocks: unknown[];
  ephemeral: boolean;
}
interface Channels {
  channels: { id: string; kind: string; name: string }[];
}

async function appChannel(): Promise<string> {
  const { channels } = await control<Channels>('workspace?as=riley');
  return channels.find(({ kind }) => kind === 'app')?.id ?? '';
}

/** The message about this test's candidate in Riley's direct messages, once it says what is waited for. */
async function message(words: string | RegExp): Promise<string> {
  return vi.waitFor(
    async () => {
      const seen = await control<Seen[]>(`messages?as=riley&channel=${await appChannel()}`);
      const mine = seen.map((one) => JSON.stringify(one)).filter((one) => one.includes(ana.name));
      const found = mine.find((one) => (typeof words === 'string' ? one.includes(words) : words.test(one)));
      if (!found) throw new Error(`not there yet: ${mine.at(-1)}`);
      return found;
    },
    { timeout: 8_000, interval: 50 },
  );
}

const click = (label: string, as = 'riley') =>
  appChannel().then((channel) => control('click', { as, label, channel, within: ana.name }));

async function open() {
  const [channel] = (await control<Channels>('workspace?as=riley')).channels;
  await control('command', { as: 'riley', channel: channel?.id, text: `/outreach ${ana.name}` });
  return vi.waitFor(async () => {
    const views = await control<{ title: string }[]>('views?as=riley');
    expect(views.map(({ title }) => title)).toEqual(['Draft outreach']);
    return channel?.id ?? '';
  });
}

async function drafted(fields: Record<string, string> = {}) {
  await open();
  const answer = await control('submit', {
    as: 'riley',
    fields: {
      Purpose: 'Role',
      Role: 'Backend Engineer',
      Tone: 'Professional',
      Mention: 'We move to Go.',
      Channel: 'E-mail',
      ...fields,
    },
  });
  expect(answer).toMatchObject({ outcome: 'closed' });
  await message(`Draft for ${ana.name}`);
}

const mails = async () =>
  (await control<{ id: string; to: unknown; subject: string }[]>('mails')).filter((mail) =>
    JSON.stringify(mail).includes(ana.emails[0] ?? ''),
  );

describe('the story over Slack’s protocol', () => {
  test('command, modal, draft, approval, mail, answer', async () => {
    await drafted();
    const draft = await message('Draft for');
    expect(draft).toContain('Backend Engineer');
    expect(draft).toContain('No model is set up; this is a plain draft from a template.');
    expect(await waitingDrafts(deps, workspace.people.riley)).toMatchObject({
      lines: [{ text: `*${ana.name}*: waits for your decision (today)`, button: { actionId: 'draft_show' } }],
    });
    await click('Approve & send');
    await message(`Sent to ${ana.name}`);
    const [mail] = await mails();
    expect(mail?.subject).toBe('Backend Engineer: worth a conversation?');
    expect(await control(`mails/${mail?.id}/answer`, { text: 'Yes, gladly!' })).toMatchObject({ ok: true });
    expect(await message('answered:')).toContain('Yes, gladly!');
    expect(await control(`mails/${mail?.id}/unsubscribe`, {})).toMatchObject({ ok: true });
    await message('asked not to be written to');
    expect(
      deps.people.touchpoints.filter(({ candidateId }) => candidateId === ana._id).map(({ kind }) => kind),
    ).toEqual(['decision', 'message sent', 'replied']);
    expect(await waitingDrafts(deps, workspace.people.riley)).toMatchObject({ lines: [] });
  });

  test('edited, then approved: the edited words are sent', async () => {
    await drafted();
    await click('Edit');
    await vi.waitFor(async () => expect(await control('views?as=riley')).toHaveLength(1));
    const fields = { Subject: 'My own subject', Message: 'My own words & <b>' };
    // Too short for a letter: the checks say so, and the person insists.
    expect(await control('submit', { as: 'riley', fields })).toMatchObject({ outcome: 'updated' });
    const insisting = { 'All the same?': ['I have checked it, and want it as it is'] };
    expect(await control('submit', { as: 'riley', fields: insisting })).toMatchObject({ outcome: 'closed' });
    expect(await message('version 2')).toContain('wants it as it is');
    await click('Approve & send');
    await message('Sent to');
    const [mail] = await mails();
    expect(mail?.subject).toBe('My own subject');
    const read = await control<{ text: string; html: string }>(`mails/${mail?.id}`);
    expect(read.text).toContain('My own words & <b>');
    expect(read.html).toContain('My own words &amp; &lt;b&gt;');
  });

  test('rewritten without a model: another version that says why', async () => {
    await drafted();
    await click('Rewrite');
    await vi.waitFor(async () => expect(await control('views?as=riley')).toHaveLength(1));
    await control('submit', { as: 'riley', fields: { Instruction: 'Shorter' } });
    expect(await message('the instruction could not be followed')).toContain('version 2');
  });

  test('discarded: the buttons are gone', async () => {
    await drafted();
    await click('Discard');
    await message('It was discarded by');
    await expect(click('Approve & send')).rejects.toThrow();
    expect(await mails()).toEqual([]);
  });

  test('somebody deleted the approval message: the next change posts it anew', async () => {
    await drafted();
    const newest = (await deps.drafts.waitingFor(workspace.people.riley, 50)).at(-1);
    const { channelId = '', ts = '' } = newest?.message ?? {};
    await slack.client.chat.delete({ channel: channelId, ts });
    await deps.show(newest?._id ?? '');
    await message(`Draft for ${ana.name}`);
    expect((await deps.drafts.byId(newest?._id ?? ''))?.message?.ts).not.toBe(ts);
  });

  test('Slack is away while a draft is decided: the sweep shows it when Slack is back', async () => {
    await drafted();
    const draft = (await deps.drafts.waitingFor(workspace.people.riley, 50)).at(-1);
    const away = showDraftIn({
      ...deps,
      client: slackClient('xoxb-revoked', workspace.apiUrl, logger),
      showBatch: async () => undefined,
    });
    const on = { draftId: draft?._id ?? '', version: 1, by: workspace.people.riley, isRecruiter: true };
    expect(await discard({ ...deps, show: away }, on)).toMatchObject({ done: true });
    expect(await message('Draft for')).toContain('Approve');
    const later = { now: () => new Date(Date.now() + 60_000) };
    await sweepDrafts({ ...deps, clock: later });
    await message('It was discarded by');
  });

  test('LinkedIn: a text to copy and Mark as sent', async () => {
    await drafted({ Channel: 'LinkedIn' });
    await click('Mark as sent');
    await message('It was marked as sent by');
    expect(await mails()).toEqual([]);
  });

  test('who may not, and whom nobody may write to', async () => {
    const channel = await open();
    await control('close', { as: 'riley' });
    await control('command', { as: 'morgan', channel, text: `/outreach ${ana.name}` });
    const sees = async (as: string, words: string) =>
      vi.waitFor(async () => {
        expect(JSON.stringify(await control(`messages?as=${as}&channel=${channel}`))).toContain(words);
      });
    await sees('morgan', 'Ask Riley.');
    await deps.people.suppress(ana._id, 'opted out', 'candidate');
    await control('command', { as: 'riley', channel, text: `/outreach ${ana.name}` });
    await sees('riley', `${ana.name} may not be written to.`);
    await control('command', { as: 'riley', channel, text: '/outreach Zebedee <!channel>' });
    await sees('riley', 'I know nobody by “Zebedee &lt;!channel&gt;”');
  });
});
