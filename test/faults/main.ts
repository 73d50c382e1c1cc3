import { runDay } from './day/run.ts';

/**
 * `npm run faults -- [SEED] [ROUNDS]` (by default 1, 200): a random day of real processes that are killed, at random
 * points, so many times; then a checker that imports nothing of src/ says what does not hold. What was seen stands in
 * RESULTS.md. Six rounds run with `npm test` (day.test.ts), with something that breaks each rule of the checker.
 *
 * In a round two recruiters, a member and candidates work (capture, notes, tags, reminders, drafts, approvals,
 * sequences, referrals, imports, answers by webhook), the clock may move by up to four hours, the mail server may break
 * connections after DATA, and after 50 to 2,000 ms the app (eight of ten times), its database engine, or both get a
 * SIGKILL. People write down what was acknowledged: a window that closed, a message that says “approved”, a 200.
 *
 * Where each fault is tested:
 *
 * | fault | test |
 * | --- | --- |
 * | SIGKILL at each step from click to e-mail | test/end-to-end/kill.test.ts; test/outreach/sending/{killed,never-twice}.test.ts |
 * | SIGKILL in an import, in a sequence, while a reminder is told | test/end-to-end/import-kill.test.ts; the simulated year (`npm run year`) and test/nurture/sweep.test.ts; test/reminders/telling.test.ts |
 * | SIGKILL anywhere | this |
 * | the engine is killed, or its parent | test/platform/database/embedded-engine.test.ts; this |
 * | a connection breaks in the moment of writing | test/platform/database/stuck-operations.test.ts |
 * | the database closes its connections, is late at the start | test/platform/database/database.test.ts; test/main.test.ts (/health) |
 * | the database says nothing (SIGSTOP; 12 s, a minute with FAULT_AWAY_MS=60000) | database-away.test.ts |
 * | the disk of DATA_DIR is full | disk-full.test.ts (a tmpfs; skipped where nothing may be mounted) |
 * | a step-down in a replica set | replica-set.test.ts (needs TEST_MONGODB_URI; never run so far) |
 * | SMTP: 4xx, 5xx, refused receiver | test/platform/mail/mailer.test.ts, test/outreach/sending/{pace,send}.test.ts |
 * | SMTP: silent, refusing, cut at each step | mail-and-model.test.ts; late answers: test/outreach/sending/send.test.ts |
 * | IMAP: silent, refusing, cut in a message | mail-and-model.test.ts; what can't be kept is read again: test/platform/mail/imap.test.ts |
 * | the model: 429, 500, nonsense, refusal, late | test/platform/llm/model.test.ts, test/outreach/drafting/write-draft.test.ts |
 * | the model: silent, refusing, cut in its answer | mail-and-model.test.ts |
 * | Slack's Web API: 429, 500, silent, cut | slack-api.test.ts; away for long: test/{reminders/telling,digest/daily,referrals/referral}.test.ts |
 * | Socket Mode is made anew, or cut, with deliveries in flight | socket-mode.test.ts; what Slack does then: test/local/socket-mode.test.ts |
 * | Slack takes no connection for minutes, or refuses it; a stop meanwhile | test/platform/slack/connection.test.ts; test/main.test.ts |
 * | a connection ends, at a stop too, with a submission in hand | test/platform/slack/submissions.test.ts |
 * | the clock jumps back an hour, ahead a week | clock-jumps.test.ts; ahead: test/end-to-end/{keeping-warm,nurture}.test.ts |
 * | two and three processes | three-processes.test.ts; two: test/nurture/year, test/platform/jobs/jobs.test.ts, test/digest/daily.test.ts |
 */
const [seed = 1, rounds = 200] = process.argv.slice(2).map(Number);
const began = performance.now();
const report = await runDay({ seed, rounds, note: (line) => console.log(line) });
const { violations, surprises, starts, ...figures } = report;
console.log(`seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s`);
console.log(JSON.stringify(figures, null, 2));
const inOrder = starts.toSorted((a, b) => a - b);
console.log(
  `starts: median ${Math.round(inOrder[inOrder.length >> 1] ?? 0)} ms, longest ${Math.round(inOrder.at(-1) ?? 0)} ms`,
);
console.log('surprises (no violations):');
for (const [what, times] of [...surprises].toSorted((a, b) => b[1] - a[1]))
  console.log(`  ${times} × ${what}`);
console.log(`violations: ${violations.length}`);
for (const { rule, what } of violations) console.log(`  ${rule}: ${what}`);
process.exit(violations.length === 0 ? 0 : 1);
