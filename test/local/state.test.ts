import { spawn } from 'node:child_process';
import { appendFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ahead } from '#local/control/move-clock.ts';
import { openJournal } from '#local/state/journal.ts';
import { callControl, person } from '../support/person.ts';
import { temporaryDirectory, testWorkspace } from './workspace.ts';

const raise = (error: unknown) => {
  throw error;
};

describe('the state', () => {
  it('outlives a restart: messages, secrets and the moved clock', async () => {
    const first = await testWorkspace();
    await person(first.url, 'riley').write('remember me', '#general');
    await callControl(first.url, 'clock', { weeks: 1 });
    await first.close();

    const second = await testWorkspace({ directory: first.directory });
    expect((await person(second.url, 'harper').lastMessage('remember me')).user).toBe('U0RILEY');
    expect(second.botToken).toBe(first.botToken);
    const { clock } = await callControl<{ clock: { now: string } }>(second.url, 'workspace');
    expect(Date.parse(clock.now) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    await second.remove();
  });

  it('outlives a kill of the program', async () => {
    const directory = await temporaryDirectory();
    const start = async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/local/main.ts')], {
        env: { PATH: process.env['PATH'] ?? '', DATA_DIR: directory, LOCAL_PORT: '0' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const line = await new Promise<string>((resolve) =>
        child.stdout.once('data', (data) => resolve(String(data))),
      );
      const ended = new Promise((resolve) => child.once('close', resolve));
      return { connection: JSON.parse(line) as { url: string; smtpUrl: string }, child, ended };
    };
    const first = await start();
    await person(first.connection.url, 'riley').write('shown before the kill', '#general');
    await person(first.connection.url, 'riley').lastMessage('shown before the kill');
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await start();
    expect(second.connection.smtpUrl).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
    await person(second.connection.url, 'riley').lastMessage('shown before the kill');
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    await rm(directory, { recursive: true, force: true });
  });

  it('keeps the last thousand messages of a channel', async () => {
    const workspace = await testWorkspace();
    const riley = person(workspace.url, 'riley');
    for (let n = 0; n < 1_005; n += 1) await riley.write(`message ${n}.`, '#general');
    const messages = await riley.messages('#general');
    expect(messages).toHaveLength(1_000);
    expect(messages[0]?.text).toBe('message 5.');
    await workspace.remove();
  });
});

describe('the journal', () => {
  it('drops a line that a crash cut off, and forgets what was deleted', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'journal.jsonl');
    const first = await openJournal(file, raise);
    const map = first.map<number>('numbers');
    map.set('a', 1);
    map.set('b', 2);
    map.delete('a');
    await first.close();
    await appendFile(file, '{"m":"numbers","k":"c","v":');
    const second = await openJournal(file, raise);
    expect([...second.map<number>('numbers').keys()]).toEqual(['b']);
    await second.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('rewrites itself when much of it is out of date, and loses nothing', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'journal.jsonl');
    const journal = await openJournal(file, raise);
    const map = journal.map<number>('numbers');
    for (let n = 0; n <= 50_000; n += 1) map.set('a', n);
    await journal.flush();
    map.set('b', 1);
    await journal.close();
    expect((await readFile(file, 'utf8')).split('\n').length).toBeLessThan(10);
    const again = await openJournal(file, raise);
    expect([again.map<number>('numbers').get('a'), again.map<number>('numbers').get('b')]).toEqual([
      50_000, 1,
    ]);
    await again.close();
    await rm(directory, { recursive: true, force: true });
  });
});

describe('the clock', () => {
  it.each([
    ['2026-01-31T10:00:00Z', { months: 1 }, '2026-02-28T10:00:00.000Z'],
    ['2026-12-30T10:00:00Z', { days: 3 }, '2027-01-02T10:00:00.000Z'],
    ['2026-11-20T10:00:00Z', { weeks: 1, minutes: 30 }, '2026-11-27T10:30:00.000Z'],
  ])('from %s by %j is %s', (from, by, to) => {
    expect(ahead(new Date(from), by).toISOString()).toBe(to);
  });
});
