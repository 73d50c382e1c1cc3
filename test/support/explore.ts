import { asShown, type Control, controlsIn, hands, type Shown, viewsIn } from './crawl.ts';
import { until } from './person.ts';
import type { Said, Wire } from './wire.ts';

/** What an admin can type to see something of everything. */
const COMMANDS: [string, string][] = [
  ['/candidate', 'add Ana Petrova ana.petrova@example.org +4915112345678 linkedin.com/in/ana-p #golang'],
  ['/candidate', 'add Anna Petrowa anna.petrowa@example.org #golang'],
  ['/pool', 'new'],
  ['/nurture', 'new'],
  ['/role', 'open'],
  ['/refer', 'Tom Baker tom.baker@example.org'],
  ['/candidate', 'Ana Petrova'],
  ['/candidate', 'add Ana Petrova ana.petrova@example.org'],
  ['/candidate', 'find golang'],
  ['/candidate', 'duplicates'],
  ['/candidate', 'reminders'],
  ['/candidate', 'events'],
  ['/candidate', 'events new'],
  ['/candidate', 'import'],
  ['/outreach', 'Ana Petrova'],
  ['/pool', ''],
  ['/nurture', ''],
  ['/role', ''],
  ['/digest', ''],
  ['/digest', 'settings'],
  ['/refer', ''],
  ['/refer', 'mine'],
  ['/refer', 'bonuses'],
  ['/refer', 'leaderboard'],
  ['/rekindle', ''],
  ['/rekindle', 'team'],
  ['/rekindle', 'settings'],
  ['/rekindle', 'audit'],
  ['/rekindle', 'privacy'],
  ['/rekindle', 'fairness'],
];
/** How long nothing may be said until everything counts as seen, in milliseconds. */
const QUIET_MS = 1_000;
const PATIENCE_MS = 3_000;
/** What ends things is pressed after everything else. */
const ENDING = /erase|delete|discard|remove|close|leave|withdraw|stop|cancel|suppress|opt|merge/;
/** How often one kind of button, and one kind of modal, is tried: the second may show more. */
const TIMES = 2;

export interface Explored {
  /** One or two of each kind. */
  controls: Control[];
  views: Shown[];
  /** The modal in which a control stands. */
  pressedIn: Map<string, Shown>;
  /** Registered actions and views that were not come across, with something made up in them. */
  unseen: { controls: Control[]; views: Shown[] };
}

/** Presses and submits everything that the app shows to an admin, until it shows nothing new. */
export async function explore(wire: Wire): Promise<Explored> {
  const riley = hands(wire, wire.workspace.people.riley);
  const controls: Control[] = [];
  const views: Shown[] = [];
  const pressedIn = new Map<string, Shown>();
  const toDo: { ending: boolean; run: () => Promise<unknown> }[] = [];
  const take = (said: Pick<Said, 'body'>) => {
    const [view = null] = viewsIn(said);
    for (const control of controlsIn(said.body)) {
      const same = controls.filter(({ name }) => name === control.name);
      if (same.length >= TIMES || same.some(({ value }) => value === control.value)) continue;
      controls.push(control);
      if (view) pressedIn.set(control.name, view);
      toDo.push({ ending: ENDING.test(control.name), run: () => riley.press(control, view) });
    }
    if (!view || views.filter(({ callbackId }) => callbackId === view.callbackId).length >= TIMES) return;
    if (views.some((one) => JSON.stringify(one) === JSON.stringify(view))) return;
    views.push(view);
    const run = async () => {
      await chooseSomebody(view);
      take({ body: await riley.submit(view, asShown) });
    };
    toDo.push({ ending: ENDING.test(view.callbackId), run });
  };
  const chooseSomebody = async ({ blocks, metadata }: Shown) => {
    for (const { element } of blocks as { element?: Record<string, unknown> }[]) {
      if (!element) continue;
      if (element['type'] === 'users_select') element['initial_user'] ??= wire.workspace.people.harper;
      if (!String(element['type']).includes('external_select')) continue;
      const options = await choicesOf(String(element['action_id']), metadata);
      element['initial_option'] ??= options[0];
      element['initial_options'] ??= options.slice(0, 1);
    }
  };
  const choicesOf = async (actionId: string, metadata: string): Promise<object[]> => {
    for (const typed of ['', 'g', 'an']) {
      const { options } = (await riley.options(actionId, typed, metadata)) as { options?: object[] };
      if (options && options.length > 0) return options;
    }
    return [];
  };
  let read = 0;
  const takeAll = async (patience: number) => {
    await until('something new', async () => wire.said.length > read, patience).catch(() => {});
    const some = wire.said.length > read;
    while (read < wire.said.length) take(wire.said[read++] as Said);
    return some;
  };
  const workOff = async (patience: number) => {
    for (;;) {
      while (read < wire.said.length) take(wire.said[read++] as Said);
      const next = toDo.findIndex(({ ending }) => !ending);
      if (next >= 0) await toDo.splice(next, 1)[0]?.run();
      else if (!(await takeAll(patience))) return;
    }
  };
  // Twice: what was made in the first round is shown in the second.
  for (let round = 0; round < 2; round++) {
    for (const [command, text] of COMMANDS) {
      await riley.command(command, text);
      await workOff(round === 0 && text.startsWith('add') ? PATIENCE_MS : 0);
    }
    await riley.mention('refer Zoe Miller zoe.miller@example.org');
    await workOff(QUIET_MS);
    await wire.app.runJobs();
    await riley.home();
    await workOff(QUIET_MS);
  }
  for (const one of toDo) one.ending = false;
  await workOff(QUIET_MS);
  return { controls, views, pressedIn, unseen: unseen(wire, { controls, views }) };
}

function unseen(wire: Wire, { controls, views }: Pick<Explored, 'controls' | 'views'>): Explored['unseen'] {
  const named = wire.app.registered.map((one) => ({ ...one, name: exampleOf(one.name) }));
  const isNew = (one: { type: string; name: string }) =>
    one.type === 'action'
      ? !controls.some(({ name }) => name === one.name)
      : one.type === 'view' && !views.some(({ callbackId }) => callbackId === one.name);
  const all = named.filter(isNew);
  return {
    controls: all
      .filter(({ type }) => type === 'action')
      .map(({ name }) => {
        const [actionId = '', choice] = name.split('/');
        const value = choice === undefined ? NOBODY : `${choice}:${NOBODY}`;
        return { name, type: choice === undefined ? 'button' : 'overflow', actionId, value };
      }),
    views: all
      .filter(({ type }) => type === 'view')
      .map(({ name }) => ({ callbackId: name, metadata: NOBODY, blocks: [] })),
  };
}

const NOBODY = 'f'.repeat(24);

/** Something that a registered name or pattern matches: the first of each alternative. */
export function exampleOf(name: string): string {
  if (!name.startsWith('/^')) return name;
  return name.replace(/^\/\^|\$?\/$/g, '').replace(/\(\?:([^|)]*)[^)]*\)/g, '$1');
}
