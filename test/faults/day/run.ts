import { type Random, randomFrom } from '../../../src/sample/random.ts';
import { moveTo, nextMonday } from '../../support/clock.ts';
import { callControl, person, saying } from '../../support/person.ts';
import { startSmtp } from '../../support/smtp.ts';
import {
  Nothing,
  OF_CANDIDATES,
  OF_MEMBERS,
  OF_RECRUITERS,
  type Scene,
  SEQUENCE,
  type Worker,
} from './acts.ts';
import { INBOUND_SECRET, type KilledApp, killedApp } from './app.ts';
import { type Aftermath, check, type Kept, type Violation } from './check.ts';
import { acknowledged, emptyLedger } from './ledger.ts';

export interface DayReport {
  rounds: number;
  kills: { app: number; engine: number };
  acknowledged: Record<string, number>;
  taken: number;
  /** Milliseconds of each start after a kill. */
  starts: number[];
  /** What people were told that should not be, and what the app logged, with how often. */
  surprises: Map<string, number>;
  violations: Violation[];
}

/** Until everything has ended: the clock is moved by three minutes so often. */
const ENDINGS = 20;

/**
 * A random day with so many kills: what people do and when the clock moves comes from the seed; which of them a kill
 * meets, and where, doesn't, so that a violation may need a few runs of its seed to come back.
 */
export async function runDay(options: {
  seed: number;
  rounds: number;
  note?: (line: string) => void;
}): Promise<DayReport> {
  const { seed, rounds, note = () => undefined } = options;
  const random = randomFrom(seed);
  const smtp = await startSmtp({ delayMs: 15 });
  const app = await killedApp(smtp.url);
  const report: DayReport = {
    rounds: 0,
    kills: { app: 0, engine: 0 },
    acknowledged: {},
    taken: 0,
    starts: [],
    surprises: new Map(),
    violations: [],
  };
  const ledger = emptyLedger();
  let numbers = 0;
  const scene: Scene = {
    random,
    ledger,
    inbound: { url: app.webhook, secret: INBOUND_SECRET.replaceAll(' ', '-') },
    taken: smtp.taken,
    next: () => ++numbers,
  };
  const workers = workersOf(app);
  try {
    await app.start();
    await setUp(app, workers);
    for (let round = 1; round <= rounds; round++) {
      smtp.behave(random.chance(0.08) ? 'drop after DATA' : 'accept');
      await oneRound(app, scene, workers, report);
      report.rounds = round;
      if (round % 10 === 0)
        note(`round ${round}: ${smtp.taken.length} messages, ${ledger.candidates.length} people`);
    }
    smtp.behave('accept');
    report.violations = check(await aftermath(app, scene, workers));
  } catch (error) {
    report.violations.push({
      rule: 'theAppRuns',
      what: error instanceof Error ? (error.stack ?? '') : String(error),
    });
  } finally {
    report.acknowledged = acknowledged(ledger);
    report.taken = smtp.taken.length;
    for (const line of logged(app.output())) surprise(report, line);
    await app.kill();
    await Promise.all([smtp.close(), app.remove()]);
  }
  return report;
}

const workersOf = (app: KilledApp): Worker[] =>
  [
    ['riley', 'hiring'],
    ['harper', 'general'],
    ['morgan', 'referrals'],
  ].map(([name = '', channel = '']) => ({ name, channel, client: person(app.url, name) }));

async function setUp(app: KilledApp, [riley]: Worker[]): Promise<void> {
  if (!riley) return;
  const { client, channel } = riley;
  // A Monday at 15:00 UTC: morning in Texas.
  await moveTo(app.url, nextMonday(15));
  await client.command('/rekindle team', channel);
  await client.modal('Team');
  await client.submit({ Person: 'Harper', Role: 'Recruiter' });
  await client.command('/nurture new', channel);
  await client.modal('New sequence');
  await client.submit({ Name: SEQUENCE, Audience: 'For a random day' });
  for (const place of ['There is no step yet', '1. Message from a template']) {
    const page = await client.lastMessage(place, '@rekindle');
    await client.click('Add step', { channel: '@rekindle', ts: page.ts });
    await client.modal('Add step');
    await client.submit({
      Delay: '1',
      Subject: 'Hello {{ first_name }}',
      Message:
        'Hi {{ first_name }},\n\nIt has been a while since we were in touch, and I have been wondering how things are going for you. Would a short call suit you one of these days?\n\n{{ sender_first_name }}',
      'Without approval': ['It goes out without anybody approving it; I answer for it'],
    });
  }
  await client.lastMessage('2. Message from a template', '@rekindle');
}

