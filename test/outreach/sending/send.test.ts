import { describe, expect, test, vi } from 'vitest';
import { parseInbound } from '#platform/mail/parse.ts';
import {
  approve,
  approveForMorning,
  confirmArrived,
  markAsSent,
  sendAgain,
} from '../../../src/outreach/deciding/approve.ts';
import { discard, edit } from '../../../src/outreach/deciding/revise.ts';
import { sendDraft } from '../../../src/outreach/sending/send.ts';
import { sweepDrafts } from '../../../src/outreach/sweep.ts';
import { mustBe, POSTAL, RILEY, waitingDraft } from '../../support/outreach.ts';
import { approvedDraft, clickOn, sendingWorld } from '../../support/outreach-world.ts';

const { ana, deps, smtp } = sendingWorld(1_000);
const kinds = () => deps.people.touchpoints.map(({ kind }) => kind);
const approved = (whom = ana._id) => approvedDraft(deps, whom);

test('approved and sent: one mail in the requester’s name, with everything that has to be in it', async () => {
  const id = await approved();
  await sendDraft(deps, id);
  expect(await mustBe(deps, id)).toMatchObject({ state: 'sent', lease: null, problem: null, unrecorded: [] });
  expect(kinds()).toEqual(['decision', 'message sent']);
  expect(smtp.taken).toHaveLength(1);
  const raw = smtp.taken[0] ?? '';
  const headers = raw.replace(/\r\n[ \t]+/g, ' ');
  expect(headers).toContain('From: Riley Park <talent@acme.example>');
  expect(headers).toContain(`Message-ID: <draft-${id}@acme.example>`);
  expect(headers).toMatch(
    /List-Unsubscribe: <https:\/\/crm\.example\/u\/[^>]+>, <mailto:talent@acme\.example\?subject=unsubscribe%20[^>]+>/,
  );
  expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect((await parseInbound(Buffer.from(raw))).to).toEqual(['ana@example.com']);
  expect(raw.replace(/=\r\n/g, '')).toContain(POSTAL);
});

test('the next message to the same person is threaded under the first', async () => {
  const first = await approved();
  await sendDraft(deps, first);
  // To a Monday.
  deps.wait(10 * 86_400_000);
  const second = await approved();
  await sendDraft(deps, second);
  expect(smtp.taken[1]).toContain(`In-Reply-To: <draft-${first}@acme.example>`);
});

test('two clicks, two processes: one mail', async () => {
  const draft = await waitingDraft(deps, ana._id);
  const decided = await Promise.all([
    approve(deps, clickOn(draft._id)),
    approve(deps, { ...clickOn(draft._id), by: 'U0B' }),
  ]);
  expect(decided.filter(({ done }) => done)).toHaveLength(1);
  await Promise.all([sendDraft(deps, draft._id), sendDraft({ ...deps, processId: 'two' }, draft._id)]);
  await sendDraft(deps, draft._id);
  expect(smtp.taken).toHaveLength(1);
});

test('only the newest version can be approved', async () => {
  const draft = await waitingDraft(deps, ana._id);
  await edit(deps, { ...clickOn(draft._id), subject: 'Hello again', body: 'Other words', insists: true });
  expect(await approve(deps, clickOn(draft._id, 1))).toMatchObject({
    because: 'changed',
    found: { version: 2 },
  });
  expect(await approve(deps, clickOn(draft._id, 2))).toMatchObject({ done: true });
  await sendDraft(deps, draft._id);
  expect(smtp.taken[0]).toContain('Other words');
});

test('every decision is in the audit log, with what it changed', async () => {
  const id = await approved();
  expect(await deps.audit.about(`draft:${id}`, 5)).toMatchObject([
    {
      by: RILEY,
      action: 'draft approved',
      before: { state: 'waiting', version: 1 },
      after: { state: 'approved', version: 1 },
      surface: 'slack',
    },
  ]);
});

test('discarded: nothing can be approved any more', async () => {
  const draft = await waitingDraft(deps, ana._id);
  await discard(deps, clickOn(draft._id));
  expect(await approve(deps, clickOn(draft._id))).toMatchObject({
    because: 'changed',
    found: { state: 'discarded' },
  });
});

describe('when the server does not take it', () => {
  test('put off too often: failed with the reason, and a person can send it again', async () => {
    smtp.behave('refuse for now');
    const id = await approved();
    await deps.drafts.claimSending(id, 'a', 'one', deps.clock.now(), deps.clock.now());
    await deps.drafts.putOff(id, 'a', deps.clock.now(), { sendAt: deps.clock.now(), putOff: 4 });
    await sendDraft(deps, id);
    expect(await mustBe(deps, id)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('come back later'),
    });
    smtp.behave('accept');
    await sweepDrafts(deps);
    expect(smtp.taken).toHaveLength(0);
    expect(await sendAgain(deps, clickOn(id))).toMatchObject({ done: true });
    await sendDraft(deps, id);
    expect(await mustBe(deps, id)).toMatchObject({ state: 'sent' });
  });

  test('the connection breaks after the message: unclear, never repeated by itself', async () => {
    smtp.behave('drop after DATA');
    const id = await approved();
    await sendDraft(deps, id);
    expect(await mustBe(deps, id)).toMatchObject({ state: 'unclear' });
    smtp.behave('accept');
    for (let day = 0; day < 20; day++) {
      deps.wait(86_400_000);
      await sweepDrafts(deps);
      await sendDraft(deps, id);
    }
    expect(smtp.taken).toHaveLength(1);
    expect(kinds()).not.toContain('message sent');
    expect(await confirmArrived(deps, clickOn(id))).toMatchObject({ done: true });
    expect(kinds()).toContain('message sent');
  });

  test('a repeat that a person asks for carries the same Message-ID', async () => {
    smtp.behave('drop after DATA');
    const id = await approved();
    await sendDraft(deps, id);
    smtp.behave('accept');
    await sendAgain(deps, clickOn(id));
    await sendDraft(deps, id);
    expect(smtp.taken).toHaveLength(2);
    for (const raw of smtp.taken) expect(raw).toContain(`Message-ID: <draft-${id}@acme.example>`);
  });

  test('an answer that comes too late still counts', async () => {
    smtp.behave('slow');
    const id = await approved();
    await sendDraft(deps, id);
    expect(await mustBe(deps, id)).toMatchObject({ state: 'unclear' });
    smtp.release();
    await vi.waitFor(async () => expect(await mustBe(deps, id)).toMatchObject({ state: 'sent' }));
  });
});

