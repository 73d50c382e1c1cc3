import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type AuditDeps, recordAudit } from '#audit/record.ts';
import { type RecountAllDeps, recountAfter } from '#engagement/recount-all.ts';
import type { LiveSettings } from './live.ts';
import type { Recount } from './recount.ts';
import { changesHeat, type Group, type Settings } from './settings.ts';
import type { SettingsStore } from './store.ts';

export interface SettingsDeps extends AuditDeps, RecountAllDeps {
  settings: SettingsStore;
  live: LiveSettings;
  /** Names this process in leases. */
  processId: string;
  /** Shows how far a recount is, to who caused it; never rejects. */
  showRecount: (recount: Recount) => Promise<void>;
}

const AT_ONCE = 500;
const LEASE_MS = 30_000;
const SHOWN_EVERY_MS = 2_000;

/**
 * Keeps a group of settings, from now on in this process and within ten seconds in others.
 * @returns whether everybody's temperature has to be counted anew, which `workOffRecount` does
 */
export async function changeSettings<G extends Group>(
  deps: SettingsDeps,
  group: G,
  values: Settings[G],
  by: string,
): Promise<boolean> {
  const before = structuredClone(deps.live[group]);
  const at = deps.clock.now();
  await deps.settings.keep(group, values, by, at);
  await deps.live.refresh();
  await recordAudit(deps, {
    by,
    action: 'settings changed',
    subject: `settings:${group}`,
    before,
    after: values,
    surface: 'modal Settings',
  });
  if (group !== 'temperature' || !changesHeat(before as Settings['temperature'], deps.live.temperature))
    return false;
  await deps.settings.beginRecount({
    _id: 'temperature',
    run: randomUUID(),
    state: 'running',
    after: null,
    counted: 0,
    total: await deps.candidates.everybody(),
    by,
    message: null,
    lease: null,
    at,
  });
  return true;
}

/**
 * Counts everybody's temperature anew, if that is due; goes on where a process that died has stopped. Until it is done
 * some are counted by the old settings and some by the new ones.
 */
export async function workOffRecount(deps: SettingsDeps, stopping?: AbortSignal): Promise<void> {
  const holder = `${deps.processId}:${randomUUID()}`;
  let recount = await deps.settings.claimRecount(holder, deps.clock.now(), until(deps));
  if (!recount) return;
  await deps.live.refresh();
  let shownAt = performance.now();
  await deps.showRecount(recount);
  for (;;) {
    const { last, counted } = await recountAfter(deps, recount.after, AT_ONCE);
    const isDone = last === null;
    const set: Partial<Recount> = {
      after: last ?? recount.after,
      counted: recount.counted + counted,
      ...(isDone && { state: 'done' as const }),
      lease: isDone || stopping?.aborted ? null : { by: holder, until: until(deps) },
    };
    if (!(await deps.settings.moveRecount(recount, set))) return;
    recount = { ...recount, ...set, message: (await deps.settings.recount())?.message ?? null };
    if (isDone || performance.now() - shownAt > SHOWN_EVERY_MS) {
      shownAt = performance.now();
      await deps.showRecount(recount);
    }
    if (isDone || stopping?.aborted) return;
    await setImmediate();
  }
}

function until(deps: SettingsDeps): Date {
  return new Date(deps.clock.now().getTime() + LEASE_MS);
}
