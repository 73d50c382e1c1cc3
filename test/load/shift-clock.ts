/**
 * Moves this process's clock to a Monday at 14:57 UTC, where it goes on: digests and working hours don't wait for the machine's Monday.
 * Loaded before everything else, by `--import`, in both processes of the load test.
 */
const now = Date.now();
const monday = new Date(now);
monday.setUTCDate(monday.getUTCDate() + ((8 - monday.getUTCDay()) % 7 || 7));
monday.setUTCHours(14, 57, 0, 0);
const key = 'LOAD_CLOCK_OFFSET_MS';
const offset = Number((process.env[key] ??= String(monday.getTime() - now)));
const Machine = Date;

class Shifted extends Machine {
  constructor(...args: [] | [number | string | Date]) {
    if (args.length === 0) super(Machine.now() + offset);
    // As the real one takes them: a time, a text, or a year with its parts.
    else super(...args);
  }
  static override now(): number {
    return Machine.now() + offset;
  }
}
globalThis.Date = Shifted as DateConstructor;