describe('asked again in the moment before sending', () => {
  test('opted out since the approval: waits again and says why', async () => {
    const id = await approved();
    await deps.people.suppress(ana._id, 'opted out', 'candidate');
    await sendDraft(deps, id);
    expect(await mustBe(deps, id)).toMatchObject({
      state: 'waiting',
      approval: null,
      problem: expect.stringContaining('asked not to be written to'),
    });
    expect(await approve(deps, clickOn(id))).toMatchObject({ because: 'not allowed' });
    expect(smtp.taken).toHaveLength(0);
  });

  test('deleted since the approval', async () => {
    const id = await approved();
    deps.people.candidates.delete(ana._id);
    await sendDraft(deps, id);
    expect(await mustBe(deps, id)).toMatchObject({
      state: 'discarded',
      problem: expect.stringContaining('deleted'),
    });
  });

  test('written to in the meantime: needs a confirmation, which is recorded', async () => {
    const first = await waitingDraft(deps, ana._id);
    const second = await waitingDraft(deps, ana._id);
    await approve(deps, clickOn(first._id));
    await approve(deps, clickOn(second._id));
    await sendDraft(deps, first._id);
    await sendDraft(deps, second._id);
    expect(await mustBe(deps, second._id)).toMatchObject({ state: 'waiting' });
    const refused = await approve(deps, clickOn(second._id));
    expect(refused).toMatchObject({ because: 'unconfirmed', reasons: [{ id: 'more than 1 in 7 days' }] });
    const confirmed = { ...clickOn(second._id), confirmed: ['more than 1 in 7 days'] };
    expect(await approve(deps, confirmed)).toMatchObject({ done: true });
    await sendDraft(deps, second._id);
    expect(smtp.taken).toHaveLength(2);
    expect(deps.people.touchpoints.some(({ note }) => note?.includes('more than 1 in 7 days'))).toBe(true);
  });
});

test('LinkedIn: marked as sent by a person, never mailed', async () => {
  const draft = await waitingDraft(deps, ana._id, { channel: 'linkedin' });
  expect(draft.versions[0]?.subject).toBe('');
  expect(await approve(deps, clickOn(draft._id))).toMatchObject({ because: 'changed' });
  expect(await markAsSent(deps, clickOn(draft._id))).toMatchObject({ done: true, draft: { state: 'sent' } });
  expect(deps.people.touchpoints).toMatchObject([{ kind: 'message sent', channel: 'linkedin' }]);
  expect(smtp.taken).toHaveLength(0);
});

test('nobody decides for 14 days: it lapses', async () => {
  const draft = await waitingDraft(deps, ana._id);
  deps.wait(13 * 86_400_000);
  await sweepDrafts(deps);
  expect(await mustBe(deps, draft._id)).toMatchObject({ state: 'waiting' });
  deps.wait(86_400_000);
  await sweepDrafts(deps);
  expect(await mustBe(deps, draft._id)).toMatchObject({ state: 'lapsed' });
});

describe('approved for 09:00', () => {
  const evening = async () => {
    // From 15:00Z to 23:00Z on a Friday: 17:00 in Austin.
    deps.wait(8 * 3_600_000);
    const draft = await waitingDraft(deps, ana._id);
    expect(await approve(deps, clickOn(draft._id))).toMatchObject({ because: 'unconfirmed' });
    expect(await approveForMorning(deps, clickOn(draft._id))).toMatchObject({ done: true });
    return draft._id;
  };

  test('goes out on the next working day at 09:00 where they are, once', async () => {
    const id = await evening();
    expect(await mustBe(deps, id)).toMatchObject({
      state: 'approved',
      sendAt: new Date('2026-11-23T15:00:00Z'),
    });
    await sendDraft(deps, id);
    deps.wait(63.9 * 3_600_000);
    await sweepDrafts(deps);
    expect(smtp.taken).toHaveLength(0);
    deps.wait(0.2 * 3_600_000);
    await sweepDrafts(deps);
    await sweepDrafts(deps);
    expect(smtp.taken).toHaveLength(1);
    expect(await mustBe(deps, id)).toMatchObject({ state: 'sent' });
  });

  test('can be taken back until then', async () => {
    const id = await evening();
    expect(await discard(deps, clickOn(id))).toMatchObject({ done: true });
    deps.wait(70 * 3_600_000);
    await sweepDrafts(deps);
    expect(smtp.taken).toHaveLength(0);
  });

  test('is not sent when they opted out over the weekend', async () => {
    const id = await evening();
    await deps.people.suppress(ana._id, 'opted out', 'candidate');
    deps.wait(70 * 3_600_000);
    await sweepDrafts(deps);
    expect(smtp.taken).toHaveLength(0);
    expect(await mustBe(deps, id)).toMatchObject({
      state: 'waiting',
      problem: expect.stringContaining('asked not'),
    });
  });
});
