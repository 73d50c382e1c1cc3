import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that take twenty seconds to a minute each. */
const LONG = [
  'test/nurture/year/year.test.ts',
  'test/security/edges.test.ts',
  'test/main.test.ts',
  'test/end-to-end/',
  'test/faults/',
  'test/outreach/sending/',
];

/**
 * Begins with the tests that take long: on a fresh machine vitest goes by size, and one of a few lines ended alone. A class,
 * since vitest wants one.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      LONG.some((path) => relative(this.ctx.config.root, moduleId).startsWith(path));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
