import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#platform/database/database.ts';
import { createLogger } from '#platform/logger.ts';
import { createMailer } from '#platform/mail/mailer.ts';
import { sweepDrafts } from '../../../src/outreach/sweep.ts';
import { candidate, testOutreach, testPeople, waitingDraft } from '../../support/outreach.ts';
import { startSmtp, type TestSmtp } from '../../support/smtp.ts';

/**
 * 200 messages, two approvers in processes of their own who click at the same drafts, ten SIGKILLs: the mail server
 * counts, and whatever it counted nobody may be without knowing.
 */
const MESSAGES = 200;
const KILLS = 10;
let directory: string;
let database: Database;
let smtp: TestSmtp;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rekindle-test-'));
  [database, smtp] = await Promise.all([
    openDatabase({ uri: null, directory, logger: createLogger('silent') }),
    startSmtp({ delayMs: 15 }),
  ]);
});
afterAll(async () => {
  await smtp.close();
  await database.close();
  await rm(directory, { recursive: true, force: true });
});

/** The engine runs in a process of this one's: others connect to its socket. */
const address = () =>
  `mongodb://${encodeURIComponent(join(directory, 'mongodb.sock'))}/rekindle?directConnection=true`;

function approver(name: string) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'approver.ts'), address(), smtp.url, name],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  return { child, ended: new Promise<void>((resolve) => child.once('exit', () => resolve())) };
}

test('no message twice; what nobody knows is shown as unclear', { timeout: 120_000 }, async () => {
  const people = testPeople(
    Array.from({ length: MESSAGES }, (_, index) => candidate({ emails: [`p${index}@example.com`] })),
  );
  const mailer = createMailer({ smtpUrl: smtp.url, logger: createLogger('silent') });
  const deps = await testOutreach(database.db, { people, mailer });
  deps.messages.domainPerHour = 1_000;
  deps.messages.senderPerDay = 1_000;
  deps.writing = { ...deps.writing, dailyCap: 1_000 };
  for (const id of people.candidates.keys()) await waitingDraft(deps, id);

  const running = ['one', 'two'].map(approver);
  for (let kill = 0; kill < KILLS; kill++) {
    // Kills fall where messages are under way: each waits for some more to have been taken, and a random moment.
    const taken = smtp.taken.length;
    const patience = AbortSignal.timeout(10_000);
    while (smtp.taken.length < Math.min(taken + 5, MESSAGES - 20) && !patience.aborted) await setTimeout(5);
    await setTimeout(Math.random() * 40);
    const which = kill % running.length;
    running[which]?.child.kill('SIGKILL');
    await running[which]?.ended;
    running[which] = approver(`again-${kill}`);
  }
  await Promise.all(running.map(({ ended }) => ended));
  // What the dead have left: leases run out, and the sweep takes it up.
  for (let round = 0; round < 6; round++) {
    deps.wait(120_000);
    await sweepDrafts(deps);
  }
  mailer.close();

  const drafts = await database.db
    .collection<{ _id: string; state: string; messageIds: string[] }>('drafts')
    .find()
    .toArray();
  const count = new Map<string, number>();
  for (const raw of smtp.taken) {
    const id = /^Message-ID: (\S+)/im.exec(raw)?.[1] ?? '';
    count.set(id, (count.get(id) ?? 0) + 1);
  }
  const states = Object.groupBy(drafts, ({ state }) => state);
  console.info(
    `${smtp.taken.length} taken; ${Object.entries(states)
      .map(([state, all]) => `${all?.length ?? 0} ${state}`)
      .join(', ')}`,
  );
  expect([...count.values()].filter((times) => times > 1)).toEqual([]);
  expect(Object.keys(states).toSorted()).toEqual(['sent', ...(states['unclear'] ? ['unclear'] : [])]);
  // Sent means taken; taken means sent, or shown as unclear.
  for (const { state, messageIds } of drafts)
    if (state === 'sent') expect(count.get(messageIds[0] ?? '')).toBe(1);
});
