/**
 * Wraps stores so that they work for so many calls, counted over all of them together, and every call behind those
 * throws “dead”: as if the process were gone in the middle.
 * @param spared functions that go on working and aren't counted
 */
export function dyingAfter(calls: number, spared: readonly string[] = []): <T extends object>(store: T) => T {
  let made = 0;
  return (store) =>
    new Proxy(store, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function' || spared.includes(String(name))) return method;
        return (...args: unknown[]) => {
          if (++made > calls) throw new Error('dead');
          return method.apply(target, args);
        };
      },
    });
}
