import { randomBytes } from 'node:crypto';

/** Permissions to open a modal, one for each thing that a person does. */
export interface Triggers {
  make(userId: string): string;
  /** Takes a trigger; `used` when it was taken before, `expired` when it is too old or was never made. */
  take(triggerId: string): { userId: string } | 'expired' | 'used';
}

/**
 * @param lifetime milliseconds of the machine's clock; Slack gives 3,000. The moved clock has no say here: what a
 * program may take for its answer doesn't become less when a person plays a week in a second.
 */
export function triggers(lifetime: number): Triggers {
  const made = new Map<string, { userId: string; at: number; used: boolean }>();
  const forgetOld = () => {
    for (const [id, { at }] of made) {
      if (performance.now() - at < 10 * lifetime) return;
      made.delete(id);
    }
  };
  return {
    make(userId) {
      forgetOld();
      const id = `${Date.now()}.${randomBytes(4).readUInt32BE()}.${randomBytes(16).toString('hex')}`;
      made.set(id, { userId, at: performance.now(), used: false });
      return id;
    },
    take(id) {
      const trigger = made.get(id);
      if (!trigger || performance.now() - trigger.at > lifetime) return 'expired';
      if (trigger.used) return 'used';
      trigger.used = true;
      return { userId: trigger.userId };
    },
  };
}
