import type { Watched } from '#candidates/happened.ts';
import type { Logger } from '#platform/logger.ts';
import type { Rule, Trigger } from './rule.ts';
import type { RuleStore } from './store.ts';

/** What enabled rules look at, as it is now: the object stays the same one and is changed in place. */
export interface Watching {
  watched: Watched;
  /** Reads the rules anew; each process does so every ten seconds, since another one may have changed them. */
  refresh(): Promise<void>;
  close(): void;
}

const EVERY_MS = 10_000;

/** Reads what rules look at, and again every ten seconds until it is closed. */
export async function watchRules(rules: RuleStore, logger: Logger): Promise<Watching> {
  const watched: { -readonly [Name in keyof Watched]: Watched[Name] } = watchedBy([]);
  const refresh = async () => void Object.assign(watched, watchedBy(await rules.all()));
  await refresh();
  const timer = setInterval(() => {
    refresh().catch((error: unknown) => logger.warn({ err: error }, 'rules could not be read'));
  }, EVERY_MS);
  timer.unref();
  return { watched, refresh, close: () => clearInterval(timer) };
}

/** What these rules look at, but for silence, which leaves no mark. */
export function watchedBy(rules: readonly Rule[]): Watched {
  const values = (trigger: Trigger) =>
    new Set(
      rules.filter(({ enabled, when }) => enabled && when.kind === trigger).map(({ when }) => when.value),
    );
  return {
    kinds: values('touchpoint'),
    tags: values('tag'),
    stages: values('stage'),
    pools: values('pool'),
  };
}
