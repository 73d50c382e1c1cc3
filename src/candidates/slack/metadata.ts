import { z } from 'zod';

/** What a modal of ours remembers: ids only. */
export interface ModalMetadata {
  candidateId: string | null;
  /** Where the person was when they opened it. */
  channelId: string | null;
}

const schema = z.object({ candidateId: z.string().nullable(), channelId: z.string().nullable() });

export function writeMetadata(metadata: ModalMetadata): string {
  return JSON.stringify(metadata);
}

/** What isn't ours reads as nothing. */
export function readMetadata(text: string): ModalMetadata {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return { candidateId: null, channelId: null };
  }
}
