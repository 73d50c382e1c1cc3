import { beforeEach, expect, test } from 'vitest';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { createModel } from '#platform/llm/model.ts';
import { createLogger } from '#platform/logger.ts';
import { type HoldingDeps, holdings } from '../../../src/holdings.ts';
import { reviewOf } from '../../../src/outreach/batch/batch.ts';
import { batchIndexes, batchStore } from '../../../src/outreach/batch/batch-store.ts';
import { type BatchDeps, planBatch, workOffBatches } from '../../../src/outreach/batch/work-off.ts';
import { approve } from '../../../src/outreach/deciding/approve.ts';
import { draftLists } from '../../../src/outreach/listing-store.ts';
import { testDatabase } from '../../support/database.ts';
import { startModelServer } from '../../support/model-server.ts';
import {
  candidate,
  REQUEST,
  RILEY,
  type TestOutreach,
  takingMailer,
  testOutreach,
  testPeople,
} from '../../support/outreach.ts';

const database = testDatabase();
const BY = { id: RILEY, name: 'Riley Park', timeZone: 'America/Chicago' };
const people = Array.from({ length: 12 }, (_, index) =>
  candidate({ name: `Person${index} Test`, emails: [`p${index}@example.com`] }),
);
let deps: BatchDeps & TestOutreach;
let shown: string[];

beforeEach(async () => {
  await database.empty();
  await ensureIndexes(database.db(), [batchIndexes]);
  shown = [];
  const outreach = await testOutreach(database.db(), { people: testPeople(people), mailer: takingMailer() });
  deps = Object.assign(outreach, {
    batches: batchStore(database.db()),
    lists: draftLists(database.db()),
    showBatch: async (id: string) => void shown.push(id),
  });
});

const plan = (ids = people.map(({ _id }) => _id), deliveryId = 'd1') =>
  planBatch(deps, { deliveryId, by: BY, what: 'pool:Test', request: REQUEST, candidateIds: ids });
async function review(id: string) {
  const batch = await deps.batches.byId(id);
  if (!batch) throw new Error('no batch');
  return { batch, ...reviewOf(batch, await deps.drafts.ofBatch(id)) };
}

test('everybody gets a draft of their own, in the order in which they were found; decided one after another', async () => {
  const id = await plan();
  await workOffBatches(deps);
  const first = await review(id);
  expect(first).toMatchObject({ number: 1, of: 12, batch: { state: 'reviewing', leftOut: [] } });
  expect(first.current?.candidateId).toBe(people[0]?._id);
  const draft = first.current;
  if (!draft) throw new Error('nothing to review');
  expect(
    await approve(deps, { draftId: draft._id, version: 1, by: RILEY, isRecruiter: true, confirmed: [] }),
  ).toMatchObject({ done: true });
  expect(await review(id)).toMatchObject({ number: 2, of: 12, decided: { approved: 1 } });
});

test('whom nobody should write to now is left out with the reason; soft ones too', async () => {
  const [out, written] = people;
  if (!out || !written) throw new Error('people');
  await deps.people.suppress(out._id, 'opted out', 'candidate');
  await deps.people.record({
    _id: 't1',
    candidateId: written._id,
    kind: 'message sent',
    direction: 'out',
    at: deps.clock.now(),
    by: RILEY,
  });
  const id = await plan([out._id, written._id, people[2]?._id ?? '', 'a'.repeat(24)]);
  await workOffBatches(deps);
  const { batch, of } = await review(id);
  expect(of).toBe(1);
  expect(Object.fromEntries(batch.leftOut.map(({ candidateId, why }) => [candidateId, why]))).toEqual({
    [out._id]: expect.stringContaining('asked not to be written to'),
    [written._id]: expect.stringContaining('already written to once'),
    ['a'.repeat(24)]: expect.stringContaining('not there'),
  });
});

test('the same submission twice is one batch; two processes draft each message once; more than 50 are cut', async () => {
  const many = Array.from({ length: 60 }, () => candidate());
  for (const one of many) deps.people.candidates.set(one._id, one);
  const ids = many.map(({ _id }) => _id);
  const id = await plan(ids);
  expect(await plan(ids)).toBe(id);
  await Promise.all([workOffBatches(deps), workOffBatches({ ...deps, processId: 'two' })]);
  const drafts = await deps.drafts.ofBatch(id);
  expect(drafts).toHaveLength(50);
  expect(drafts.every(({ version }) => version === 1)).toBe(true);
});

test('a process that dies leaves its batch to the next one, which drafts the rest', async () => {
  const id = await plan();
  const dying = new AbortController();
  let written = 0;
  const stops = {
    ...deps,
    showBatch: async () => {
      if (++written > 3) dying.abort();
    },
  };
  await workOffBatches(stops, dying.signal);
  expect((await review(id)).batch.state).toBe('drafting');
  await workOffBatches({ ...deps, processId: 'two' });
  expect((await review(id)).batch.state).toBe('drafting');
  deps.wait(60_000);
  await workOffBatches({ ...deps, processId: 'two' });
  expect(await review(id)).toMatchObject({ of: 12, number: 1, batch: { state: 'reviewing' } });
});

test('who is erased is not shown in its message any more', async () => {
  const id = await plan();
  await workOffBatches(deps);
  shown.length = 0;
  const batches = holdings({ outreach: deps } as unknown as HoldingDeps).find(
    ({ name }) => name === 'batches',
  );
  const erased = people[0]?._id ?? '';
  await batches?.erase({ ids: [erased], names: ['Person0 Test'], record: null });
  expect((await deps.batches.byId(id))?.candidateIds).not.toContain(erased);
  expect(shown).toEqual([id]);
});

test('with a model twenty are drafted at a time', async () => {
  const server = await startModelServer();
  let inFlight = 0;
  let most = 0;
  server.behave({
    answer: {
      subject: 'Hello',
      body: 'Hello there, it has been a while. Would you have a moment for a short call one of these days?\n\nRiley Park',
      factsUsed: [1],
    },
    afterMs: 60,
  });
  const model = createModel({
    apiKey: 'k',
    baseUrl: server.baseUrl,
    model: 'm',
    logger: createLogger('silent'),
  });
  const counted: typeof model = {
    async generate(question) {
      most = Math.max(most, ++inFlight);
      return model.generate(question).finally(() => inFlight--);
    },
  };
  const many = Array.from({ length: 40 }, () => candidate());
  for (const one of many) deps.people.candidates.set(one._id, one);
  await plan(many.map(({ _id }) => _id));
  await workOffBatches({ ...deps, model: counted });
  await server.close();
  expect(most).toBe(20);
});
