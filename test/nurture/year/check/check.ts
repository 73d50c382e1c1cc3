import type { Year } from '../record.ts';
import { type Facts, factsOf } from './facts.ts';
import { carriesTheWayOut } from './rules-of-form.ts';
import * as people from './rules-of-people.ts';
import * as progress from './rules-of-progress.ts';
import * as sequences from './rules-of-sequences.ts';

/**
 * Every rule of product.md sections 7 and 9, checked from what the mail server took and what people did. Nothing of src/ is
 * used here: days, hours, holidays, identities and letters are worked out anew.
 */
export const RULES: Record<string, (facts: Facts) => string[]> = {
  ...people,
  ...sequences,
  ...progress,
  carriesTheWayOut,
};

/** What breaks which rule; empty when nothing does. */
export function check(year: Year): Record<string, string[]> {
  const facts = factsOf(year);
  return Object.fromEntries(
    Object.entries(RULES)
      .map(([name, rule]) => [name, rule(facts)] as const)
      .filter(([, broken]) => broken.length > 0),
  );
}
