import { expect, test } from 'vitest';
import { z } from 'zod';
import { createModel } from '#platform/llm/model.ts';
import { createLogger } from '#platform/logger.ts';
import { type ModelBehaviour, startModelServer } from '../../support/model-server.ts';
import { testModelServer } from '../../support/test-model-server.ts';

const server = testModelServer();

const question = {
  prompt: { instructions: 'Be brief.', input: 'Facts', maxOutputTokens: 500 },
  schema: z.object({ subject: z.string(), note: z.string().nullable() }),
  schemaName: 'message',
};

function ask(deadlineMs = 5_000) {
  const logger = createLogger('silent');
  return createModel({ apiKey: 'k', baseUrl: server.baseUrl, model: 'm', logger, deadlineMs }).generate(
    question,
  );
}

test('an answer is parsed by the schema, and the question carries it', async () => {
  server.behave({ answer: { subject: 'Hello', note: null } });
  expect(await ask()).toEqual({
    outcome: 'ok',
    value: { subject: 'Hello', note: null },
    model: 'test-model',
    usage: { inputTokens: 700, outputTokens: 120 },
  });
  expect(server.questions[0]).toMatchObject({
    instructions: 'Be brief.',
    input: 'Facts',
    store: false,
    max_output_tokens: 500,
    text: { format: { type: 'json_schema', name: 'message', strict: true } },
  });
});

const failures: [string, ModelBehaviour, string, number][] = [
  ['a refusal', { refusal: 'no' }, 'refused', 1],
  ['an answer cut off', { incomplete: '{"subject":"Hel' }, 'incomplete', 1],
  ['malformed JSON, asked once more', { raw: '{"subject": ' }, 'malformed', 2],
  ['the wrong shape, asked once more', { answer: { title: 'x' } }, 'malformed', 2],
  [
    'too many questions, tried once more',
    { status: 429, headers: { 'Retry-After': '0' } },
    'rate limited',
    2,
  ],
  [
    'no credit',
    { status: 429, code: 'insufficient_quota', headers: { 'Retry-After': '0' } },
    'out of quota',
    2,
  ],
  ['a wrong key', { status: 401 }, 'misconfigured', 1],
  ['an unknown model', { status: 404 }, 'misconfigured', 1],
  ['a request it does not understand', { status: 400 }, 'misconfigured', 1],
  [
    'an error of the server, tried once more',
    { status: 500, headers: { 'retry-after-ms': '1' } },
    'unreachable',
    2,
  ],
];
test.each(failures)('%s', async (_name, behaviour, outcome, asked) => {
  server.behave(behaviour);
  const result = await ask();
  expect(result).toMatchObject({ outcome, reason: expect.stringMatching(/^[A-Z].*\.$/) });
  expect(server.questions).toHaveLength(asked);
});

test('a malformed answer is repeated once, and the second may serve', async () => {
  server.behave({ raw: 'nonsense' }, { answer: { subject: 'Hello', note: 'x' } });
  expect(await ask()).toMatchObject({ outcome: 'ok' });
});

test('no answer at all ends at the deadline', async () => {
  server.behave({ never: true });
  expect(await ask(300)).toEqual({ outcome: 'timed out', reason: 'The model did not answer in time.' });
});

test('nobody waits out a long Retry-After', async () => {
  server.behave({ status: 429, headers: { 'Retry-After': '50' } });
  expect(await ask(300)).toMatchObject({ outcome: 'timed out' });
});

test('nobody listens there', async () => {
  const gone = await startModelServer();
  await gone.close();
  const model = createModel({
    apiKey: null,
    baseUrl: gone.baseUrl,
    model: 'm',
    logger: createLogger('silent'),
    deadlineMs: 5_000,
  });
  expect(await model.generate(question)).toMatchObject({ outcome: 'unreachable' });
});
