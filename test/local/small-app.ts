import type { App } from '@slack/bolt';
import { plain } from './workspace.ts';

/** A modal with one field of each kind that the tests fill. */
const modal = (callbackId: string) => ({
  type: 'modal' as const,
  callback_id: callbackId,
  private_metadata: 'meta',
  notify_on_close: true,
  title: plain('A modal'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'name',
      label: plain('Full name'),
      element: { type: 'plain_text_input' as const, action_id: 'name', max_length: 20 },
    },
    {
      type: 'input' as const,
      block_id: 'kind',
      optional: true,
      label: plain('Kind'),
      element: {
        type: 'static_select' as const,
        action_id: 'kind',
        options: ['Call', 'Meeting'].map((text) => ({ text: plain(text), value: text.toLowerCase() })),
      },
    },
    {
      type: 'input' as const,
      block_id: 'skills',
      optional: true,
      label: plain('Skills'),
      element: { type: 'multi_external_select' as const, action_id: 'skills', min_query_length: 0 },
    },
    {
      type: 'input' as const,
      block_id: 'owner',
      optional: true,
      label: plain('Owner'),
      element: { type: 'users_select' as const, action_id: 'owner' },
    },
  ],
});

/** A small app that does one of everything, and notes what it heard. */
export function listen(on: App, heard: Record<string, unknown>[]): void {
  on.command('/small', async ({ ack, command, client, respond }) => {
    await ack();
    heard.push({ command: command.text, channel: command.channel_id });
    if (command.text.startsWith('say')) await respond({ text: command.text.slice(4) });
    if (command.text.startsWith('modal'))
      await client.views.open({
        trigger_id: command.trigger_id,
        view: modal(command.text.split(' ')[1] ?? 'closes'),
      });
    if (command.text === 'buttons')
      await client.chat.postMessage({
        channel: command.user_id,
        text: 'Buttons',
        blocks: [
          {
            type: 'actions',
            elements: [
              { type: 'button', action_id: 'press', text: plain('Press'), value: 'v1' },
              {
                type: 'overflow',
                action_id: 'more',
                options: [
                  { text: plain('Export'), value: 'export' },
                  { text: plain('Erase'), value: 'erase' },
                ],
              },
            ],
          },
        ],
      });
  });
  on.action('press', async ({ ack, body, respond }) => {
    await ack();
    heard.push(body as unknown as Record<string, unknown>);
    await respond({ replace_original: true, text: 'Pressed' });
  });
  on.action('more', async ({ ack, action }) => {
    await ack();
    heard.push({ ...action });
  });
  on.options('skills', async ({ ack, payload }) => {
    const words = ['Python', 'PyTorch', 'Go'].filter((word) =>
      word.toLowerCase().startsWith(payload.value.toLowerCase()),
    );
    const known = words.map((word) => ({ text: plain(word), value: `id-${word}` }));
    await ack({
      options: [...known, { text: plain(`Add “${payload.value}”`), value: `new-${payload.value}` }],
    });
  });
  on.view('closes', async ({ ack, view }) => {
    heard.push({ values: view.state.values, metadata: view.private_metadata });
    await ack();
  });
  on.view('complains', async ({ ack }) =>
    ack({ response_action: 'errors', errors: { name: 'Known already' } }),
  );
  on.view('updates', async ({ ack }) =>
    ack({ response_action: 'update', view: { ...modal('closes'), title: plain('Updated') } }),
  );
  on.view('pushes', async ({ ack }) =>
    ack({ response_action: 'push', view: { ...modal('closes'), title: plain('Pushed') } }),
  );
  on.view('breaks', async ({ ack }) =>
    ack({ response_action: 'errors', errors: { nowhere: 'No such block' } }),
  );
  on.view({ callback_id: 'closes', type: 'view_closed' }, async ({ ack, view }) => {
    await ack();
    heard.push({ closed: view.callback_id });
  });
  on.shortcut('anywhere', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: { ...modal('closes'), title: plain('From shortcut') },
    });
  });
  on.shortcut('on_message', async ({ ack, shortcut }) => {
    await ack();
    heard.push({
      shortcut: shortcut.callback_id,
      ...('message' in shortcut ? { text: shortcut.message.text } : {}),
    });
  });
  on.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'header', text: plain('Home of the small app') }] },
    });
  });
  on.event('app_mention', async ({ event, client }) => {
    await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text: 'You called' });
  });
  on.message(async ({ message }) => void heard.push({ direct: 'text' in message ? message.text : '' }));
}
