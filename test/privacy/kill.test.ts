import { beforeEach, expect, it } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { changeCandidate } from '../../src/candidates/change.ts';
import { keepingStore } from '../../src/candidates/keeping-store.ts';
import { recordTouchpoint } from '../../src/engagement/record.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { erase, finishErasures, type PrivacyDeps } from '../../src/privacy/erase.ts';
import { Busy, type Holding } from '../../src/privacy/erasure.ts';
import { allowAgain, erasedAmong } from '../../src/privacy/hashes.ts';
import {
  privacyFigures,
  type RetentionDeps,
  setRetention,
  sweepRetention,
} from '../../src/privacy/retention.ts';
import { erasureIndexes, privacyStore } from '../../src/privacy/store.ts';
import { capturing, world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';
import { dyingAfter } from '../support/dying.ts';

const database = testDatabase();
let deps: RetentionDeps & Awaited<ReturnType<typeof world>>;
let now: number;
let isSending: boolean;
beforeEach(async () => {
  await database.empty();
  const db = database.db();
  await ensureIndexes(db, [erasureIndexes]);
  now = new Date('2026-11-20T12:00:00Z').getTime();
  isSending = false;
  const base = await world(db);
  const keeping = keepingStore(db);
  const holdings: Holding[] = [
    { name: 'touchpoints', read: async () => [], erase: ({ ids }) => base.touchpoints.forget(ids) },
    {
      name: 'drafts',
      read: async () => [],
      async erase() {
        if (isSending) throw new Busy('sending');
      },
    },
    { name: 'record', read: async ({ record }) => record, erase: ({ ids }) => keeping.remove(ids) },
  ];
  deps = {
    ...base,
    keeping,
    holdings,
    privacy: privacyStore(db),
    secretKey: 'a secret key of at least 32 characters, for tests',
    logger: createLogger('silent'),
    clock: { now: () => new Date(now) },
  };
});

async function add(email: string): Promise<string> {
  const captured = await capture(deps, capturing({ email, note: 'hello' }));
  if (captured.outcome !== 'added') throw new Error('known');
  return captured.candidate._id;
}
const isThere = async (id: string) =>
  (await deps.candidates.byId(id)) !== null || (await deps.touchpoints.all([id])).length > 0;

/** What an erasure asks of the stores, from its first question to the last line of the audit log. */
const STEPS = 12;

function depsDyingAfter(steps: number): PrivacyDeps {
  const dying = dyingAfter(steps);
  return {
    ...deps,
    candidates: dying(deps.candidates),
    privacy: dying(deps.privacy),
    audit: dying(deps.audit),
    holdings: deps.holdings.map(dying),
  };
}

it('takes so many steps', async () => {
  const id = await add('ana@example.com');
  expect(await erase(depsDyingAfter(STEPS), id, 'U0RILEY')).toBe('erased');
});

it.each(Array.from({ length: STEPS }, (_, at) => at))(
  'is finished by the sweep when the process dies after %i steps',
  async (at) => {
    const id = await add('ana@example.com');
    await expect(erase(depsDyingAfter(at), id, 'U0RILEY')).rejects.toThrow('dead');
    now += 60_000;
    await finishErasures(deps);
    const erasure = await deps.privacy.byId(id);
    // Either nothing had been begun, or all of it is done.
    expect(await isThere(id)).toBe(erasure === null);
    if (erasure === null) return;
    expect(erasure.state).toBe('erased');
    expect([...(await erasedAmong(deps, ['email:ana@example.com', 'email:bob@example.com']))]).toEqual([
      'email:ana@example.com',
    ]);
  },
);

it('waits for a message that is being sent', async () => {
  const id = await add('ana@example.com');
  isSending = true;
  expect(await erase(deps, id, 'U0RILEY')).toBe('later');
  expect(await capture(deps, capturing({ email: 'x@example.com' }))).toMatchObject({ outcome: 'added' });
  isSending = false;
  now += 60_000;
  await finishErasures(deps);
  expect(await isThere(id)).toBe(false);
});

it('keeps hashes that don’t tell the address, and lets somebody back in when asked', async () => {
  const id = await add('ana@example.com');
  await erase(deps, id, 'U0RILEY');
  const kept = JSON.stringify(await database.db().collection('erased').find().toArray());
  expect(kept).not.toContain('ana');
  const other = { ...deps, secretKey: 'another secret key of at least 32 characters' };
  expect((await erasedAmong(other, ['email:ana@example.com'])).size).toBe(0);
  await allowAgain(deps, 'email:ana@example.com');
  expect((await erasedAmong(deps, ['email:ana@example.com'])).size).toBe(0);
  await expect(allowAgain(deps, 'email:ana@example.com')).rejects.toThrow('Nobody with this');
});

it('the retention rule is off at first, then erases whom nothing happened with for so long, but for hired and opted out', async () => {
  const old = await add('old@example.com');
  const hired = await add('hired@example.com');
  const silent = await add('silent@example.com');
  const entry = { by: 'U0RILEY', action: 'edited', surface: 'test' };
  await changeCandidate(deps, hired, entry, () => ({ stage: 'hired' }));
  await changeCandidate(deps, silent, entry, () => ({
    suppressions: [{ reason: 'opted out', at: deps.clock.now(), by: 'candidate' }],
  }));
  now += 400 * 86_400_000;
  const recent = await add('recent@example.com');
  expect(await sweepRetention(deps)).toBe(0);
  await setRetention(deps, 24, 'U0RILEY');
  expect(await sweepRetention(deps)).toBe(0);
  await setRetention(deps, 12, 'U0RILEY');
  expect(await privacyFigures(deps)).toMatchObject({
    due: 1,
    months: 12,
    bases: { 'legitimate interest': 4 },
  });
  expect(await sweepRetention(deps)).toBe(1);
  expect(await isThere(old)).toBe(false);
  for (const id of [hired, silent, recent]) expect(await isThere(id)).toBe(true);
  await recordTouchpoint(deps, {
    _id: 't',
    candidateId: recent,
    kind: 'note',
    direction: 'out',
    at: deps.clock.now(),
    by: 'U0RILEY',
  });
});
