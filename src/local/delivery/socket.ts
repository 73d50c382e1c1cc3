import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Ack, Delivery, Outgoing } from './delivery.ts';
import type { Traffic } from './traffic.ts';

/** Connections that one app may have: docs.slack.dev/apis/events-api/using-socket-mode. */
const MOST_CONNECTIONS = 10;
const PING_EVERY_MS = 10_000;

interface Envelope {
  id: string;
  outgoing: Outgoing;
  /** The connection on which it went out last, or null while there is none. */
  on: WebSocket | null;
  attempt: number;
  reason: string;
  timer: NodeJS.Timeout | null;
  done: (ack: Ack) => void;
}

export interface SocketDelivery extends Delivery {
  /** The path of a fresh address for one connection, for apps.connections.open; null when there are too many. */
  ticket(): string | null;
  /** Takes over the WebSocket request to such an address; false when the ticket isn't known. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, ticket: string): boolean;
  /** Asks every connection to be made anew, as Slack does when it moves an app to another host. */
  refresh(reason: 'warning' | 'refresh_requested'): void;
}

const answerSchema = z.looseObject({ envelope_id: z.string(), payload: z.unknown().optional() });

/**
 * Socket Mode: payloads go out in envelopes, each over one connection. One whose connection drops before it is
 * acknowledged goes out again over the next, until its time is over.
 */
export function socketDelivery(options: {
  appId: string;
  ackTimeoutMs: number;
  eventRetriesMs: readonly number[];
  traffic: Traffic;
  onConnectionChange: () => void;
}): SocketDelivery {
  const server = new WebSocketServer({ noServer: true, maxPayload: 4_000_000 });
  const tickets = new Set<string>();
  const connections: WebSocket[] = [];
  const pending = new Map<string, Envelope>();
  let turn = 0;

  const transmit = (envelope: Envelope) => {
    const ready = connections.filter((connection) => connection.readyState === connection.OPEN);
    turn += 1;
    const connection = ready[turn % Math.max(ready.length, 1)];
    envelope.on = connection ?? null;
    if (!connection) return;
    const { kind, payload } = envelope.outgoing;
    connection.send(
      JSON.stringify({
        envelope_id: envelope.id,
        payload,
        type: kind,
        accepts_response_payload: kind !== 'events_api',
        ...(kind === 'events_api' || envelope.attempt > 0
          ? { retry_attempt: envelope.attempt, retry_reason: envelope.reason }
          : {}),
      }),
    );
  };
  const settle = (envelope: Envelope, ack: Ack) => {
    if (!pending.delete(envelope.id)) return;
    if (envelope.timer) clearTimeout(envelope.timer);
    envelope.done(ack);
  };
  const again = (envelope: Envelope, reason: string) => {
    envelope.attempt += 1;
    envelope.reason = reason;
    transmit(envelope);
  };
  const dropped = (connection: WebSocket) => {
    const at = connections.indexOf(connection);
    if (at >= 0) connections.splice(at, 1);
    for (const envelope of pending.values()) if (envelope.on === connection) again(envelope, 'timeout');
    options.onConnectionChange();
  };

  const greet = (connection: WebSocket) => {
    connections.push(connection);
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: connections.length,
        connection_info: { app_id: options.appId },
        debug_info: { host: 'local-workspace', approximate_connection_time: 18_060 },
      }),
    );
    let alive = true;
    const pings = setInterval(() => {
      if (!alive) return connection.terminate();
      alive = false;
      connection.ping('Ping from Slack');
    }, PING_EVERY_MS);
    connection.on('pong', () => {
      alive = true;
    });
    connection.on('message', (data) => {
      alive = true;
      const answer = answerSchema.safeParse(parsedJson(String(data)));
      const envelope = answer.success ? pending.get(answer.data.envelope_id) : undefined;
      if (answer.success && envelope) settle(envelope, { ok: true, payload: answer.data.payload ?? {} });
    });
    connection.on('error', () => connection.terminate());
    connection.on('close', () => {
      clearInterval(pings);
      dropped(connection);
    });
    // After the hello, which the client waits for before it listens to anything else.
    setImmediate(() => {
      for (const envelope of pending.values()) if (envelope.on === null) transmit(envelope);
    });
    options.onConnectionChange();
  };

  const begin = (outgoing: Outgoing, done: (ack: Ack) => void): Envelope => {
    const envelope: Envelope = {
      id: randomUUID(),
      outgoing,
      on: null,
      attempt: 0,
      reason: '',
      timer: null,
      done,
    };
    pending.set(envelope.id, envelope);
    transmit(envelope);
    return envelope;
  };

  return {
    send(outgoing) {
      const answered = options.traffic.note({ direction: 'to app', ...outgoing, body: outgoing.payload });
      return new Promise((resolve) => {
        const envelope = begin(outgoing, (ack) => {
          answered(ack.ok ? ack.payload : ack.reason);
          resolve(ack);
        });
        envelope.timer = setTimeout(
          () => settle(envelope, { ok: false, reason: envelope.on ? 'timeout' : 'not connected' }),
          options.ackTimeoutMs,
        );
      });
    },
    tell(event) {
      const answered = options.traffic.note({ direction: 'to app', ...event, body: event.payload });
      const envelope = begin(event, (ack) => answered(ack.ok ? 'acknowledged' : ack.reason));
      const waitForAck = () => {
        envelope.timer = setTimeout(() => {
          const delay = options.eventRetriesMs[envelope.attempt];
          if (delay === undefined) return settle(envelope, { ok: false, reason: 'timeout' });
          envelope.timer = setTimeout(() => {
            again(envelope, 'timeout');
            waitForAck();
          }, delay);
          envelope.timer.unref();
        }, options.ackTimeoutMs);
        envelope.timer.unref();
      };
      waitForAck();
    },
    connected: () => connections.length > 0,
    ticket() {
      if (connections.length >= MOST_CONNECTIONS) return null;
      const ticket = randomBytes(16).toString('hex');
      tickets.add(ticket);
      return ticket;
    },
    accept(request, socket, head, ticket) {
      if (!tickets.delete(ticket)) return false;
      server.handleUpgrade(request, socket, head, greet);
      return true;
    },
    refresh(reason) {
      for (const connection of [...connections])
        connection.send(
          JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local-workspace' } }),
        );
    },
    async close() {
      for (const envelope of [...pending.values()]) settle(envelope, { ok: false, reason: 'not connected' });
      await Promise.all([...connections].map(closeProperly));
      server.close();
    },
  };
}

/** Milliseconds that an app has to answer the closing of a connection. */
const CLOSING_MS = 1_000;

/** Closes with the handshake, so that the other side sees an end and not an accident. */
function closeProperly(connection: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => connection.terminate(), CLOSING_MS);
    connection.once('close', () => {
      clearTimeout(late);
      resolve();
    });
    connection.close(1000);
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
