import type { Part } from '#platform/http/server.ts';

/** What the state of a part is called in a sentence for people, not operators. */
const KIND_WORDS: Record<Part['kind'], string> = {
  real: 'connected',
  embedded: 'embedded default',
  off: 'off',
};

/**
 * What is set up, one line a part.
 * @param detailed whether addresses and folders may be told: for admins
 */
export function statusLines(parts: readonly Part[], detailed: boolean): string[] {
  return parts.map(({ name, kind, detail }) => {
    const sign =
      kind === 'real' ? ':white_check_mark:' : kind === 'embedded' ? ':house:' : ':heavy_minus_sign:';
    return `${sign} *${name}:* ${KIND_WORDS[kind]}${detailed && detail ? ` – ${detail}` : ''}`;
  });
}
