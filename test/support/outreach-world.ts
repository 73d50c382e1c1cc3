import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { Candidate } from '#candidates/candidate.ts';
import { createLogger } from '#platform/logger.ts';
import { createMailer } from '#platform/mail/mailer.ts';
import { approve } from '../../src/outreach/deciding/approve.ts';
import type { OutreachDeps } from '../../src/outreach/deps.ts';
import { testDatabase } from './database.ts';
import {
  candidate,
  RILEY,
  type TestOutreach,
  takingMailer,
  testOutreach,
  testPeople,
  waitingDraft,
} from './outreach.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';

export interface OutreachWorld {
  database: ReturnType<typeof testDatabase>;
  /** The one candidate that there is. */
  ana: Candidate;
  /** Filled anew before each test; empty while the file loads. */
  deps: TestOutreach;
}

/**
 * Outreach to one candidate, on the real engine: before each test the database is empty and `deps` are new, with a
 * mailer that takes everything unless told otherwise. Call it at the top of the file.
 * @param parts asked before each test for what shall be another
 */
export function outreachWorld(
  parts: () => Partial<OutreachDeps> = () => ({}),
  ana: Candidate = candidate(),
): OutreachWorld {
  const database = testDatabase();
  const deps = {} as TestOutreach;
  beforeEach(async () => {
    await database.empty();
    const people = testPeople([ana]);
    Object.assign(deps, await testOutreach(database.db(), { mailer: takingMailer(), ...parts(), people }));
  });
  return { database, ana, deps };
}

/**
 * The same with a real SMTP server on loopback, which accepts everything and has taken nothing when a test begins.
 * @param deadlineMs how long the mailer waits for the server; as in the app, unless given
 */
export function sendingWorld(deadlineMs?: number): OutreachWorld & { smtp: TestSmtp } {
  const smtp = {} as TestSmtp;
  beforeAll(async () => {
    Object.assign(smtp, await startSmtp());
  });
  afterAll(() => smtp.close());
  beforeEach(() => {
    smtp.behave('accept');
    smtp.taken.length = 0;
  });
  const mailer = () =>
    createMailer({
      smtpUrl: smtp.url,
      logger: createLogger('silent'),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    });
  return { ...outreachWorld(() => ({ mailer: mailer() })), smtp };
}

/** What comes with a recruiter's click on a draft: the version that they saw, nothing confirmed. */
export const clickOn = (draftId: string, version = 1) => ({
  draftId,
  version,
  by: RILEY,
  isRecruiter: true,
  confirmed: [],
});

/** A draft to this candidate that was approved. @returns its id */
export async function approvedDraft(deps: TestOutreach, candidateId: string): Promise<string> {
  const draft = await waitingDraft(deps, candidateId);
  expect(await approve(deps, clickOn(draft._id))).toMatchObject({ done: true });
  return draft._id;
}
