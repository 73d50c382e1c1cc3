import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { callControl, person, until } from '../support/person.ts';
import { freePort, spawnRekindle, temporaryFolder } from '../support/rekindle.ts';
import { startWorkspace } from '../support/workspace.ts';
import { hand, percentile, table } from './figures.ts';

/**
 * How long Slack waits for the acknowledgement of commands and clicks at 20 a second, against a bare Bolt app that
 * only acknowledges. Both run in a process of their own and talk to a local workspace in this one; they take turns,
 * so that whatever else the machine does hits both. Goal: p99 within 1.5 times.
 */
const A_SECOND = 20;
const ROUNDS = 6;
const EACH_ROUND = 60;

interface Traffic {
  n: number;
  kind: string;
  name: string;
  ms: number | null;
  direction: string;
}

interface Measured {
  commands: number[];
  clicks: number[];
}

async function withWorkspace<T>(
  run: (workspace: Awaited<ReturnType<typeof startWorkspace>>, directory: string) => Promise<T>,
): Promise<T> {
  const folder = await temporaryFolder();
  const workspace = await startWorkspace({
    directory: join(folder.path, 'workspace'),
  });
  try {
    return await run(workspace, folder.path);
  } finally {
    await workspace.close();
    await folder.remove();
  }
}

/** One round: commands, then clicks on **Open** in a list, evenly spaced, answers not waited for. */
async function round(url: string, into: Measured): Promise<void> {
  const riley = person(url, 'riley');
  const list = await riley.lastMessage('A list', 'hiring');
  const before = (await callControl<Traffic[]>(url, 'traffic?after=0')).at(-1)?.n ?? 0;
  await paced(EACH_ROUND, () => riley.command('/candidate find go', 'general'));
  const open = { blockId: 'open', actionId: 'candidate_open' };
  await paced(EACH_ROUND, () => riley.act({ ts: list.ts, channel: list.channel, ...open }));
  const seen = await callControl<Traffic[]>(url, `traffic?after=${before}`);
  for (const { kind, ms, direction } of seen) {
    if (direction !== 'to app' || ms === null) continue;
    if (kind === 'slash_commands' || kind === 'command') into.commands.push(ms);
    else if (kind !== 'events_api' && kind !== 'event') into.clicks.push(ms);
  }
}

async function postList(
  { apiUrl, botToken }: { apiUrl: string; botToken: string },
  candidateId: string,
): Promise<void> {
  const open = {
    type: 'button',
    action_id: 'candidate_open',
    text: { type: 'plain_text', text: 'Open' },
    value: candidateId,
  };
  await fetch(`${apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      channel: 'C0HIRING',
      text: 'A list',
      blocks: [{ type: 'actions', block_id: 'open', elements: [open] }],
    }),
  });
}

async function paced(times: number, act: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  const running: Promise<unknown>[] = [];
  for (let i = 0; i < times; i++) {
    const due = started + (i * 1000) / A_SECOND;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(act().catch(() => null));
  }
  await Promise.all(running);
}

const figures = await withWorkspace((floorSpace) =>
  withWorkspace(async (ownSpace, directory) => {
    const settings = (workspace: typeof floorSpace) => ({
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      SLACK_API_URL: workspace.apiUrl,
    });
    const bare = spawn(process.execPath, [join(import.meta.dirname, 'bare-app.ts')], {
      env: { ...process.env, ...settings(floorSpace) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const own = await spawnRekindle({
      ...settings(ownSpace),
      DATA_DIR: join(directory, 'app'),
      PORT: String(await freePort()),
      ADMINS: ownSpace.people.riley,
    });
    await until('the bare app is connected', async () => {
      const { app } = await callControl<{ app: { connected: boolean } }>(
        floorSpace.url,
        'workspace?as=riley',
      );
      return app.connected;
    });
    // The same list with an Open button in both workspaces; in ours the button shows the card of a real person.
    await person(ownSpace.url, 'riley').command('/candidate add Ana Petrova ana@example.com', 'hiring');
    await person(ownSpace.url, 'riley').modal('Add candidate');
    await person(ownSpace.url, 'riley').submit();
    const card = JSON.stringify(await person(ownSpace.url, 'riley').lastMessage('Ana Petrova', 'hiring'));
    const candidateId = /"value":"([0-9a-f]{24})"/.exec(card)?.[1] ?? '';
    for (const space of [floorSpace, ownSpace]) await postList(space, candidateId);

    const floor: Measured = { commands: [], clicks: [] };
    const ours: Measured = { commands: [], clicks: [] };
    const warmUp: Measured = { commands: [], clicks: [] };
    await round(floorSpace.url, warmUp);
    await round(ownSpace.url, warmUp);
    for (let i = 0; i < ROUNDS; i++) {
      await round(floorSpace.url, floor);
      await round(ownSpace.url, ours);
    }
    bare.kill();
    await own.kill('SIGTERM');
    return { floor, ours };
  }),
);

for (const what of ['commands', 'clicks'] as const) {
  const [floor, ours] = [figures.floor[what], figures.ours[what]];
  const ratio = percentile(ours, 99) / percentile(floor, 99);
  hand({
    operation: `acknowledgement of ${what}`,
    over: '20 a second',
    ms: ours,
    floor: `a Bolt app that only acknowledges, p99 of ${percentile(floor, 99).toFixed(1)} ms`,
    ratio,
    goal: 'p99 ≤ 1.5 times',
    isMet: ratio <= 1.5,
  });
}
const rows = (['commands', 'clicks'] as const).flatMap((what) =>
  [50, 95, 99].map((p) => {
    const [floor, ours] = [percentile(figures.floor[what], p), percentile(figures.ours[what], p)];
    return {
      what,
      percentile: `p${p}`,
      samples: figures.ours[what].length,
      'bare Bolt (ms)': floor.toFixed(2),
      'Rekindle (ms)': ours.toFixed(2),
      ratio: (ours / floor).toFixed(2),
    };
  }),
);
console.log(table('Acknowledgement at 20 a second; goal: p99 within 1.5 times', rows));
