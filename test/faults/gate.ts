import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What a network, or a server behind it, does with connections. */
export type GateBehaviour =
  | 'pass'
  | 'silent' // takes connections and says nothing
  | 'refuse' // breaks each connection at once
  | { cutAfter: RegExp }; // passes on what the server says up to here, then breaks the connection

/** A TCP door before a real server. */
export interface Gate {
  port: number;
  /** From now on; connections that are open are broken. */
  behave(behaviour: GateBehaviour): void;
  /** Breaks every connection in the middle of whatever it carries. */
  cut(): void;
  close(): Promise<void>;
}

/** @param target port on loopback, or the path of a socket */
export async function startGate(target: number | string): Promise<Gate> {
  let behaviour: GateBehaviour = 'pass';
  const open = new Set<Socket>();
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    if (behaviour === 'refuse') return void socket.destroy();
    if (behaviour === 'silent') return;
    const inside = typeof target === 'number' ? connect(target, '127.0.0.1') : connect(target);
    open.add(inside);
    inside
      .on('error', () => socket.destroy())
      .on('close', () => {
        open.delete(inside);
        socket.end();
      });
    socket.once('data', (first: Buffer) => {
      // Who speaks HTTP says whom they mean to talk to.
      const { localPort } = socket;
      inside.write(
        first.toString('latin1').replace(`127.0.0.1:${localPort}`, `127.0.0.1:${target}`),
        'latin1',
      );
      socket.pipe(inside);
    });
    socket.on('close', () => inside.destroy());
    if (behaviour === 'pass') return void inside.pipe(socket);
    passUntil(inside, socket, behaviour.cutAfter);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    behave(next) {
      behaviour = next;
      cut();
    },
    cut,
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}

function passUntil(inside: Socket, socket: Socket, end: RegExp): void {
  let said = '';
  inside.on('data', (chunk: Buffer) => {
    const before = said.length;
    said += chunk.toString('latin1');
    const found = end.exec(said);
    if (!found) return void socket.write(chunk);
    socket.write(chunk.subarray(0, Math.max(0, found.index + found[0].length - before)), () =>
      socket.destroy(),
    );
  });
}
