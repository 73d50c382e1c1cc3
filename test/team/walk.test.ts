import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Registration } from '../../src/platform/slack/surface.ts';
import { PERMISSIONS } from '../../src/team/permissions.ts';
import { exampleOf } from '../support/explore.ts';
import { type OverHttp, startOverHttp } from '../support/over-http.ts';
import { person, saying, until } from '../support/person.ts';
import { signature } from '../support/wire.ts';

/**
 * Everything that the app listens to, asked for by everybody, as Slack would deliver it, and compared with the one
 * table that says who may do what.
 */
let server: OverHttp;
let answers: Server;
let answersUrl: string;
/** What was said to whom about which delivery, by the delivery's name. */
const said = new Map<string, string[]>();

beforeAll(async () => {
  answers = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '').slice(1));
    void text(request).then((body) => {
      said.set(name, [...(said.get(name) ?? []), body]);
      response.end('ok');
    });
  }).listen(0, '127.0.0.1');
  await until('a server for answers', async () => answers.listening);
  answersUrl = `http://127.0.0.1:${(answers.address() as AddressInfo).port}`;
  server = await startOverHttp();
});
afterAll(async () => {
  await server?.close();
  answers?.close();
});

const REFUSAL = /Sorry, this is for|Rekindle is for full members/;
let deliveries = 0;

/** One delivery as Slack posts it. @returns what the answer's body says */
async function deliver(name: string, as: string, one: Registration): Promise<string> {
  const at = Math.floor(Date.now() / 1000);
  deliveries++;
  const trigger_id = `${at}.${deliveries}.walk`;
  const common = {
    team: { id: 'T0LOCAL', domain: 'local' },
    user: { id: as, team_id: 'T0LOCAL' },
    api_app_id: 'A0REKINDLE',
    token: 'unused',
    trigger_id,
  };
  const inMessage = {
    response_url: `${answersUrl}/${encodeURIComponent(name)}`,
    channel: { id: 'C0HIRING', name: 'hiring' },
    message: { ts: `${at}.0001`, text: 'hello', user: as },
  };
  const [menu = '', choice] = exampleOf(one.name).split('/');
  const payloads: Record<Registration['type'], object | null> = {
    command: null,
    event: null,
    action: {
      type: 'block_actions',
      ...common,
      ...inMessage,
      container: { type: 'message', channel_id: 'C0HIRING', message_ts: `${at}.0001`, is_ephemeral: false },
      state: { values: {} },
      actions: [
        choice === undefined
          ? { type: 'button', action_id: menu, block_id: 'b', value: 'none', action_ts: `${at}` }
          : {
              type: 'overflow',
              action_id: menu,
              block_id: 'b',
              selected_option: { text: { type: 'plain_text', text: 'x' }, value: `${choice}:none` },
              action_ts: `${at}`,
            },
      ],
    },
    view: {
      type: 'view_submission',
      ...common,
      view: {
        id: `V${deliveries}`,
        type: 'modal',
        callback_id: one.name,
        private_metadata: '',
        title: { type: 'plain_text', text: 'x' },
        state: { values: {} },
        blocks: [
          {
            type: 'input',
            block_id: 'first',
            label: { type: 'plain_text', text: 'x' },
            element: { type: 'plain_text_input', action_id: 'first' },
          },
        ],
      },
    },
    shortcut: {
      type: 'message_action',
      callback_id: one.name,
      message_ts: `${at}.0001`,
      ...common,
      ...inMessage,
    },
    options: {
      type: 'block_suggestion',
      ...common,
      action_id: one.name,
      block_id: 'b',
      value: 'a',
      view: {
        id: 'V1',
        type: 'modal',
        callback_id: 'x',
        private_metadata: '',
        state: { values: {} },
        blocks: [],
      },
    },
  };
  const payload = payloads[one.type];
  const body = new URLSearchParams(
    payload === null
      ? {
          command: one.name,
          text: 'somebody who is not there',
          user_id: as,
          channel_id: 'C0HIRING',
          team_id: 'T0LOCAL',
          trigger_id,
          response_url: inMessage.response_url,
        }
      : { payload: JSON.stringify(payload) },
  ).toString();
  const headers = signature(server.workspace.signingSecret, body, at);
  const response = await fetch(server.address, { method: 'POST', headers, body });
  expect(response.status).toBe(200);
  return response.text();
}

const listened = () =>
  server.app.registered.flatMap((one) =>
    one.type === 'event' || one.need === null ? [] : [{ ...one, need: one.need }],
  );
const mayDo = (role: string, need: string) =>
  (PERMISSIONS[need as keyof typeof PERMISSIONS] as readonly string[]).includes(role);
const key = (role: string, one: Registration) => `${role} ${one.type} ${one.name}`;
const isRefused = (name: string) => (said.get(name) ?? []).some((one) => REFUSAL.test(one));

/** Asks for everything as one person, and waits until all that the table refuses them has been refused. */
async function walk(role: string, id: string): Promise<void> {
  for (const one of listened()) {
    const body = await deliver(key(role, one), id, one);
    // A list of choices is refused by being empty.
    const isEmpty = one.type === 'options' && body === '{"options":[]}' && !mayDo(role, one.need);
    if (REFUSAL.test(body) || isEmpty) said.set(key(role, one), ['Sorry, this is for others']);
  }
  for (const one of listened())
    if (one.type !== 'shortcut' && !mayDo(role, one.need))
      await until(`a refusal of ${key(role, one)}`, async () => isRefused(key(role, one)));
}

/** Refusals in somebody's direct messages: that is where shortcuts are answered. */
const told = async (id: string) =>
  (await person(server.workspace.url, id).messages('@rekindle')).filter((one) => REFUSAL.test(saying(one)))
    .length;
const refusedShortcuts = (role: string) =>
  listened().filter(({ type, need }) => type === 'shortcut' && !mayDo(role, need)).length;

async function name(role: string): Promise<void> {
  const riley = person(server.workspace.url, 'riley');
  await riley.command('/rekindle team', 'general');
  await riley.modal('Team');
  await riley.submit({ Person: 'Harper', Role: role });
  await person(server.workspace.url, 'harper').lastMessage(role.toLowerCase(), '@rekindle');
}

it('each role is refused what the table doesn’t give it, and nothing else', async () => {
  const { riley, harper, morgan } = server.workspace.people;
  await name('Hiring manager');
  await walk('hiring manager', harper);
  await until(
    'answers about shortcuts',
    async () => (await told(harper)) === refusedShortcuts('hiring manager'),
  );
  await name('Recruiter');
  await walk('recruiter', harper);
  await walk('admin', riley);
  await walk('member', morgan);
  await walk('guest', 'U0GUEST');
  await walk('bot', 'U0STANDUP');
  // Whatever is under way is finished before the app has stopped.
  await server.app.stop(5_000);
  const roles = ['admin', 'recruiter', 'hiring manager', 'member', 'guest', 'bot'];
  expect(listened().length).toBeGreaterThan(50);
  for (const role of roles)
    for (const one of listened())
      if (one.type !== 'shortcut')
        expect([key(role, one), isRefused(key(role, one))]).toEqual([key(role, one), !mayDo(role, one.need)]);
  expect(await told(harper)).toBe(refusedShortcuts('hiring manager') + refusedShortcuts('recruiter'));
  expect(await told(morgan)).toBe(refusedShortcuts('member'));
  expect(await told(riley)).toBe(0);
}, 60_000);
