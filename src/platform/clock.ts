/**
 * The app's only source of the present. Everything that asks "what time is it?" takes a Clock, so that a
 * test, and the +1 day button of the local workspace, can play weeks in a second.
 */
export interface Clock {
  /** The present as this clock sees it. */
  now(): Date;
}

/** A clock whose present can be pushed forward; it keeps running from there. */
export interface MovableClock extends Clock {
  /** Milliseconds that this clock is ahead of the machine's. */
  offset(): number;
  /**
   * Moves the present forward and tells every listener, in the order in which they were added.
   * @param to the new present; must not be earlier than now()
   * @throws RangeError for a move into the past: nothing here is built to happen twice
   */
  moveTo(to: Date): Promise<void>;
  /** Calls `listener` after each move; resolves the move only when the listener has finished. */
  onMove(listener: () => Promise<void>): void;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that runs with the machine's, some milliseconds ahead.
 * @param startOffset milliseconds ahead of the machine's clock at the start, as kept from an earlier run
 */
export function movableClock(startOffset = 0): MovableClock {
  let offset = startOffset;
  const listeners: (() => Promise<void>)[] = [];
  const now = () => new Date(Date.now() + offset);
  return {
    now,
    offset: () => offset,
    async moveTo(to) {
      const ahead = to.getTime() - now().getTime();
      if (!(ahead >= 0)) throw new RangeError('The clock can only be moved forward.');
      offset += ahead;
      for (const listener of listeners) await listener();
    },
    onMove: (listener) => void listeners.push(listener),
  };
}
