import { beforeEach, expect, it } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { setStage } from '../../src/candidates/stage.ts';
import { historyPage } from '../../src/engagement/history.ts';
import { recordTouchpoint, recountPending } from '../../src/engagement/record.ts';
import { scoreAt } from '../../src/engagement/temperature.ts';
import type { NewTouchpoint } from '../../src/engagement/touchpoint.ts';
import { capturing, world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
let deps: Awaited<ReturnType<typeof world>>;
let id: string;
beforeEach(async () => {
  await database.empty();
  deps = await world(database.db());
  const captured = await capture(deps, capturing({ email: 'ana@example.com' }));
  id = captured.outcome === 'added' ? captured.candidate._id : '';
});

const call = (name: string, more: Partial<NewTouchpoint> = {}): NewTouchpoint => ({
  _id: name,
  candidateId: id,
  kind: 'call',
  direction: 'out',
  at: deps.clock.now(),
  by: 'U0RILEY',
  ...more,
});
const score = async () =>
  scoreAt((await deps.candidates.byId(id))?.engagement.heat ?? 0, deps.clock.now(), deps.temperature);

it('counts the same thing once', async () => {
  expect(await recordTouchpoint(deps, call('one'))).toBe(true);
  expect(await recordTouchpoint(deps, call('one'))).toBe(false);
  expect(await score()).toBeCloseTo(8);
});

it('loses none of those that are written in the same moment', async () => {
  await Promise.all(Array.from({ length: 10 }, (_, i) => recordTouchpoint(deps, call(`call ${i}`))));
  expect(await score()).toBeCloseTo(80);
  expect(await deps.touchpoints.withPending(10)).toEqual([]);
});

it('counts what a crash left uncounted', async () => {
  await deps.touchpoints.insert({
    ...call('left over'),
    channel: null,
    sentiment: null,
    draftId: null,
    note: null,
    pending: true,
    recordedAt: deps.clock.now(),
  });
  expect(await score()).toBeCloseTo(0);
  await recountPending(deps);
  expect(await score()).toBeCloseTo(8);
  expect(await deps.touchpoints.withPending(10)).toEqual([]);
});

it('moves the stage forward from prospect, and no other', async () => {
  const stage = async () => (await deps.candidates.byId(id))?.stage;
  await recordTouchpoint(deps, call('sent', { kind: 'message sent' }));
  expect(await stage()).toBe('contacted');
  await recordTouchpoint(deps, call('no', { kind: 'replied', direction: 'in', sentiment: 'negative' }));
  expect(await stage()).toBe('contacted');
  await recordTouchpoint(deps, call('yes', { kind: 'replied', direction: 'in', sentiment: 'positive' }));
  expect(await stage()).toBe('engaged');
});

it('pages through a history by position', async () => {
  for (let i = 0; i < 25; i++)
    await recordTouchpoint(
      deps,
      call(`call ${String(i).padStart(2, '0')}`, {
        at: new Date(deps.clock.now().getTime() - Math.floor(i / 3) * 1000),
      }),
    );
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await historyPage(deps, id, after, 10);
    expect(page.total).toBe(25);
    seen.push(...page.touchpoints.map(({ _id }) => _id));
    after = page.next;
  } while (after);
  expect(new Set(seen).size).toBe(25);
});

it('leaves the stage alone that a person sets while it counts', async () => {
  const { all } = deps.touchpoints;
  let isSet = false;
  const touchpoints: typeof deps.touchpoints = {
    ...deps.touchpoints,
    async all(ids) {
      const found = await all(ids);
      if (!isSet) await setStage(deps, { id, stage: 'hired', by: 'U0RILEY', surface: 'test' });
      isSet = true;
      return found;
    },
  };
  await recordTouchpoint({ ...deps, touchpoints }, call('answer', { kind: 'replied', direction: 'in' }));
  expect(await deps.candidates.byId(id)).toMatchObject({ stage: 'hired' });
  isSet = false;
  await recordTouchpoint({ ...deps, touchpoints }, call('note', { kind: 'note' }));
  expect(await deps.candidates.byId(id)).toMatchObject({ stage: 'hired' });
});
