import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { createMailer } from '#platform/mail/mailer.ts';
import { approve } from '../../../src/outreach/deciding/approve.ts';
import { sendDraft } from '../../../src/outreach/sending/send.ts';
import { sweepDrafts } from '../../../src/outreach/sweep.ts';
import { testDatabase } from '../../support/database.ts';
import {
  candidate,
  mustBe,
  RILEY,
  type TestOutreach,
  testOutreach,
  testPeople,
  waitingDraft,
} from '../../support/outreach.ts';
import { until } from '../../support/person.ts';
import { startSmtp, type TestSmtp } from '../../support/smtp.ts';

/** What changes between an approval and the moment in which the message is handed over. */
const database = testDatabase();
let smtp: TestSmtp;
let deps: TestOutreach;
const ana = candidate();

beforeAll(async () => {
  smtp = await startSmtp();
});
afterAll(() => smtp.close());
beforeEach(async () => {
  smtp.taken.length = 0;
  await database.empty();
  const mailer = createMailer({ smtpUrl: smtp.url, logger: createLogger('silent') });
  deps = await testOutreach(database.db(), { people: testPeople([ana]), mailer });
});

async function approved() {
  const { _id: draftId } = await waitingDraft(deps, ana._id);
  const on = { draftId, version: 1, by: RILEY, isRecruiter: true, confirmed: [] };
  expect(await approve(deps, on)).toMatchObject({ done: true });
  return draftId;
}

test('two messages to one person in the same moment: the second one waits, and then asks again', async () => {
  const ids = [await approved(), await approved()];
  await Promise.all(ids.map((id) => sendDraft(deps, id)));
  expect(smtp.taken).toHaveLength(1);
  deps.wait(120_000);
  await sweepDrafts(deps);
  const drafts = await Promise.all(ids.map((id) => mustBe(deps, id)));
  expect(drafts.map(({ state }) => state).toSorted()).toEqual(['sent', 'waiting']);
  expect(drafts.find(({ state }) => state === 'waiting')?.problem).toMatch(/already written to once/);
  expect(smtp.taken).toHaveLength(1);
});

test('Slack doesn’t answer: the message goes out all the same', async () => {
  const slack = Promise.withResolvers<void>();
  const id = await approved();
  const sending = sendDraft({ ...deps, show: () => slack.promise }, id);
  await until('the message', async () => smtp.taken.length === 1);
  slack.resolve();
  await sending;
  expect(await mustBe(deps, id)).toMatchObject({ state: 'sent' });
});

test('held up until it was given up as unclear: it is not handed over any more, and says so', async () => {
  const id = await approved();
  const { takeFor } = deps.slots;
  const asleep: TestOutreach['slots'] = {
    ...deps.slots,
    async takeFor(...asked) {
      deps.wait(90_000);
      await sweepDrafts(deps);
      expect(await mustBe(deps, id)).toMatchObject({ state: 'unclear' });
      return takeFor(...asked);
    },
  };
  await sendDraft({ ...deps, slots: asleep }, id);
  expect(smtp.taken).toEqual([]);
  expect(await mustBe(deps, id)).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('held up'),
  });
});

test('another address than the one that it was approved for: a person looks again', async () => {
  const id = await approved();
  deps.people.candidates.set(ana._id, { ...ana, emails: ['ana@work.example', ...ana.emails] });
  await sendDraft(deps, id);
  expect(smtp.taken).toEqual([]);
  const draft = await mustBe(deps, id);
  expect(draft).toMatchObject({
    state: 'waiting',
    problem: expect.stringContaining('address has been changed'),
  });
  const on = { draftId: id, version: 1, by: RILEY, isRecruiter: true, confirmed: [] };
  expect(await approve(deps, on)).toMatchObject({ done: true });
  await sendDraft(deps, id);
  expect(smtp.taken[0]).toContain('ana@work.example');
  // The log of changes outlives the person.
  const log = JSON.stringify(await database.db().collection('audit').find().toArray());
  expect(log).not.toContain('@work.example');
});
