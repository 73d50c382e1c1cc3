import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // One process a file: the embedded database engine allows one data directory per process.
    pool: 'forks',
    // One more than the machine's cores: most tests wait for something half of the time.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // What is waited for comes; the usual second is short on a machine that does other things as well.
    expect: { poll: { timeout: 10_000 } },
    reporters: ['default', './scripts/closing-line.ts'],
  },
});