/** Everybody works, the clock may move, and in the middle of it something is killed. */
async function oneRound(app: KilledApp, scene: Scene, workers: Worker[], report: DayReport): Promise<void> {
  const { random } = scene;
  const round = { over: false };
  const killed = random.weighted(['app', 'engine', 'both'] as const, (one) => (one === 'app' ? 8 : 1));
  const after = random.int(50, 2_000);
  const works = workers.map((who) => work(scene, who, round, report));
  works.push(work(scene, null, round, report));
  if (random.chance(0.6)) works.push(moveClock(app, random, round, report));
  await new Promise((resolve) => setTimeout(resolve, after));
  if (killed !== 'app' && (await app.killEngine())) report.kills.engine++;
  if (killed === 'engine') {
    // It is started again under the running app, which goes on with what it had begun.
    round.over = true;
    await Promise.all(works);
    await comesBack(app);
    return;
  }
  round.over = true;
  await app.kill();
  report.kills.app++;
  await Promise.all(works);
  report.starts.push(await app.start());
}

async function comesBack(app: KilledApp): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await app.healthy())) {
    if (performance.now() > deadline)
      throw new Error('the app is not healthy a minute after its engine was killed');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** One thing after the other until the round is over. @param who null: candidates, who answer */
async function work(
  scene: Scene,
  who: Worker | null,
  round: { over: boolean },
  report: DayReport,
): Promise<void> {
  const nobody = { name: '', channel: '', client: person('http://127.0.0.1:1', 'riley') };
  const acts = who === null ? OF_CANDIDATES : who.name === 'morgan' ? OF_MEMBERS : OF_RECRUITERS;
  while (!round.over) {
    try {
      // A window that was open when the app died stands in nobody's way.
      while (who && !round.over && (await who.client.views()).length > 0) await who.client.close();
      const [act] = scene.random.weighted(acts, ([, weight]) => weight);
      await act(scene, who ?? nobody);
    } catch (error) {
      if (!round.over && !(error instanceof Nothing)) surprise(report, `${who?.name}: ${messageOf(error)}`);
    }
    // Slower than a machine: Slack takes one message a second in a conversation.
    await new Promise((resolve) =>
      setTimeout(resolve, scene.random.int(20, who && who.name !== 'morgan' ? 150 : 900)),
    );
  }
}

async function moveClock(
  app: KilledApp,
  random: Random,
  round: { over: boolean },
  report: DayReport,
): Promise<void> {
  try {
    await callControl(app.url, 'clock', { minutes: random.int(2, 240) });
  } catch (error) {
    if (!round.over) surprise(report, `the clock: ${messageOf(error)}`);
  }
}

/** Kills a last time, lets everything come to its end, and reads what there is. */
async function aftermath(app: KilledApp, scene: Scene, workers: Worker[]): Promise<Aftermath> {
  await app.kill();
  await app.start();
  const client = app.database();
  try {
    let kept = await everything(client);
    for (let ending = 0; ending < ENDINGS; ending++) {
      await callControl(app.url, 'clock', { minutes: 3 }).catch(() => undefined);
      kept = await everything(client);
      if (ending > 1 && isQuiet(kept)) break;
    }
    const { clock } = await callControl<{ clock: { now: string } }>(app.url, 'workspace?as=riley');
    const shown = await Promise.all(
      workers.map(async (who) => (await who.client.messages('@rekindle')).map(saying)),
    );
    return { ledger: scene.ledger, taken: scene.taken, kept, shown: shown.flat(), now: new Date(clock.now) };
  } finally {
    await client.close();
  }
}

function isQuiet(kept: Record<string, Kept[]>): boolean {
  const busy = (collection: string, is: (one: Kept) => boolean) => (kept[collection] ?? []).some(is);
  return !(
    busy('drafts', ({ state, stale }) => Boolean(stale) || ['drafting', 'sending'].includes(state ?? '')) ||
    busy('imports', ({ state }) => ['uploaded', 'running'].includes(state ?? '')) ||
    busy('touchpoints', ({ pending }) => pending === true) ||
    busy('referrals', ({ owed }) => (owed ?? []).length > 0) ||
    busy('reminders', ({ lease }) => Boolean(lease))
  );
}

async function everything(client: ReturnType<KilledApp['database']>): Promise<Record<string, Kept[]>> {
  const db = client.db('rekindle');
  const kept: Record<string, Kept[]> = {};
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    if (!name.startsWith('import_files')) kept[name] = await db.collection<Kept>(name).find({}).toArray();
  return kept;
}

function surprise(report: DayReport, what: string): void {
  const line = what
    .replaceAll(/\d+/g, 'N')
    .replaceAll(/[0-9a-f]{8,}/g, 'ID')
    .slice(0, 200);
  report.surprises.set(line, (report.surprises.get(line) ?? 0) + 1);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** What the app logged, without times and ids. */
function logged(output: string): string[] {
  return output.split('\n').flatMap((line) => {
    try {
      const { msg, err, job, kind, name } = JSON.parse(line) as Record<string, string> & {
        err?: { message?: string };
      };
      return [['log', job ?? kind, name, msg, err?.message].filter(Boolean).join(': ')];
    } catch {
      return [];
    }
  });
}
