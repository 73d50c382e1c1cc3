import { beforeEach, expect, test } from 'vitest';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { enrol } from '../../src/nurture/enrol.ts';
import type { Step } from '../../src/nurture/sequence.ts';
import { sequencePage } from '../../src/nurture/slack/page.ts';
import { enrolmentIndexes, enrolmentStore, sequenceIndexes, sequenceStore } from '../../src/nurture/store.ts';
import { sweepEnrolments } from '../../src/nurture/sweep.ts';
import { fillIn, problemOf } from '../../src/nurture/template.ts';
import { testDatabase } from '../support/database.ts';
import { candidate, RILEY, takingMailer, testOutreach, testPeople } from '../support/outreach.ts';
import { sequenceOf } from './world.ts';

/** What nobody would type into a sequence: each gets a clear sentence, and nothing is stuck. */

const database = testDatabase();
const DAY_MS = 86_400_000;
/** Right for everybody but those who work at Initech. */
const LOOPS = 'Hi {% if company == "Initech" %}{% for i in (1..1000000000) %}x{% endfor %}{% endif %}there';
const LONG = 'Hi {% if company == "Initech" %}{% for i in (1..9000) %}x{% endfor %}{% endif %}there';

test.each([
  ['x'.repeat(1_000_000), 'longer than'],
  ['{% for a in (1..9000) %}{% for b in (1..9000) %}x{% endfor %}{% endfor %}', 'limit'],
  ['{{ constructor }}', 'there is no “constructor”'],
  ['{{ first_name.constructor }}', 'undefined'],
])('a template %.40s is refused', (text, problem) => {
  expect(problemOf(text)).toContain(problem);
});

test.each([[LOOPS], [LONG]])('a template that loops for some people only: %.60s', (template) => {
  expect(problemOf(template)).toBeNull();
  expect(fillIn(template, candidate({ company: 'Acme' }), 'Riley').text).toBe('Hi there');
  const failed = fillIn(template, candidate({ company: 'Initech' }), 'Riley');
  expect(failed.text).toBe('[text missing]');
  expect(failed.missing).toHaveLength(1);
});

const step = (message: string, delayDays: number): Step => ({
  id: `step${delayDays}`,
  kind: 'message',
  delayDays,
  variants: [{ subject: 'Hello', message }],
  withoutApproval: RILEY,
});
beforeEach(() => database.empty());

test('a step that loops for somebody asks its owner, and is passed when they discard it', async () => {
  const db = database.db();
  await ensureIndexes(db, [sequenceIndexes, enrolmentIndexes]);
  const initech = candidate({ company: 'Initech' });
  const mailer = takingMailer();
  const outreach = await testOutreach(db, { people: testPeople([initech]), mailer });
  outreach.people.temperature = () => 'cold';
  const deps = {
    audit: outreach.audit,
    clock: outreach.clock,
    sequences: sequenceStore(db),
    enrolments: enrolmentStore(db),
    outreach,
    tellTask: async () => {},
  };
  const made = sequenceOf([step(LOOPS, 1)]);
  await deps.sequences.insert(made);
  expect(await enrol(deps, made, initech._id, RILEY)).toBe('enrolled');
  for (let day = 0; day < 4; day++) {
    outreach.wait(DAY_MS);
    await sweepEnrolments(deps);
  }
  expect(mailer.taken).toEqual([]);
  const [draft] = await outreach.drafts.waitingFor(RILEY, 5);
  expect(draft?.versions[0]?.body).toBe('[text missing]');
  expect(draft?.versions[0]?.findings).toContainEqual(expect.objectContaining({ kind: 'placeholder' }));
  await db.collection('drafts').updateOne({}, { $set: { state: 'discarded' } });
  outreach.wait(DAY_MS);
  await sweepEnrolments(deps);
  expect(await db.collection('enrolments').findOne()).toMatchObject({ state: 'done', lease: null });
});

test('a page of twenty steps with results and people keeps to one message', () => {
  const steps = Array.from({ length: 20 }, (_, index) => step('Hi', index));
  const results = steps.map(({ id }) => ({
    step: id,
    variant: 0,
    sent: 3,
    answered: 1,
    opened: 0,
    clicked: 0,
    positive: 0,
  }));
  const inside = Array.from({ length: 8 }, (_, index) => ({
    candidate: candidate(),
    enrolment: {
      _id: `e${index}`,
      sequence: 'sequence',
      candidateId: 'c',
      by: RILEY,
      state: 'active' as const,
      stop: null,
      step: 'step1',
      place: 0,
      nextAt: new Date(),
      putOff: null,
      lease: null,
      history: [],
      startedAt: new Date(),
      endedAt: null,
    },
  }));
  const page = sequencePage({
    sequence: sequenceOf(steps),
    counts: [],
    results,
    recovered: null,
    people: inside,
  });
  expect(page.blocks?.length).toBeLessThanOrEqual(45);
});
