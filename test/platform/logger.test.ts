import { expect, test } from 'vitest';
import { createLogger, MASK, maskAddresses } from '#platform/logger.ts';

test.each([
  ['550 5.1.1 <ana.lima+jobs@mail.example.com>: no such user', `550 5.1.1 <${MASK}>: no such user`],
  ['{ email: "ANA@EXAMPLE.COM" }', `{ email: "${MASK}" }`],
  ['josé@exämple.com, 李@例え.jp', `${MASK}, ${MASK}`],
  ['https://x.test/u?to=ana%40example.com&a=1', `https://x.test/${MASK}&a=1`],
  ['ana@localhost', MASK],
  ['ana@[192.168.0.1]', MASK],
  [JSON.stringify({ to: '"ana lima"@example.com' }), `{"to":"${MASK}"}`],
])('the address in %s is masked', (text, masked) => {
  expect(maskAddresses(text)).toBe(masked);
});

test.each(['mongodb@7.8.0', 'node_modules/@slack/bolt/dist/App.js', 'at 10:00 @ the office', 'a@1.2'])(
  '%s is left alone',
  (text) => expect(maskAddresses(text)).toBe(text),
);

test('an address is masked wherever it stands: message, key, nested field, error and its cause', () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  logger.info({ deep: { er: [{ to: 'ana@example.com' }] } }, 'sent to ana@example.com');
  logger.child({ who: 'ana@example.com' }).error(
    {
      err: Object.assign(new Error('refused ana@example.com', { cause: new Error('by ana@example.com') }), {
        rejected: ['ana@example.com'],
      }),
    },
    'mail failed',
  );
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toMatch(/ana@/);
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ msg: 'mail failed', err: { type: 'Error' } });
});

test('what is below the level is not written', () => {
  const lines: string[] = [];
  createLogger('warn', { write: (line) => void lines.push(line) }).info('quiet');
  expect(lines).toEqual([]);
});
