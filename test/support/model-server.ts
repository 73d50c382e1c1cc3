import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

/** What the server answers to a question. */
export type ModelBehaviour =
  | { answer: unknown; afterMs?: number }
  | { raw: string } // the output text as it is: malformed JSON, say
  | { refusal: string }
  | { incomplete: string }
  | { status: number; code?: string; headers?: Record<string, string> }
  | { reply: (question: ModelServer['questions'][number]) => unknown }
  | { never: true };

export interface ModelServer {
  /** For OPENAI_BASE_URL. */
  baseUrl: string;
  /** Bodies of all questions asked. */
  questions: { instructions: string; input: string; [key: string]: unknown }[];
  /** The next answers, in order; the last one stays. */
  behave(...behaviours: ModelBehaviour[]): void;
  close(): Promise<void>;
}

/** An HTTP server that answers like OpenAI's Responses API. */
export async function startModelServer(): Promise<ModelServer> {
  let queue: ModelBehaviour[] = [{ status: 500 }];
  const questions: ModelServer['questions'] = [];
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.method !== 'POST' || request.url !== '/v1/responses') {
      respond(response, 404, { error: { message: 'no such path', code: null } });
      return;
    }
    const question = JSON.parse(body) as ModelServer['questions'][number];
    questions.push(question);
    const behaviour = queue.length > 1 ? queue.shift() : queue[0];
    if (!behaviour || 'never' in behaviour) return;
    if ('status' in behaviour) {
      const error = { message: 'as the test wants it', code: behaviour.code ?? null, type: 'test' };
      respond(response, behaviour.status, { error }, behaviour.headers);
      return;
    }
    if ('answer' in behaviour && behaviour.afterMs) await setTimeout(behaviour.afterMs);
    respond(
      response,
      200,
      answerOf('reply' in behaviour ? { answer: behaviour.reply(question) } : behaviour),
    );
  }
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    questions,
    behave(...behaviours) {
      queue = behaviours;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerOf(
  behaviour: Exclude<ModelBehaviour, { never: true } | { status: number } | { reply: unknown }>,
) {
  const incomplete = 'incomplete' in behaviour;
  const content =
    'refusal' in behaviour
      ? { type: 'refusal', refusal: behaviour.refusal }
      : { type: 'output_text', annotations: [], logprobs: [], text: outputText(behaviour) };
  return {
    id: 'resp_test',
    object: 'response',
    created_at: 1,
    model: 'test-model',
    status: incomplete ? 'incomplete' : 'completed',
    incomplete_details: incomplete ? { reason: 'max_output_tokens' } : null,
    error: null,
    output: [
      {
        id: 'msg_test',
        type: 'message',
        role: 'assistant',
        status: incomplete ? 'incomplete' : 'completed',
        content: [content],
      },
    ],
    parallel_tool_calls: false,
    tools: [],
    tool_choice: 'auto',
    temperature: null,
    top_p: null,
    metadata: {},
    instructions: null,
    usage: { input_tokens: 700, output_tokens: 120, total_tokens: 820 },
  };
}

function outputText(behaviour: { answer: unknown } | { raw: string } | { incomplete: string }): string {
  if ('raw' in behaviour) return behaviour.raw;
  return 'incomplete' in behaviour ? behaviour.incomplete : JSON.stringify(behaviour.answer);
}

function respond(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
