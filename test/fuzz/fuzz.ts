import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PersonError } from '../../src/platform/person-error.ts';

const isLong = process.env['FUZZ_MS'] !== undefined;
/**
 * How long each property is tried, in milliseconds: all together stay below a minute in `npm test`; `npm run fuzz`
 * takes longer.
 */
const BUDGET_MS = Number(process.env['FUZZ_MS'] ?? 1_000);
/** In `npm test` the same inputs each time: no change is held up by what it didn't cause. The long run tries others. */
const RUNS = isLong ? 10_000_000 : 3_000;
/** The same again, after a failure: `FUZZ_SEED=… npm run fuzz`. */
const SEED = Number(process.env['FUZZ_SEED'] ?? (isLong ? Date.now() % 2_147_483_647 : 2_026));
/** Processor time that reading one input may take: far above what any takes, far below what stops a process. */
const BOUND_MS = 5_000;

/** Tries a property with whatever comes, as long as the budget lasts. */
export function fuzz<T>(name: string, input: fc.Arbitrary<T>, holds: (input: T) => unknown): void {
  it(
    name,
    async () => {
      console.info(`fuzz “${name}”: FUZZ_SEED=${SEED}`);
      const property = fc.asyncProperty(input, async (given) => {
        const before = process.cpuUsage();
        await unlessTold(holds, given);
        const { user } = process.cpuUsage(before);
        if (user / 1_000 > BOUND_MS) throw new Error(`it took ${Math.round(user / 1_000)} ms`);
      });
      const settings = {
        seed: SEED,
        // What failed is shown; a long search for a smaller input isn't worth its time in CI.
        endOnFailure: !isLong,
      };
      const run = { ...settings, numRuns: RUNS, interruptAfterTimeLimit: BUDGET_MS };
      const result = await fc.check(property, run);
      // A busy machine may not even get to the first one.
      if (result.interrupted && result.numRuns === 0) await fc.assert(property, { ...settings, numRuns: 1 });
      else if (result.failed)
        throw new Error(fc.defaultReportMessage(result), { cause: result.errorInstance });
    },
    BUDGET_MS + 60_000,
  );
}

/** A sentence for the person is no failure. */
async function unlessTold<T>(holds: (input: T) => unknown, given: T): Promise<void> {
  try {
    await holds(given);
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    expect(error.message).not.toBe('');
  }
}

/** What trips readers up, whatever they read. */
const NASTY = [
  '__proto__',
  'constructor',
  'toString',
  '{"$gt":""}',
  '$where',
  '\u0000',
  '\ud800',
  '\u202e',
  '\ufeff',
  '<!channel>',
  '<script>',
  '=cmd|',
  '../',
  '%00',
  '\r\n',
  'İ',
  'ﬃ',
  '👩‍👩‍👧',
  '9'.repeat(40),
  '-1',
  '1e999',
];

/**
 * Text of every kind: any characters, words that mean something to the reader put together, and one of them over and
 * over, which is where patterns take time by the square of the length.
 * @param words what the reader knows
 * @param longest characters of what is repeated
 */
export function texts(words: readonly string[], longest = 20_000): fc.Arbitrary<string> {
  const word = fc.constantFrom(...words, ...NASTY, ' ', ' ', '\n');
  const some = fc.oneof({ weight: 4, arbitrary: word }, fc.string({ unit: 'binary', maxLength: 8 }));
  return fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.array(some, { maxLength: 60 }).map((all) => all.join('')),
    fc
      .tuple(some, word, some, fc.integer({ min: 1, max: longest }))
      .map(([before, again, behind, count]) =>
        `${before}${again.repeat(Math.ceil(count / Math.max(1, again.length)))}${behind}`.slice(0, longest),
      ),
  );
}
