import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { recordTouchpoint } from '../../src/engagement/record.ts';
import { summarise } from '../../src/engagement/summary.ts';
import { DEFAULT_TEMPERATURE, type TemperatureSettings } from '../../src/engagement/temperature.ts';
import { KINDS, type Kind } from '../../src/engagement/touchpoint.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { changeSettings, type SettingsDeps, workOffRecount } from '../../src/settings/change.ts';
import { liveSettings } from '../../src/settings/live.ts';
import { changesHeat, readCompanies } from '../../src/settings/settings.ts';
import { recountIndexes, settingsStore } from '../../src/settings/store.ts';
import { capturing, world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
const logger = createLogger('silent');
let deps: SettingsDeps & Awaited<ReturnType<typeof world>>;
let shown: string[];
let now: number;
beforeEach(async () => {
  await database.empty();
  const db = database.db();
  await ensureIndexes(db, [recountIndexes]);
  const settings = settingsStore(db);
  const live = await liveSettings(settings, logger);
  now = new Date('2026-11-20T12:00:00Z').getTime();
  shown = [];
  deps = {
    ...(await world(db)),
    settings,
    live,
    temperature: live.temperature,
    processId: 'one',
    clock: { now: () => new Date(now) },
    async showRecount({ counted, total, state }) {
      shown.push(`${state}: ${counted} of ${total}`);
    },
  };
  return () => live.close();
});

const RILEY = 'U0RILEY';
const changed = (change: Partial<TemperatureSettings>): TemperatureSettings => ({
  ...DEFAULT_TEMPERATURE,
  ...change,
});

async function people(count: number): Promise<string[]> {
  const ids: string[] = [];
  const kinds = Object.keys(KINDS) as Kind[];
  for (let i = 0; i < count; i++) {
    const captured = await capture(deps, capturing({ email: `p${i}@example.com` }));
    if (captured.outcome !== 'added') throw new Error('known');
    const candidateId = captured.candidate._id;
    for (let n = 0; n < i % 4; n++)
      await recordTouchpoint(deps, {
        _id: `${i}:${n}`,
        candidateId,
        kind: kinds[(i * 3 + n) % kinds.length] ?? 'call',
        direction: 'in',
        at: new Date(now - (i * 7 + n) * 86_400_000),
        by: RILEY,
      });
    ids.push(candidateId);
  }
  return ids;
}

/** Everybody's engagement, as counting it from nothing gives it. */
async function expectCounted(ids: readonly string[], settings: TemperatureSettings): Promise<void> {
  for (const id of ids) {
    const { revision: _, ...engagement } = (await deps.candidates.byId(id))?.engagement ?? { revision: 0 };
    expect(engagement).toEqual(summarise(await deps.touchpoints.all([id]), settings));
  }
}

describe('a change', () => {
  it('holds at once for whoever was given the settings, and in another process when it reads them', async () => {
    const other = await liveSettings(deps.settings, logger);
    expect(await changeSettings(deps, 'temperature', changed({ hot: 20 }), RILEY)).toBe(false);
    expect(deps.temperature.hot).toBe(20);
    expect(other.temperature.hot).toBe(8);
    await other.refresh();
    expect(other.temperature.hot).toBe(20);
    other.close();
    expect(await deps.audit.about('settings:temperature', 1)).toMatchObject([
      { before: { hot: 8 }, after: { hot: 20 } },
    ]);
  });

  it('of the half-life or a weight counts everybody anew, of a threshold nobody', () => {
    expect(changesHeat(DEFAULT_TEMPERATURE, changed({ hot: 9, warm: 1 }))).toBe(false);
    expect(changesHeat(DEFAULT_TEMPERATURE, changed({ halfLifeDays: 44 }))).toBe(true);
    const weights = { ...DEFAULT_TEMPERATURE.weights, call: 9 };
    expect(changesHeat(DEFAULT_TEMPERATURE, changed({ weights }))).toBe(true);
  });

  it('ends with the same heat as counting from nothing, and shows how far it is', async () => {
    const ids = await people(30);
    const settings = changed({ halfLifeDays: 20, negativeReply: -20 });
    expect(await changeSettings(deps, 'temperature', settings, RILEY)).toBe(true);
    await Promise.all([workOffRecount(deps), workOffRecount({ ...deps, processId: 'two' })]);
    await expectCounted(ids, settings);
    expect(shown.at(0)).toBe('running: 0 of 30');
    expect(shown.at(-1)).toBe('done: 30 of 30');
  });

  it('is gone on with after a crash, and begun anew by a further change', async () => {
    const ids = await people(12);
    await changeSettings(deps, 'temperature', changed({ halfLifeDays: 20 }), RILEY);
    const dying = {
      ...deps,
      candidates: { ...deps.candidates, writeEngagements: () => Promise.reject(new Error('dead')) },
    };
    await expect(workOffRecount(dying)).rejects.toThrow('dead');
    await workOffRecount({ ...deps, processId: 'two' });
    expect((await deps.settings.recount())?.state).toBe('running');
    now += 60_000;
    const settings = changed({ halfLifeDays: 90 });
    await changeSettings(deps, 'temperature', settings, RILEY);
    await workOffRecount({ ...deps, processId: 'two' });
    await expectCounted(ids, settings);
  });

  it('that can’t be read is left out', async () => {
    await deps.settings.keep('temperature', { halfLifeDays: 'long' }, RILEY, new Date(now));
    await deps.live.refresh();
    expect(deps.temperature.halfLifeDays).toBe(45);
  });
});

it('companies are read one a line, without doubles', () => {
  expect(readCompanies(' Acme Inc. \n\nACME\nInitech\n—\n')).toEqual(['ACME', 'Initech']);
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(readCompanies(text))));
});
