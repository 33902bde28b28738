import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service that files are got from and sent to. */
export interface FileService {
  /** Its origin. */
  readonly address: string;
  /** The requests that reached it. */
  readonly seen: IncomingMessage[];
  /** Answers from now on. */
  answerWith(listener: RequestListener): void;
  close(): Promise<void>;
}

/** Starts a service on a free port of 127.0.0.1. */
export async function startFileService(): Promise<FileService> {
  const seen: IncomingMessage[] = [];
  let answer: RequestListener = (_request, response) => response.end();
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answerWith: (listener) => {
      seen.length = 0;
      answer = listener;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
