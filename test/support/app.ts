import { afterAll, beforeAll } from 'vitest';
import { type PersonClient, person } from './person.ts';
import { startRekindle } from './rekindle.ts';

type RunningApp = Awaited<ReturnType<typeof startRekindle>>;

/** Milliseconds for the start: files that begin at once share two cores. */
const PATIENCE_MS = 60_000;

/**
 * The whole app for a test file, with the sample people: started before the first test, stopped and removed after the
 * last. Call it at the top of the file, or of a `describe`. People can be named at once; `app()` and `url()`, the local
 * workspace's address, are there from the first hook or test on.
 */
export function testApp(): { app(): RunningApp; url(): string; person(as: string): PersonClient } {
  let running: RunningApp | null = null;
  beforeAll(async () => {
    running = await startRekindle();
  }, PATIENCE_MS);
  afterAll(() => running?.remove());
  const app = (): RunningApp => {
    if (!running) throw new Error('the app runs from the first hook or test on, not while a file loads');
    return running;
  };
  const url = () => app().localUrl ?? '';
  return { app, url, person: (as) => person(url, as) };
}
