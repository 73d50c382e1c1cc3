import { beforeEach, expect, test } from 'vitest';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { type ReminderDeps, remind, snoozeReminder, tellDue } from '../../src/reminders/remind.ts';
import { reminderIndexes, reminderStore } from '../../src/reminders/store.ts';
import { testDatabase } from '../support/database.ts';
import { candidate } from '../support/outreach.ts';

/** Reminders were promised to a person: whatever goes wrong while one is told, it comes. */
const database = testDatabase();
const DUE = new Date('2026-11-20T08:00:00Z');
let now: Date;

beforeEach(async () => {
  await database.empty();
  await ensureIndexes(database.db(), [reminderIndexes]);
  now = DUE;
});

const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

function world(tell: (by: string) => Promise<void>) {
  const told: string[] = [];
  const deps: ReminderDeps = {
    reminders: reminderStore(database.db()),
    clock: { now: () => now },
    logger: createLogger('silent'),
    candidateById: async (id) => candidate({ _id: id }),
    async tellReminder({ by }) {
      await tell(by);
      told.push(by);
    },
  };
  return { deps, told };
}

async function promised(deps: ReminderDeps, by: string) {
  const asked = { deliveryId: by, by, timeZone: 'UTC', candidateId: 'c1', note: '', dueAt: DUE };
  await remind(deps, asked);
}

test('whom Slack refuses keeps nobody else waiting, and is told later', async () => {
  let refused = 'U0GONE';
  const { deps, told } = world(async (by) => {
    if (by === refused) throw new Error('account_inactive');
  });
  await promised(deps, 'U0GONE');
  later(1);
  await promised(deps, 'U0RILEY');
  await tellDue(deps);
  expect(told).toEqual(['U0RILEY']);
  refused = '';
  later(59);
  await tellDue(deps);
  expect(told).toEqual(['U0RILEY']);
  later(1);
  await tellDue(deps);
  await tellDue(deps);
  expect(told).toEqual(['U0RILEY', 'U0GONE']);
});

test('of a process that died while it told, another one takes it up; of two that live, one tells', async () => {
  const dying = world(() => new Promise(() => undefined));
  const { deps, told } = world(() => new Promise((resolve) => setImmediate(resolve)));
  await promised(deps, 'U0RILEY');
  void tellDue(dying.deps);
  await expect
    .poll(() =>
      database
        .db()
        .collection('reminders')
        .findOne({ lease: { $ne: null } }),
    )
    .toBeTruthy();
  await tellDue(deps);
  later(130);
  await Promise.all([tellDue(deps), tellDue(deps)]);
  later(130);
  await tellDue(deps);
  expect(told).toEqual(['U0RILEY']);
});

test('snoozed while it is told, it comes on its new day', async () => {
  const { deps, told } = world(async () => {
    if (told.length > 0) return;
    const [{ _id } = { _id: '' }] = await deps.reminders.of('U0RILEY', 1);
    await snoozeReminder(deps, { id: _id, by: 'U0RILEY', dueAt: new Date('2026-11-21T08:00:00Z'), note: '' });
  });
  await promised(deps, 'U0RILEY');
  await tellDue(deps);
  later(86_400);
  await tellDue(deps);
  expect(told).toEqual(['U0RILEY', 'U0RILEY']);
});
