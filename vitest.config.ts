import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // One process a file: the embedded database engine allows one data directory per process.
    pool: 'forks',
    // Twice the machine's cores: most tests wait for something half of the time.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    testTimeout: 40_000,
    hookTimeout: 60_000,
    // What is waited for comes; the usual second is short on a machine that does other things as well.
    expect: { poll: { timeout: 10_000 } },
    reporters: ['default', './scripts/closing-line.ts'],
  },
});
