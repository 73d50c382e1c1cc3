import { expect, test } from 'vitest';
import { parseInbound } from '#platform/mail/parse.ts';
import { bounce, reply } from '../../support/mails.ts';

test('an answer, without what it quotes', async () => {
  const mail = await parseInbound(
    reply({
      from: '"López, Ana" <Ana@Example.com>',
      inReplyTo: '<draft-1@acme.example>',
      text: 'Yes, gladly! Tuesday works.\r\n\r\nAna\r\n\r\nOn Fri, Nov 20, 2026 at 9:00 AM Riley Park <talent@acme.example> wrote:\r\n> Hi Ana,\r\n> would you have a moment?',
    }),
  );
  expect(mail).toMatchObject({
    from: { name: 'López, Ana', address: 'ana@example.com' },
    to: ['talent@acme.example'],
    messageId: '<answer-1@example.com>',
    inReplyTo: ['<draft-1@acme.example>'],
    references: ['<draft-1@acme.example>'],
    automatic: false,
    bounce: null,
  });
  expect(mail.text).toContain('Tuesday works');
  expect(mail.text).not.toContain('would you have a moment');
});

test('an answer that is all quotes is kept rather than lost', async () => {
  const mail = await parseInbound(reply({ from: 'a@b.example', text: '> would you?\r\n> yes' }));
  expect(mail.text).toContain('yes');
});

test('a message with HTML only is read as text', async () => {
  const raw = reply({ from: 'a@b.example', text: '<p>Yes &amp; <b>gladly</b></p><script>x()</script>' });
  const mail = await parseInbound(Buffer.from(raw.toString().replace('text/plain', 'text/html')));
  expect(mail.text).toBe('Yes & gladly');
});

test('of HTML, what stands in quotes and in what nobody sees is left out', async () => {
  const html =
    '<head><title>No</title></head><style>p { color: red }</style><p>Yes</p><header>Hello </header><blockquote>No <blockquote>no</blockquote></blockquote><p>Ana';
  const raw = reply({ from: 'a@b.example', text: html }).toString().replace('text/plain', 'text/html');
  expect((await parseInbound(Buffer.from(raw))).text.split(/\s+/)).toEqual(['Yes', 'Hello', 'Ana']);
});

// Each kept the process busy for ten to forty seconds, and with it everything that Slack asked for.
test.each([
  ['text/plain', '\r\n'],
  ['text/html', '<'],
  ['text/html', '<br '],
  ['text/html', '<style '],
  ['text/html', '<blockquote '],
])('%s of nothing but %j is read all the same', { timeout: 9_000 }, async (type, piece) => {
  const text = `Yes${piece.repeat(400_000 / piece.length)}`;
  const raw = reply({ from: 'a@b.example', text }).toString().replace('text/plain', type);
  expect((await parseInbound(Buffer.from(raw))).from?.address).toBe('a@b.example');
});

test.each([
  ['Auto-Submitted: auto-replied', true],
  ['Auto-Submitted: auto-generated (vacation)', true],
  ['Auto-Submitted: no', false],
  ['X-Autoreply: yes', true],
  ['Precedence: auto_reply', true],
  ['Precedence: normal', false],
])('%s', async (header, automatic) => {
  const mail = await parseInbound(reply({ from: 'a@b.example', text: 'I am away.', headers: [header] }));
  expect(mail.automatic).toBe(automatic);
});

test.each([
  ['5.1.1', true],
  ['5.2.2', false],
  ['5.7.1', false],
  ['4.4.7', false],
])('a delivery report with status %s', async (status, permanent) => {
  const mail = await parseInbound(
    bounce({ recipient: 'Ana@example.com', status, messageId: '<Draft-1@acme.example>' }),
  );
  expect(mail.bounce).toEqual({
    recipient: 'ana@example.com',
    status,
    permanent,
    originalMessageId: '<Draft-1@acme.example>',
  });
});

test('a report of a delay is no bounce', async () => {
  const raw = bounce({ recipient: 'a@b.example', status: '4.4.1', action: 'delayed' });
  expect((await parseInbound(raw)).bounce).toBeNull();
});
