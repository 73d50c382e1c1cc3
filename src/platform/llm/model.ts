import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { ZodError, type ZodType } from 'zod';
import type { Logger } from '#platform/logger.ts';

/** What came of one question to the model; every way of failing has its own word and a reason to show a person. */
export type Generated<T> =
  | {
      outcome: 'ok';
      value: T;
      model: string;
      /** Of all attempts that gave an answer; 0 where the server doesn't say. */
      usage: { inputTokens: number; outputTokens: number };
    }
  | {
      outcome:
        | 'refused'
        | 'incomplete'
        | 'malformed'
        | 'rate limited'
        | 'out of quota'
        | 'misconfigured'
        | 'unreachable'
        | 'timed out';
      /** A sentence for the person who waits, e.g. “The model did not answer in time.” */
      reason: string;
    };

export interface Question<T> {
  prompt: { instructions: string; input: string; maxOutputTokens: number };
  /** Nullable instead of optional, and no transforms: strict structured output knows neither. */
  schema: ZodType<T>;
  schemaName: string;
  signal?: AbortSignal;
}

export interface Model {
  /** Asks the model; never throws for anything that a model's server can do. */
  generate<T>(question: Question<T>): Promise<Generated<T>>;
}

/** A person waits for the draft in front of a progress message: half a minute is the end of patience. */
const DEADLINE_MS = 25_000;
const RETRIES = 1;

/**
 * A model behind any server that speaks OpenAI's Responses API.
 * @param options.apiKey null for servers that ask for none
 * @param options.baseUrl null is OpenAI itself
 * @param options.deadlineMs for the whole question, retries included
 */
export function createModel(options: {
  apiKey: string | null;
  baseUrl: string | null;
  model: string;
  logger: Logger;
  deadlineMs?: number;
}): Model {
  const { logger, model } = options;
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  const client = new OpenAI({
    apiKey: options.apiKey ?? 'none',
    // null keeps the SDK from reading variables that the settings table does not know.
    organization: null,
    project: null,
    baseURL: options.baseUrl ?? 'https://api.openai.com/v1',
    timeout: deadlineMs,
    maxRetries: RETRIES,
    logLevel: 'off',
  });

  async function ask<T>(question: Question<T>, signal: AbortSignal): Promise<Generated<T>> {
    try {
      const response = await client.responses.parse(
        {
          model,
          instructions: question.prompt.instructions,
          input: question.prompt.input,
          max_output_tokens: question.prompt.maxOutputTokens,
          text: { format: zodTextFormat(question.schema, question.schemaName) },
          // Facts about people are not kept at the provider for later reading.
          store: false,
        },
        { signal },
      );
      return readResponse<T>(response, model);
    } catch (error) {
      return explain(error, signal);
    }
  }

  return {
    async generate(question) {
      const deadline = AbortSignal.timeout(deadlineMs);
      const signal = question.signal ? AbortSignal.any([deadline, question.signal]) : deadline;
      const answer = async () => {
        const first = await ask(question, signal);
        return first.outcome === 'malformed' && !signal.aborted ? await ask(question, signal) : first;
      };
      const result = await Promise.race([answer(), whenAborted(signal)]);
      if (result.outcome !== 'ok') logger.warn({ outcome: result.outcome, model }, 'model gave no answer');
      return result;
    },
  };
}

interface ParsedAnswer {
  status?: string | undefined;
  model: string;
  output_parsed: unknown;
  output: readonly { type: string; content?: unknown }[];
  usage?: { input_tokens: number; output_tokens: number } | null | undefined;
}

function readResponse<T>(response: ParsedAnswer, asked: string): Generated<T> {
  if (response.output_parsed !== null && response.output_parsed !== undefined)
    // The SDK has run it through the zod schema that was given.
    return {
      outcome: 'ok',
      value: response.output_parsed as T,
      model: response.model || asked,
      usage: {
        inputTokens: response.usage?.input_tokens ?? 0,
        outputTokens: response.usage?.output_tokens ?? 0,
      },
    };
  if (hasRefusal(response.output))
    return { outcome: 'refused', reason: 'The model declined to write this message.' };
  if (response.status === 'incomplete')
    return { outcome: 'incomplete', reason: 'The model broke off before the message was complete.' };
  if (response.status === 'failed')
    return { outcome: 'unreachable', reason: 'The model’s server reported a failure.' };
  return { outcome: 'malformed', reason: MALFORMED };
}

const MALFORMED = 'The model’s answer was not in the form that was asked for.';
const TIMED_OUT = { outcome: 'timed out', reason: 'The model did not answer in time.' } as const;

function hasRefusal(output: ParsedAnswer['output']): boolean {
  return output.some(
    (item) =>
      item.type === 'message' &&
      Array.isArray(item.content) &&
      item.content.some((part: { type?: unknown }) => part?.type === 'refusal'),
  );
}

function explain(error: unknown, signal: AbortSignal): Exclude<Generated<never>, { outcome: 'ok' }> {
  if (signal.aborted || error instanceof OpenAI.APIConnectionTimeoutError) return TIMED_OUT;
  if (error instanceof SyntaxError || error instanceof ZodError)
    return { outcome: 'malformed', reason: MALFORMED };
  if (error instanceof OpenAI.RateLimitError)
    return error.code === 'insufficient_quota'
      ? { outcome: 'out of quota', reason: 'The model’s account has no credit left; an admin can top it up.' }
      : { outcome: 'rate limited', reason: 'The model is asked too often at the moment.' };
  if (error instanceof OpenAI.AuthenticationError || error instanceof OpenAI.PermissionDeniedError)
    return {
      outcome: 'misconfigured',
      reason: 'The model’s server did not accept the key (OPENAI_API_KEY).',
    };
  if (error instanceof OpenAI.NotFoundError)
    return {
      outcome: 'misconfigured',
      reason: 'The model’s server does not know this model (OPENAI_MODEL).',
    };
  if (error instanceof OpenAI.APIConnectionError)
    return { outcome: 'unreachable', reason: 'The model’s server could not be reached.' };
  if (error instanceof OpenAI.InternalServerError)
    return { outcome: 'unreachable', reason: `The model’s server answered with an error (${error.status}).` };
  if (error instanceof OpenAI.APIError)
    return {
      outcome: 'misconfigured',
      reason: `The model’s server refused the request (${error.status ?? 'no status'}).`,
    };
  // What fetch says of an answer that ends too early.
  if (error instanceof TypeError)
    return { outcome: 'unreachable', reason: 'The model’s server broke off in the middle of its answer.' };
  return { outcome: 'malformed', reason: MALFORMED };
}

/** The SDK may be waiting out a Retry-After when time is up; nobody waits with it. */
function whenAborted(signal: AbortSignal): Promise<typeof TIMED_OUT> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(TIMED_OUT);
    else signal.addEventListener('abort', () => resolve(TIMED_OUT), { once: true });
  });
}
