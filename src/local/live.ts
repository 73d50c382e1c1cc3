import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

export type Change =
  | { changed: 'messages'; channel: string }
  | { changed: 'views' | 'home' | 'workspace' | 'mails' | 'clock' };

/** Tells open pages what has changed; a page then fetches what it shows. */
export interface Live {
  /** @param to the only person concerned, or null for everybody */
  tell(change: Change, to?: string | null): void;
  /** Takes over a WebSocket request of a page that shows what this person sees. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, userId: string): void;
  close(): void;
}

/** Web sockets to the pages that are open, over which each hears what has changed. */
export function live(): Live {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1_000 });
  const listeners = new Map<WebSocket, string>();
  return {
    tell(change, to = null) {
      if (listeners.size === 0) return;
      const text = JSON.stringify(change);
      for (const [socket, userId] of listeners) if (to === null || to === userId) socket.send(text);
    },
    accept(request, socket, head, userId) {
      server.handleUpgrade(request, socket, head, (page) => {
        listeners.set(page, userId);
        page.on('close', () => listeners.delete(page));
        page.on('error', () => page.terminate());
      });
    },
    close() {
      for (const socket of listeners.keys()) socket.terminate();
      server.close();
    },
  };
}
