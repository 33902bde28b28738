import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createClient } from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';
import { createTextFrameHead } from '#platform/websocket/text-frame.ts';
import { kinds } from './kinds.ts';

/** The arguments of the process, and its answers. */
export interface BareSenderOptions {
  /** Of the statistics, which it follows over one connection. */
  readonly statisticsPort: number;
  readonly token: string;
}
export interface BareSenderReady {
  readonly port: number;
}

/**
 * A sender that does nothing but send: the same events from the same source as the gateway gets them, each written as one
 * frame that is made once, to every client. It checks nobody, plans nothing, and waits for no slow reader.
 */
function start({ statisticsPort, token }: BareSenderOptions): void {
  const clients = new Set<Duplex>();
  let newest: Buffer | undefined;
  const source = createClient({
    url: `ws://127.0.0.1:${statisticsPort}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  source.subscribe(
    { query: kinds.liveTotals.query },
    {
      next: (payload) => {
        newest = createTextFrameHead(JSON.stringify({ id: '1', type: 'next', payload }));
        for (const client of clients) client.write(newest);
      },
      error: (error) => {
        throw error;
      },
      complete: () => process.exit(1),
    },
  );
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (socket, { socket: stream }) => {
    socket.on('message', (data) => {
      if (String(data).includes('"connection_init"')) socket.send('{"type":"connection_ack"}');
      else {
        if (newest !== undefined) stream.write(newest);
        clients.add(stream);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => clients.delete(stream));
  });
  server.listen(0, '127.0.0.1', () => {
    const ready: BareSenderReady = { port: (server.address() as AddressInfo).port };
    process.send?.(ready);
  });
}

process.once('message', start);
process.once('disconnect', () => process.exit());
