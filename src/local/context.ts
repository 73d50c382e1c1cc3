import type { MovableClock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { Traffic } from './delivery/traffic.ts';
import type { Live } from './live.ts';
import type { Manifest } from './manifest.ts';
import type { Option } from './state/model.ts';
import type { State } from './state/state.ts';
import type { Triggers } from './state/triggers.ts';

/** The running workspace as its parts see it; a function names the slice that it needs. */
export interface Workspace {
  state: State;
  clock: MovableClock;
  logger: Logger;
  manifest: Manifest;
  delivery: Delivery;
  traffic: Traffic;
  triggers: Triggers;
  live: Live;
  /** Options that the app offered in external selects lately, by select and value. */
  offered: Map<string, Map<string, Option>>;
  /** `http://127.0.0.1:3300`, without a slash at the end. */
  url(): string;
}
