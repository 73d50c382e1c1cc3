import { expect, test } from 'vitest';
import { sendDraft } from '../../../src/outreach/sending/send.ts';
import { sweepDrafts } from '../../../src/outreach/sweep.ts';
import { candidate, mustBe, RILEY } from '../../support/outreach.ts';
import { approvedDraft, sendingWorld } from '../../support/outreach-world.ts';

const { ana, deps, smtp } = sendingWorld(1_000);
const approved = (whom = ana._id) => approvedDraft(deps, whom);

test('put off (4xx): it is tried again after 5, 15, 60 and 240 minutes, and not before', async () => {
  smtp.behave('refuse for now');
  const id = await approved();
  await sendDraft(deps, id);
  for (const [times, minutes] of [5, 15, 60].entries()) {
    expect(await mustBe(deps, id)).toMatchObject({ state: 'approved', putOff: times + 1, problem: null });
    deps.wait((minutes - 1) * 60_000);
    await sweepDrafts(deps);
    expect(await mustBe(deps, id)).toMatchObject({ putOff: times + 1 });
    deps.wait(60_000);
    await sweepDrafts(deps);
  }
  expect(await mustBe(deps, id)).toMatchObject({ state: 'approved', putOff: 4 });
  smtp.behave('accept');
  deps.wait(240 * 60_000);
  await sweepDrafts(deps);
  expect(await mustBe(deps, id)).toMatchObject({ state: 'sent', putOff: 4 });
  expect(smtp.taken).toHaveLength(1);
});

test('put off until after working hours: it goes out on the next working day, and nobody is asked anew', async () => {
  smtp.behave('refuse for now');
  // 16:58 on a Friday where Ana is.
  deps.wait((7 * 60 + 58) * 60_000);
  const id = await approved();
  await sendDraft(deps, id);
  smtp.behave('accept');
  deps.wait(5 * 60_000);
  await sweepDrafts(deps);
  expect(await mustBe(deps, id)).toMatchObject({
    state: 'approved',
    sendAt: new Date('2026-11-23T15:00:00Z'),
  });
  deps.wait(64 * 3_600_000);
  await sweepDrafts(deps);
  expect(await mustBe(deps, id)).toMatchObject({ state: 'sent' });
  expect(smtp.taken).toHaveLength(1);
});

test('the receiving domain’s hour is full: the rest goes out in the next one', async () => {
  deps.messages.domainPerHour = 2;
  const others = [candidate({ name: 'Ben One' }), candidate({ name: 'Cem Two' })];
  for (const other of others) deps.people.candidates.set(other._id, other);
  const ids: string[] = [];
  for (const { _id } of [ana, ...others]) ids.push(await approved(_id));
  await Promise.all(ids.map((id) => sendDraft(deps, id)));
  const states = async () => (await Promise.all(ids.map((id) => mustBe(deps, id)))).map(({ state }) => state);
  expect((await states()).toSorted()).toEqual(['approved', 'sent', 'sent']);
  deps.wait(3_600_000);
  await sweepDrafts(deps);
  expect(await states()).toEqual(['sent', 'sent', 'sent']);
  expect(smtp.taken).toHaveLength(3);
});

test('the receiver’s address is refused for good: a bounce, as if it had come back', async () => {
  smtp.behave('refuse receiver');
  const id = await approved();
  await sendDraft(deps, id);
  expect(await mustBe(deps, id)).toMatchObject({ state: 'failed' });
  expect(deps.people.candidates.get(ana._id)?.suppressions).toMatchObject([{ reason: 'bounced' }]);
});

test('a refusal of the message says nothing against the address', async () => {
  smtp.behave('refuse for good');
  const id = await approved();
  await sendDraft(deps, id);
  expect(await mustBe(deps, id)).toMatchObject({ state: 'failed' });
  expect(deps.people.candidates.get(ana._id)?.suppressions).toEqual([]);
});

test('two who begin an hour in the same moment both get their place, and not one more than there are', async () => {
  const place = { senderId: RILEY, timeZone: 'UTC', domain: 'example.com' };
  const rules = { domainPerHour: 15, senderPerDay: 100 };
  const asked = Array.from({ length: 40 }, () => deps.slots.takeFor(place, rules, deps.clock.now()));
  expect((await Promise.all(asked)).filter((later) => later === null)).toHaveLength(15);
});
