import { truncate } from '#platform/slack/blocks.ts';
import type { Choice } from '#platform/slack/surface.ts';
import type { Candidate } from '../candidate.ts';

/** Characters of an option: https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const MOST = 75;

/** Somebody in a menu of people. */
export function personChoice({ _id, name, company }: Pick<Candidate, '_id' | 'name' | 'company'>): Choice {
  return { text: truncate(company ? `${name} · ${company}` : name, MOST), value: _id };
}
