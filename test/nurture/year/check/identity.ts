import { createHash } from 'node:crypto';

/** Names as the documentation says that they are derived, worked out here anew. */

/** docs/design/outreach.md, “A draft’s life”: the draft of a step of an enrolment. */
export function draftId(enrolment: string, step: string): string {
  return createHash('sha256').update(`enrolment:${enrolment}:${step}`).digest('hex').slice(0, 24);
}

export function messageId(enrolment: string, step: string, domain: string): string {
  return `<draft-${draftId(enrolment, step)}@${domain}>`;
}

/** Product.md section 9, “assignment is stable”: by the first byte of a hash of step and person. */
export function variant(person: string, step: string, variants: number): number {
  const [first = 0] = createHash('sha256').update(`${step}:${person}`).digest();
  return first % variants;
}
