import { expect, test } from 'vitest';
import { approve } from '../../../src/outreach/deciding/approve.ts';
import { sendDraft } from '../../../src/outreach/sending/send.ts';
import { sweepDrafts } from '../../../src/outreach/sweep.ts';
import { mustBe, type TestOutreach } from '../../support/outreach.ts';
import { approvedDraft, clickOn, sendingWorld } from '../../support/outreach-world.ts';
import { until } from '../../support/person.ts';

/** What changes between an approval and the moment in which the message is handed over. */
const { ana, database, deps, smtp } = sendingWorld();
const approved = () => approvedDraft(deps, ana._id);

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
  expect(await approve(deps, clickOn(id))).toMatchObject({ done: true });
  await sendDraft(deps, id);
  expect(smtp.taken[0]).toContain('ana@work.example');
  // The log of changes outlives the person.
  const log = JSON.stringify(await database.db().collection('audit').find().toArray());
  expect(log).not.toContain('@work.example');
});
