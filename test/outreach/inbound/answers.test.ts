import { beforeEach, expect, test } from 'vitest';
import { placeDraft } from '../../../src/outreach/drafting/place-draft.ts';
import { receiveEvent, receiveMail } from '../../../src/outreach/inbound/receive.ts';
import { sweepDrafts } from '../../../src/outreach/sweep.ts';
import { testDatabase } from '../../support/database.ts';
import { bounce, reply } from '../../support/mails.ts';
import {
  candidate,
  mustBe,
  REQUEST,
  RILEY,
  type TestOutreach,
  takingMailer,
  testOutreach,
  testPeople,
} from '../../support/outreach.ts';

const database = testDatabase();
const ana = candidate({ emails: ['Ana.Lopez@example.com'] });
let mailer: ReturnType<typeof takingMailer>;
let deps: TestOutreach;
beforeEach(async () => {
  await database.empty();
  mailer = takingMailer();
  deps = await testOutreach(database.db(), { people: testPeople([ana]), mailer });
  deps.people.byEmail = async (address) => (address === 'ana.lopez@example.com' ? ana : null);
});

const BODY =
  'We spoke a while ago about what you would like to do next, and I would gladly hear how things have gone for you since then. There is no particular opening behind this note. Would you have a moment for a short call?';
const ANSWER = reply({ from: 'ana.lopez@example.com', text: 'Yes, gladly.' });

/** A message of a sequence, approved by somebody and not sent yet. */
const approvedMessage = (id: string) =>
  placeDraft(deps, {
    id,
    candidateId: ana._id,
    requester: { id: RILEY, name: 'Riley Park', timeZone: 'America/Chicago' },
    request: REQUEST,
    text: { subject: 'Hello again', body: BODY },
    template: `Hello again\n${BODY}`,
    approvedBy: RILEY,
    sequence: { id: 's', enrolment: 'e', step: 'one', variant: 0 },
    note: 'Step 1',
  });

test('a message of a sequence that was approved already isn’t sent to somebody who has answered', async () => {
  const draft = await approvedMessage('a'.repeat(24));
  expect(draft).toMatchObject({ state: 'approved' });
  expect(await receiveMail(deps, ANSWER)).toBe('reply');
  deps.wait(60_000);
  await sweepDrafts(deps);
  expect(mailer.taken).toEqual([]);
  expect(await mustBe(deps, 'a'.repeat(24))).toMatchObject({ state: 'discarded', ended: { by: 'rekindle' } });
});

test('an answer that could not be taken in to its end is taken in once more, and ends sequences then', async () => {
  const stopped: unknown[] = [];
  let isAway = true;
  deps.stopSequences = async (_ids, why) => {
    if (isAway) throw new Error('the database is away');
    stopped.push(why);
  };
  await expect(receiveMail(deps, ANSWER)).rejects.toThrow('away');
  isAway = false;
  await receiveMail(deps, ANSWER);
  await receiveMail(deps, ANSWER);
  expect(stopped).toEqual(['answered']);
  expect(deps.answers).toHaveLength(1);
});

/** A message of a sequence, approved and sent. */
async function sentMessage() {
  await approvedMessage('b'.repeat(24));
  await sweepDrafts(deps);
  return mustBe(deps, 'b'.repeat(24));
}

test('a bounce is about an address in whatever case it was typed', async () => {
  const [messageId = ''] = (await sentMessage()).messageIds;
  await receiveMail(deps, bounce({ recipient: 'Ana.Lopez@example.com', status: '5.1.1', messageId }));
  expect(deps.people.candidates.get(ana._id)?.suppressions).toMatchObject([{ reason: 'bounced' }]);
  expect(deps.answers).toMatchObject([{ kind: 'bounce', text: 'permanent' }]);
});

test('a report that names an address and no message of ours marks nobody: anybody can write one', async () => {
  await sentMessage();
  const forged = { recipient: 'ana.lopez@example.com', status: '5.1.1' };
  expect(await receiveMail(deps, bounce(forged))).toBe('unmatched');
  expect(await receiveMail(deps, bounce({ ...forged, messageId: '<made-up@acme.example>' }))).toBe(
    'unmatched',
  );
  expect(deps.people.candidates.get(ana._id)?.suppressions).toEqual([]);
  expect(deps.answers).toEqual([]);
});

test('a provider’s word about an address is believed: its signature was checked', async () => {
  const event = { recipient: 'ana.lopez@example.com', status: '5.1.1', messageId: null, permanent: true };
  expect(await receiveEvent(deps, { kind: 'failed', ...event }, 'one')).toBe('bounce');
  expect(deps.people.candidates.get(ana._id)?.suppressions).toMatchObject([{ reason: 'bounced' }]);
});
