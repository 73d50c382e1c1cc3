import { useSkillAliases } from '#candidates/skills.ts';
import type { Logger } from '#platform/logger.ts';
import { GROUPS, type Settings } from './settings.ts';
import type { SettingsStore } from './store.ts';

/**
 * The settings as they are now. The objects stay the same ones and are changed in place, so whoever was given
 * `temperature` or `writing` at the start always reads what holds.
 */
export interface LiveSettings extends Settings {
  /** Reads what is kept; `live` processes do so every ten seconds, since another one may have changed it. */
  refresh(): Promise<void>;
  close(): void;
}

const EVERY_MS = 10_000;

/** Reads the settings, and again every ten seconds until it is closed. */
export async function liveSettings(store: SettingsStore, logger: Logger): Promise<LiveSettings> {
  const live: Settings = {
    temperature: { ...GROUPS.temperature.initial },
    writing: { ...GROUPS.writing.initial },
    messages: { ...GROUPS.messages.initial },
    ranking: { ...GROUPS.ranking.initial },
    skills: { ...GROUPS.skills.initial },
    referrals: { ...GROUPS.referrals.initial },
    digest: { ...GROUPS.digest.initial },
  };
  const refresh = async () => {
    for (const { _id, values } of await store.all()) {
      const parsed = GROUPS[_id]?.schema.safeParse(values);
      if (parsed?.success) Object.assign(live[_id], parsed.data);
      else logger.error({ group: _id }, 'kept settings can’t be read; the ones before stay');
    }
    useSkillAliases(live.skills.aliases);
  };
  await refresh();
  const timer = setInterval(() => {
    refresh().catch((error: unknown) => logger.warn({ err: error }, 'settings could not be read'));
  }, EVERY_MS);
  timer.unref();
  return { ...live, refresh, close: () => clearInterval(timer) };
}
