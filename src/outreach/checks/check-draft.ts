import { CHANNELS } from '../channels/channels.ts';
import type { DraftRequest, Fact, Finding } from '../draft.ts';
import { type Check, groundOf } from './ground.ts';
import { addresses, dates, links, numbers } from './grounded.ts';
import { names } from './names.ts';
import { privateNotes, quotations } from './quotations.ts';
import { deadlines, machinery, promises, protectedCharacteristics } from './said.ts';
import { language, lengths, placeholders } from './shape.ts';

/** All checks, product.md section 8.3; each is a pure function with tests of its own. */
export const CHECKS = {
  lengths,
  placeholders,
  addresses,
  links,
  numbers,
  dates,
  names,
  quotations,
  privateNotes,
  protectedCharacteristics,
  promises,
  deadlines,
  machinery,
  language,
} satisfies Record<string, Check>;

/** Kinds that don't pass a second time, not even as marked: no prompt of ours leads to them. */
const NEVER: ReadonlySet<Finding['kind']> = new Set([
  'link',
  'address',
  'instruction',
  'promise',
  'note',
  'protected',
]);

/**
 * Holds a draft against its facts before a person sees it (product.md section 8.3), whoever wrote it.
 * @param options.language ISO 639-1 of the house's language
 */
export function checkDraft(
  draft: { subject: string; body: string },
  facts: readonly Fact[],
  options: { channel: DraftRequest['channel']; language: string },
): Finding[] {
  const { needsSubject, longest } = CHANNELS[options.channel];
  const ground = groundOf(facts, options.language, longest);
  const whole: Finding[] =
    needsSubject && !draft.subject.trim()
      ? [{ kind: 'length', sentence: null, problem: 'There is no subject.' }]
      : [];
  return [...whole, ...Object.values(CHECKS).flatMap((check) => check(draft, ground))];
}

/** Whether a machine's draft holds something that it can only have from an instruction that wasn't ours. */
export function isPoisoned(findings: readonly Finding[]): boolean {
  return findings.some(({ kind }) => NEVER.has(kind));
}
