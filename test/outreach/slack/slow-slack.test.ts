import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { slackClient } from '#platform/slack/create-slack.ts';
import type { Manifest } from '../../../src/local/manifest.ts';
import { batchStore } from '../../../src/outreach/batch/batch-store.ts';
import { planBatch, workOffBatches } from '../../../src/outreach/batch/work-off.ts';
import { requestDraft } from '../../../src/outreach/drafting/request-draft.ts';
import { writeDraft } from '../../../src/outreach/drafting/write-draft.ts';
import { eraseDrafts } from '../../../src/outreach/erase.ts';
import { draftLists } from '../../../src/outreach/listing-store.ts';
import { showBatchIn } from '../../../src/outreach/slack/batch-message.ts';
import { removeMessageIn, showDraftIn } from '../../../src/outreach/slack/show.ts';
import { testWorkspace } from '../../local/workspace.ts';
import { testDatabase } from '../../support/database.ts';
import {
  candidate,
  mustBe,
  REQUEST,
  takingMailer,
  testOutreach,
  testPeople,
} from '../../support/outreach.ts';
import { person } from '../../support/person.ts';

/** Slack’s answer to a new message comes so late that another process posts it, too: one message stays, and it is known. */
const database = testDatabase();
const logger = createLogger('silent');
let workspace: Awaited<ReturnType<typeof testWorkspace>>;
beforeAll(async () => {
  workspace = await testWorkspace({
    manifest: JSON.parse(await readFile('manifest.json', 'utf8')) as Manifest,
  });
});
afterAll(() => workspace.remove());

const clientOf = () => slackClient(workspace.botToken, workspace.apiUrl, logger);

/** A client that hears of what it posted only when it is told. */
function slowClient() {
  const client = clientOf();
  const heard = Promise.withResolvers<void>();
  const posted = Promise.withResolvers<void>();
  const post = client.chat.postMessage.bind(client.chat);
  client.chat.postMessage = async (message) => {
    const answer = await post(message);
    posted.resolve();
    await heard.promise;
    return answer;
  };
  return { client, hear: heard.resolve, posted: posted.promise };
}

async function world(name: string) {
  const ana = candidate({ name, emails: [`${name.replace(/\W/g, '')}@example.com`] });
  const deps = await testOutreach(database.db(), { people: testPeople([ana]), mailer: takingMailer() });
  const by = { id: workspace.people.riley, name: 'Riley Park', timeZone: 'UTC' };
  const messages = async () =>
    (await person(workspace.url, 'riley').messages('@rekindle')).filter((one) =>
      JSON.stringify(one).includes(name),
    );
  return { ana, deps, by, messages };
}

/** What another process posts meanwhile, as things were when it began. */
async function postedByAnother(to: string, text: string) {
  const { channel = '', ts = '' } = await clientOf().chat.postMessage({ channel: to, text });
  return { channelId: channel, ts };
}

async function drafted(name: string) {
  const { ana, deps, by, messages } = await world(name);
  const asked = { deliveryId: name, candidateId: ana._id, requester: by, request: REQUEST };
  const requested = await requestDraft(deps, asked);
  if (requested.outcome !== 'drafting') throw new Error(requested.why);
  await writeDraft(deps, requested.draftId);
  const slow = slowClient();
  const showing = showDraftIn({ ...deps, client: slow.client, showBatch: async () => undefined })(
    requested.draftId,
  );
  await slow.posted;
  expect(await messages()).toHaveLength(1);
  return { id: requested.draftId, ana, deps, by, messages, slow, showing };
}
const removeMessage = (place: { channelId: string; ts: string }) => removeMessageIn(clientOf())(place);

it('an approval message: the second one goes, the first says what there is, and goes with the person', async () => {
  const { id, ana, deps, by, messages, slow, showing } = await drafted('Nadia Slow');
  const first = await postedByAnother(by.id, 'Drafting for Nadia Slow');
  expect(await deps.drafts.moved(await mustBe(deps, id), first)).toBe(true);
  slow.hear();
  await showing;
  expect((await messages()).map(({ ts }) => ts)).toEqual([first.ts]);
  expect(JSON.stringify(await messages())).toContain('Approve & send');
  expect(await mustBe(deps, id)).toMatchObject({ message: first, stale: false });
  await eraseDrafts({ ...deps, removeMessage }, [ana._id]);
  expect(await messages()).toEqual([]);
});

it('an approval message for somebody who is erased while it is posted goes', async () => {
  const { ana, deps, messages, slow, showing } = await drafted('Nadia Gone');
  await eraseDrafts({ ...deps, removeMessage }, [ana._id]);
  slow.hear();
  await showing;
  expect(await messages()).toEqual([]);
});

it('the message of a batch: the second one goes, and the first says what there is', async () => {
  const { ana, deps, by, messages } = await world('Nadia Batch');
  const batches = batchStore(database.db());
  const slow = slowClient();
  const lists = draftLists(database.db());
  const silent = { ...deps, batches, lists, showBatch: async () => undefined };
  const id = await planBatch(silent, {
    deliveryId: 'b1',
    by,
    what: 'pool:Test',
    request: REQUEST,
    candidateIds: [ana._id],
  });
  await workOffBatches(silent);
  const showing = showBatchIn({ ...silent, client: slow.client })(id);
  await slow.posted;
  const batch = await batches.byId(id);
  const first = await postedByAnother(by.id, 'Drafting 1 messages, Nadia Batch');
  expect(batch && (await batches.moved(batch, first))).toBe(true);
  slow.hear();
  await showing;
  expect((await messages()).map(({ ts }) => ts)).toEqual([first.ts]);
  expect(JSON.stringify(await messages())).toContain('Approve & send');
  expect((await batches.byId(id))?.message).toEqual(first);
});
