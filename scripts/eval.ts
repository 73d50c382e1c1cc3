import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { checkDraft } from '#outreach/checks/check-draft.ts';
import { LANGUAGES } from '#outreach/checks/shape.ts';
import { DRAFT_PROMPT_VARIABLES } from '#outreach/deps.ts';
import { draftRequestSchema, TONES } from '#outreach/draft.ts';
import { factsForModel } from '#outreach/drafting/facts.ts';
import { costOf } from '#outreach/message-rules.ts';
import { createModel } from '#platform/llm/model.ts';
import { loadPrompt } from '#platform/llm/prompt.ts';
import { createLogger } from '#platform/logger.ts';
import { readConfig } from '../src/config.ts';
import { evalCases } from './eval-cases.ts';

/**
 * `npm run eval`: drafts 30 fixed cases with the configured model and prints what the checks say of each, its length
 * and its cost, so that two versions of a prompt can be compared. `npm run eval -- 0.25 2` gives prices in US$ for a
 * million tokens in and out.
 */
const PROMPT = join(import.meta.dirname, '..', 'prompts', 'draft-message.md');
const answerSchema = z.object({ subject: z.string(), body: z.string(), factsUsed: z.array(z.number()) });

try {
  process.loadEnvFile('.env');
} catch {
  // Settings may as well come from the environment.
}
const { model: configured } = readConfig(process.env);
if (configured.kind !== 'real') {
  console.error('No model is set up: set OPENAI_API_KEY, or OPENAI_BASE_URL, and OPENAI_MODEL.');
  process.exit(2);
}
const [input = '0', output = '0'] = process.argv.slice(2);
const prices = [{ model: configured.name, input: Number(input), output: Number(output) }];
const model = createModel({ ...configured, model: configured.name, logger: createLogger('silent') });
const prompt = await loadPrompt(PROMPT, DRAFT_PROMPT_VARIABLES);
const instructions = (await readFile(PROMPT, 'utf8')).length;

console.log(`Prompt version ${prompt.version} (${instructions} characters), model ${configured.name}\n`);
console.log('| case | outcome | checks failed | words | subject | facts used | US$ | seconds |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
const totals = { passed: 0, drafted: 0, words: 0, cost: 0 };
const bodies: string[] = [];
for (const one of evalCases()) {
  const request = draftRequestSchema.parse(one.request);
  const began = performance.now();
  const rendered = await prompt.render({
    channel: request.channel,
    tone: TONES[request.tone],
    language: LANGUAGES.en.name,
    style: '',
    facts: factsForModel(one.facts),
    previous: '',
    instruction: '',
    problems: '',
  });
  const answer = await model.generate({
    prompt: { ...rendered, maxOutputTokens: prompt.maxOutputTokens },
    schema: answerSchema,
    schemaName: 'draft_message',
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (answer.outcome !== 'ok') {
    console.log(`| ${one.name} | ${answer.outcome} | | | | | | ${seconds} |`);
    continue;
  }
  const { subject, body, factsUsed } = answer.value;
  const findings = checkDraft({ subject, body }, one.facts, { channel: request.channel, language: 'en' });
  const words = body.trim().split(/\s+/).length;
  const cost = costOf({ prices }, configured.name, answer.usage) ?? 0;
  totals.drafted++;
  totals.passed += findings.length === 0 ? 1 : 0;
  totals.words += words;
  totals.cost += cost;
  bodies.push(body);
  const kinds = [...new Set(findings.map(({ kind }) => kind))].join(', ');
  console.log(
    `| ${one.name} | ok | ${kinds || '–'} | ${words} | ${subject.length} | ${factsUsed.length} | ${cost.toFixed(5)} | ${seconds} |`,
  );
}
const { drafted, passed, words, cost } = totals;
console.log(
  `\n${passed} of ${drafted} drafts pass all checks; ${drafted > 0 ? Math.round(words / drafted) : 0} words on average; US$ ${cost.toFixed(4)} in all.`,
);
console.log(
  `How alike two drafts are on average (1: the same letter for everybody): ${alike(bodies).toFixed(2)}`,
);

/** A prompt that writes the same letter to everybody has failed, whatever the checks say. */
function alike(texts: readonly string[]): number {
  const pairs = texts.slice(1).map((text, index) => {
    const other = texts[index] ?? '';
    return 1 - distance(text, other) / Math.max(text.length, other.length, 1);
  });
  return pairs.length > 0 ? pairs.reduce((sum, one) => sum + one, 0) / pairs.length : 0;
}
