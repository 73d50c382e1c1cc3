import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * Ends a run of the tests with one plain line, `N passed, N failed`, for whoever or whatever reads the last lines of a
 * log. A file that could not be loaded and an error outside of any test count as failed: no test of theirs has run.
 */
export default function closingLine(): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]) {
      const { passed, failed } = countResults(modules);
      // After the other reporters' summary, which they write in the same turn.
      setImmediate(() => process.stdout.write(`\n${passed} passed, ${failed + unhandled.length} failed\n`));
    },
  };
}

function countResults(modules: readonly TestModule[]): { passed: number; failed: number } {
  const count = { passed: 0, failed: 0 };
  for (const module of modules) {
    const states = [...module.children.allTests()].map((test) => test.result().state);
    count.passed += states.filter((state) => state === 'passed').length;
    const failed = states.filter((state) => state === 'failed').length;
    count.failed += failed === 0 && module.state() === 'failed' ? 1 : failed;
  }
  return count;
}
