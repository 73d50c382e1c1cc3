import { truncate } from '#platform/slack/blocks.ts';
import type { Choice, OptionsRequest, Surface } from '#platform/slack/surface.ts';
import { suggestWords } from '../vocabulary.ts';
import type { WordKind } from '../vocabulary-store.ts';
import { type CandidateSlackDeps, NEED } from './deps.ts';
import { WORDS_FIELD } from './form.ts';

/** What an option's text and value may hold. */
const OPTION = 75;

/** What the fields Skills, Interested in and Tags offer. */
export function registerOptions(surface: Surface, deps: CandidateSlackDeps): void {
  for (const kind of ['skill', 'interest', 'tag'] as const)
    surface.options(WORDS_FIELD[kind], NEED, (request) => offer(deps, kind, request));
}

async function offer(deps: CandidateSlackDeps, kind: WordKind, { query }: OptionsRequest): Promise<Choice[]> {
  // Somebody may type the whole line that they saw offered.
  const typed = /^Add “(.*)”$/.exec(query)?.[1] ?? query;
  const suggestions = await suggestWords(deps, kind, typed);
  return suggestions
    .filter(({ word }) => word.length <= OPTION)
    .map(({ word, isNew }) => ({ text: isNew ? truncate(`Add “${word}”`, OPTION) : word, value: word }));
}
