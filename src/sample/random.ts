/** Numbers that look random and are the same ones for the same seed. */
export interface Random {
  /** From 0, below 1. */
  next(): number;
  /** A whole number, both ends included. */
  int(min: number, max: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of them, each as likely as its weight says. */
  weighted<T>(list: readonly T[], weightOf: (one: T) => number): T;
  /** As many cards of each as its weight says, shuffled: closer to the weights than as many draws would be. */
  deck<T>(list: readonly T[], weightOf: (one: T) => number): T[];
  /** In another order; the list itself stays as it is. */
  shuffled<T>(list: readonly T[]): T[];
}

/**
 * mulberry32 by Tommy Ettinger (public domain), https://gist.github.com/tommyettinger/46a874533244883189143505d203312c:
 * 32 bits of state are enough for a few thousand draws that nobody's safety depends on.
 */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const at = <T>(list: readonly T[], index: number): T => {
    const one = list[index];
    if (one === undefined) throw new RangeError('There is nothing to pick from.');
    return one;
  };
  const weighted = <T>(list: readonly T[], weightOf: (one: T) => number): T => {
    let left = next() * list.reduce((sum, one) => sum + weightOf(one), 0);
    const found = list.find((one) => {
      left -= weightOf(one);
      return left < 0;
    });
    return found ?? at(list, list.length - 1);
  };
  const shuffled = <T>(list: readonly T[]): T[] => {
    const order = list.map((one) => ({ one, key: next() }));
    return order.sort((a, b) => a.key - b.key).map(({ one }) => one);
  };
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (list) => at(list, int(0, list.length - 1)),
    weighted,
    deck: (list, weightOf) =>
      shuffled(list.flatMap((one) => Array.from({ length: weightOf(one) }, () => one))),
    shuffled,
  };
}
