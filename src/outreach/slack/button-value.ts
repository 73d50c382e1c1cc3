import { z } from 'zod';

const buttonSchema = z.object({
  d: z.string().max(64),
  v: z.number().int(),
  c: z.array(z.string().max(60)).max(10),
});

/** What a button or a modal of a draft carries: ids only. */
export interface DraftReference {
  draftId: string;
  /** The version that was shown; a decision is about that one and no other. */
  version: number;
  /** Ids of the soft reasons against writing that stood in the message. */
  confirmed: string[];
}

export function writeReference({ draftId, version, confirmed }: DraftReference): string {
  return JSON.stringify({ d: draftId, v: version, c: confirmed });
}

/** Null for a value that is not ours. */
export function readReference(value: string | null): DraftReference | null {
  try {
    const parsed = buttonSchema.safeParse(JSON.parse(value ?? ''));
    return parsed.success
      ? { draftId: parsed.data.d, version: parsed.data.v, confirmed: parsed.data.c }
      : null;
  } catch {
    return null;
  }
}
