import { beforeAll, expect, test } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { checkIn, influenceOf, putOnList, settleAttendances } from '../../src/events/attend.ts';
import { createEvent, deleteEvent, editEvent } from '../../src/events/keep.ts';
import { eventMessage, PAGE } from '../../src/events/slack/page.ts';
import { attendanceIndexes, eventIndexes, eventStore } from '../../src/events/store.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { poolIndexes, poolStore } from '../../src/pools/store.ts';
import { benchmarkPerson } from '../benchmarks/people.ts';
import { world as candidatesWorld } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
const ATTENDEES = 10_000;
const CAME = 200;
const MINUTE = 60_000;

async function meeting() {
  const db = database.db();
  await ensureIndexes(db, [eventIndexes, attendanceIndexes, poolIndexes]);
  const state = { now: new Date('2026-11-20T18:00:00Z'), enrolled: [] as string[], isAway: false };
  const deps = {
    ...(await candidatesWorld(db)),
    clock: { now: () => state.now },
    events: eventStore(db),
    pools: poolStore(db),
    writing: { dailyCap: 50, in7Days: 1, in90Days: 4, doNotContact: [] },
    logger: createLogger('silent'),
    async enrolIn(_sequence: string, candidateId: string) {
      if (state.isAway) throw new Error('the database is away');
      state.enrolled.push(candidateId);
      return null;
    },
  };
  return { deps, state };
}

let made: Awaited<ReturnType<typeof meeting>>;
let people: string[];
beforeAll(async () => {
  made = await meeting();
  const candidates = Array.from({ length: ATTENDEES }, (_, index) => benchmarkPerson(index).candidate);
  for (let from = 0; from < ATTENDEES; from += 1_000)
    await made.deps.candidates.insertAll(candidates.slice(from, from + 1_000));
  people = candidates.map(({ _id }) => _id);
}, 120_000);

const FORM = { name: 'Big fair', day: '2026-11-20', place: null, tags: ['fair'], pool: null, sequence: 's1' };
const ASKED = { by: 'U0RILEY', timeZone: 'Europe/Berlin' };

test('ten thousand attendees: a list with pages, two processes that settle, and one enrolment each', {
  timeout: 180_000,
}, async () => {
  const { deps, state } = made;
  const event = await createEvent(deps, FORM, { ...ASKED, deliveryId: 'one' });
  if ('errors' in event) throw new Error(JSON.stringify(event.errors));
  const put = { by: 'U0RILEY', state: 'registered' as const };
  let added = 0;
  for (let from = 0; from < ATTENDEES; from += 1_000)
    added += await putOnList(deps, event, people.slice(from, from + 1_000), put);
  expect(added).toBe(ATTENDEES);
  expect(await putOnList(deps, event, people.slice(0, 500), put)).toBe(0);

  const [first, last] = await Promise.all([
    deps.events.page(event._id, 0, PAGE),
    deps.events.page(event._id, ATTENDEES - PAGE, PAGE),
  ]);
  expect(first).toHaveLength(PAGE);
  expect((first[0]?.nameKey ?? '') < (last[0]?.nameKey ?? '')).toBe(true);
  const counts = await deps.events.counts(event._id);
  const shown = eventMessage({
    event,
    counts,
    influence: await influenceOf(deps, event),
    pool: null,
    sequence: 'After an event',
    number: 0,
    people: (await deps.candidates.byIds(first.map(({ candidateId }) => candidateId))).flatMap((candidate) =>
      first
        .filter(({ candidateId }) => candidateId === candidate._id)
        .map((attendance) => ({ attendance, candidate })),
    ),
  });
  expect(shown.blocks?.length).toBeLessThanOrEqual(45);

  const came = people.slice(0, CAME);
  for (const id of came) await checkIn(deps, event._id, id, { state: 'attended', by: 'U0RILEY' });
  // Ten minutes aren't over.
  await settleAttendances(deps);
  expect(await deps.touchpoints.count(came)).toBe(0);
  state.now = new Date(state.now.getTime() + 11 * MINUTE);
  await Promise.all([settleAttendances(deps), settleAttendances(deps)]);
  expect(await deps.touchpoints.count(came)).toBe(CAME);
  const [one] = await deps.candidates.byIds(came.slice(0, 1));
  expect(one?.tags).toContain('fair');
  expect(await checkIn(deps, event._id, came[0] ?? '', { state: 'registered', by: 'U0RILEY' })).toBeNull();

  state.now = new Date('2026-11-21T08:30:00Z');
  state.isAway = true;
  await settleAttendances(deps);
  expect(state.enrolled).toEqual([]);
  state.isAway = false;
  await settleAttendances(deps);
  await settleAttendances(deps);
  expect(state.enrolled.toSorted()).toEqual(came.toSorted());
});

test('an event that is deleted keeps who attended in their history and settles nothing more, and one of the same name may be made', async () => {
  const { deps, state } = made;
  const form = { ...FORM, name: 'Small fair', tags: ['small'] };
  const event = await createEvent(deps, form, { ...ASKED, deliveryId: 'two' });
  if ('errors' in event) throw new Error(JSON.stringify(event.errors));
  expect(await createEvent(deps, form, { ...ASKED, deliveryId: 'three' })).toEqual({
    errors: { name: 'There is an event of this name already.' },
  });
  const guest = people.at(-1) ?? '';
  await putOnList(deps, event, [guest, 'nobody'], { by: 'U0RILEY', state: 'attended' });
  expect(await deleteEvent(deps, event, 'U0RILEY')).toBe(true);
  state.now = new Date(state.now.getTime() + 60 * MINUTE);
  await settleAttendances(deps);
  expect((await deps.candidates.byId(guest))?.tags).not.toContain('small');
  expect((await deps.touchpoints.all([guest])).map(({ note }) => note)).toEqual(['Small fair']);
  expect(await createEvent(deps, form, { ...ASKED, deliveryId: 'four' })).toHaveProperty('_id');
});

test('what is being settled isn’t taken back; a sequence that was picked after the evening begins the day after', async () => {
  const { deps, state } = made;
  state.now = new Date('2026-12-01T18:00:00Z');
  state.enrolled = [];
  const form = { ...FORM, name: 'Late fair', day: '2026-12-01', tags: [], sequence: null };
  const event = await createEvent(deps, form, { ...ASKED, deliveryId: 'five' });
  if ('errors' in event) throw new Error(JSON.stringify(event.errors));
  const guest = people.at(-2) ?? '';
  await putOnList(deps, event, [guest], { by: 'U0RILEY', state: 'registered' });
  const both = await Promise.all(
    ['U0RILEY', 'U0OTHER'].map((by) => checkIn(deps, event._id, guest, { state: 'attended', by })),
  );
  expect(both.filter((one) => one !== null)).toHaveLength(1);
  state.now = new Date(state.now.getTime() + 11 * MINUTE);
  expect(await checkIn(deps, event._id, guest, { state: 'registered', by: 'U0OTHER' })).toBeNull();
  await settleAttendances(deps);
  await editEvent(deps, event, { ...form, sequence: 's1' }, 'U0RILEY');
  await settleAttendances(deps);
  expect(state.enrolled).toEqual([]);
  state.now = new Date('2026-12-02T08:30:00Z');
  await settleAttendances(deps);
  expect(state.enrolled).toEqual([guest]);
});
