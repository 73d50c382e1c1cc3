import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OverHttp, startOverHttp } from '../support/over-http.ts';
import { type PersonClient, person, saying } from '../support/person.ts';

/** Submissions that no client of Slack would make, as signed requests: what a field forbids is refused here, too. */
let server: OverHttp;
let riley: PersonClient;
let metadata: string;

beforeAll(async () => {
  server = await startOverHttp();
  riley = person(server.workspace.url, 'riley');
  await riley.command('/nurture new', 'hiring');
  await riley.modal('New sequence');
  await riley.submit({ Name: 'Made up' });
  const page = await riley.lastMessage('There is no step yet', '@rekindle');
  await riley.click('Add step', { channel: page.channel, ts: page.ts });
  const opened = await riley.modal('Add step');
  expect(opened.callbackId).toBe('sequence_step_edit');
  await riley.close();
  const buttons = page.blocks.flatMap(
    ({ elements }) => (elements as { action_id?: string; value?: string }[]) ?? [],
  );
  metadata = `${buttons.find(({ action_id }) => action_id === 'sequence_step_new')?.value} 0`;
}, 60_000);
afterAll(() => server?.close());

let deliveries = 0;

/** A submission of **Add step**. @param change fields in the place of good ones */
async function submit(change: Record<string, object>): Promise<{ status: number; body: string }> {
  const at = Math.floor(Date.now() / 1000);
  const text = (value: string) => ({ type: 'plain_text_input', value });
  const values = {
    kind: { type: 'static_select', selected_option: { value: 'message' } },
    delay: { type: 'number_input', value: '3' },
    subject: text('Hello'),
    message: text('Hi {{ first_name }}'),
    withoutApproval: { type: 'checkboxes', selected_options: [] },
    ...change,
  };
  const body = new URLSearchParams({
    payload: JSON.stringify({
      type: 'view_submission',
      team: { id: 'T0LOCAL', domain: 'local' },
      user: { id: server.workspace.people.riley, team_id: 'T0LOCAL' },
      api_app_id: 'A0REKINDLE',
      token: 'unused',
      trigger_id: `${at}.${++deliveries}.made-up`,
      view: {
        id: `V${deliveries}`,
        type: 'modal',
        callback_id: 'sequence_step_edit',
        private_metadata: metadata,
        title: { type: 'plain_text', text: 'Add step' },
        blocks: [],
        state: {
          values: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { [id]: value }])),
        },
      },
    }),
  }).toString();
  const signature = createHmac('sha256', server.workspace.signingSecret)
    .update(`v0:${at}:${body}`)
    .digest('hex');
  const response = await fetch(server.address, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
  return { status: response.status, body: await response.text() };
}

const number = (value: string) => ({ delay: { type: 'number_input', value } });
const written = (field: string, value: string) => ({ [field]: { type: 'plain_text_input', value } });
const kind = (value: string) => ({ kind: { type: 'static_select', selected_option: { value } } });

it.each([
  ['a negative delay', number('-3'), 'delay', 'a whole number of days from 0 to 365'],
  ['half a day', number('0.5'), 'delay', 'a whole number'],
  ['a thousand years', number('365000'), 'delay', 'a whole number'],
  ['no number at all', number('NaN'), 'delay', 'a whole number'],
  ['a kind that is none', kind('constructor'), 'kind', 'Please pick'],
  ['a long subject', written('subject', 'x'.repeat(200)), 'subject', 'longer than 150'],
  [
    'a long task',
    { ...kind('task'), ...written('message', 'x'.repeat(50_000)) },
    'message',
    'longer than 2800',
  ],
  [
    'a template that loops',
    written('message', '{% for i in (1..1000000000) %}x{% endfor %}'),
    'message',
    'limit',
  ],
])('%s is refused below its field', async (_, change, field, sentence) => {
  const { status, body } = await submit(change);
  expect(status).toBe(200);
  const answer = JSON.parse(body) as { response_action: string; errors: Record<string, string> };
  expect(answer.response_action).toBe('errors');
  expect(answer.errors[field]).toContain(sentence);
});

it('a megabyte is refused at once, and the next one is taken', async () => {
  const { status, body } = await submit(written('message', 'x'.repeat(1_000_000)));
  if (status === 200) expect(body).toContain('longer than 2800');
  else expect(status).toBe(413);
  expect((await submit({})).body).not.toContain('errors');
  const page = await riley.lastMessage('1. Message from a template', '@rekindle');
  expect(saying(page)).toContain('after 3 working days');
});

it('a sequence that somebody else has changed meanwhile says so', async () => {
  const { body } = await submit({});
  expect(body).toContain('Somebody else has changed this sequence in the meantime');
});
