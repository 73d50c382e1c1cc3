import { expect, test } from 'vitest';
import { approve, confirmArrived } from '../../src/outreach/deciding/approve.ts';
import { discard, edit, rewrite } from '../../src/outreach/deciding/revise.ts';
import { requestDraft } from '../../src/outreach/drafting/request-draft.ts';
import { writeDraft } from '../../src/outreach/drafting/write-draft.ts';
import { mustBe, REQUEST, RILEY, waitingDraft } from '../support/outreach.ts';
import { outreachWorld } from '../support/outreach-world.ts';

/** Who may decide about whose message. */
const { ana, deps } = outreachWorld();
const HARPER = 'U0HARPER';
const SAM = 'U0SAM';

const on = (draftId: string, by: string, isRecruiter: boolean) => ({
  draftId,
  version: 1,
  by,
  isRecruiter,
  confirmed: ['checks'],
});

async function inHarpersName(): Promise<string> {
  const requested = await requestDraft(deps, {
    deliveryId: 'd1',
    candidateId: ana._id,
    requester: { id: RILEY, name: 'Riley Park' },
    sender: { id: HARPER, name: 'Harper Lee' },
    request: REQUEST,
  });
  if (requested.outcome !== 'drafting') throw new Error(requested.why);
  await writeDraft(deps, requested.draftId);
  return requested.draftId;
}

test('in a colleague’s name: they approve, and not even who asked for it', async () => {
  const id = await inHarpersName();
  expect((await mustBe(deps, id)).versions[0]?.body).toContain('Harper Lee');
  expect(await approve(deps, on(id, RILEY, true))).toMatchObject({
    because: 'not allowed',
    why: expect.stringContaining(HARPER),
  });
  expect(await approve(deps, on(id, SAM, true))).toMatchObject({ because: 'not allowed' });
  expect(await approve(deps, on(id, HARPER, false))).toMatchObject({ done: true });
});

test('who is no recruiter decides about nothing else, whatever they press', async () => {
  const draft = await waitingDraft(deps, ana._id);
  const nobody = on(draft._id, HARPER, false);
  const refused = { done: false, because: 'not allowed' };
  expect(await approve(deps, nobody)).toMatchObject(refused);
  expect(await discard(deps, nobody)).toMatchObject(refused);
  expect(await rewrite(deps, { ...nobody, instruction: 'x' })).toMatchObject(refused);
  expect(await edit(deps, { ...nobody, subject: 'x', body: 'y', insists: true })).toMatchObject(refused);
  expect(await confirmArrived(deps, nobody)).toMatchObject(refused);
  expect(await mustBe(deps, draft._id)).toMatchObject({ state: 'waiting', version: 1 });
});

test('four eyes: somebody else than who asked for it', async () => {
  deps.messages.fourEyes = true;
  const draft = await waitingDraft(deps, ana._id);
  expect(await approve(deps, on(draft._id, RILEY, true))).toMatchObject({ because: 'not allowed' });
  expect(await approve(deps, on(draft._id, SAM, true))).toMatchObject({ done: true });
});

test('what the checks point out is confirmed, or nothing goes out; an edit that insists is kept as such', async () => {
  const draft = await waitingDraft(deps, ana._id);
  const body = `${draft.versions[0]?.body}\nMarcus says hello.`;
  const change = { ...on(draft._id, RILEY, true), subject: 'Hello', body };
  expect(await edit(deps, { ...change, insists: false })).toMatchObject({ because: 'findings' });
  expect(await mustBe(deps, draft._id)).toMatchObject({ version: 1 });
  expect(await edit(deps, { ...change, insists: true })).toMatchObject({ done: true });
  const edited = await mustBe(deps, draft._id);
  expect(edited.versions[1]?.insisted).toMatchObject({
    by: RILEY,
    problems: [expect.stringContaining('Marcus')],
  });
  const two = { ...on(draft._id, RILEY, true), version: 2, confirmed: [] };
  expect(await approve(deps, two)).toMatchObject({ done: true });
  const { approval } = await mustBe(deps, draft._id);
  expect(approval?.measured?.editDistance).toBeGreaterThan(10);
});
