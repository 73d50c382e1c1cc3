import { z } from 'zod';
import { SENIORITIES } from '#candidates/candidate.ts';
import { wordsOf } from '#candidates/search-words.ts';
import { skillsInText } from '#candidates/skills-in-text.ts';
import { canonicalWord } from '#candidates/vocabulary.ts';
import type { RolesDeps } from './deps.ts';
import { isRemote, levelIn, MOST_READ, readDescription } from './read-description.ts';
import { type Criteria, MOST_MUST_HAVES, MOST_NICE_TO_HAVES, MOST_TITLE } from './role.ts';

/** Names that `prompts/read-role.md` may use. */
export const ROLE_PROMPT_VARIABLES = ['description'] as const;

const LONGEST_SKILL = 40;
const MOST_WORDS = 4;

const answerSchema = z.object({
  title: z.string(),
  mustHave: z.array(z.string()),
  niceToHave: z.array(z.string()),
  seniority: z.enum(SENIORITIES).nullable(),
  location: z.string().nullable(),
  remote: z.boolean(),
});

/** What was read, and by whom: a sentence for the person who corrects it. */
export interface Reading {
  criteria: Criteria;
  note: string;
}

/**
 * Reads a job description: by the model when there is one that answers, else by known words. Whatever the model says is
 * checked against the text, field by field, so an instruction in the text can bring in nothing that doesn't stand there.
 * Never throws for anything that a model does.
 */
export async function readRole(
  deps: Pick<RolesDeps, 'model' | 'descriptionPrompt' | 'logger'>,
  description: string,
): Promise<Reading> {
  const text = description.slice(0, MOST_READ);
  const known = readDescription(text);
  if (!deps.model) return { criteria: known, note: 'Read by known words: no language model is set up.' };
  const prompt = await deps.descriptionPrompt.render({ description: text.replace(/[<>]/g, ' ') });
  const answer = await deps.model.generate({
    prompt: { ...prompt, maxOutputTokens: deps.descriptionPrompt.maxOutputTokens },
    schema: answerSchema,
    schemaName: 'read_role',
  });
  if (answer.outcome !== 'ok')
    return { criteria: known, note: `${answer.reason} Read by known words instead.` };
  return { criteria: checked(answer.value, text, known), note: 'Read by the language model.' };
}

/** Only what stands in the text is left of what the model says; where that is nothing, what was recognised stands. */
function checked(said: z.infer<typeof answerSchema>, text: string, known: Criteria): Criteria {
  const words = ` ${wordsOf(text).join(' ')} `;
  const stands = (one: string) => {
    const own = wordsOf(one).join(' ');
    return own !== '' && words.includes(` ${own} `);
  };
  const named = new Set(skillsInText(text));
  const skills = (list: readonly string[]) => [
    ...new Set(
      list
        .map((one) => canonicalWord('skill', one))
        .filter((one) => (named.has(one) || stands(one)) && isSkill(one)),
    ),
  ];
  const mustHave = skills(said.mustHave).slice(0, MOST_MUST_HAVES);
  const niceToHave = skills(said.niceToHave).filter((one) => !mustHave.includes(one));
  const title = said.title.replace(/\s+/g, ' ').trim();
  const location = said.location?.replace(/\s+/g, ' ').trim() ?? '';
  const isLevel = said.seniority !== null && (levelIn(text) !== null || stands(said.seniority));
  const none = mustHave.length + niceToHave.length === 0;
  return {
    title: title.length <= MOST_TITLE && stands(title) ? title : known.title,
    mustHave: none ? known.mustHave : mustHave,
    niceToHave: none ? known.niceToHave : niceToHave.slice(0, MOST_NICE_TO_HAVES),
    seniority: isLevel ? said.seniority : known.seniority,
    location:
      location.length <= 80 && location.split(/[,/]/).every((part) => stands(part))
        ? location
        : known.location,
    remote: said.remote ? isRemote(text) : known.remote,
  };
}

/** A short name, and no address, link or sentence. */
function isSkill(word: string): boolean {
  return (
    word.length <= LONGEST_SKILL && wordsOf(word).length <= MOST_WORDS && !/[@:<>!?"]|\/\/|\d{4}/.test(word)
  );
}
