import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toDocumentHash } from '../document-copy.ts';

/** A registry as a gateway sees it, and that a test may make fail. */
export interface DocumentServer {
  readonly url: string;
  /** The requests that came. */
  readonly seen: { readonly key: unknown; readonly known: string; readonly prefer: unknown }[];
  /** Delivers another text, at once to whoever waits for it. */
  publish(text: string): void;
  /** The status of answers from now on; 200 answers as a registry does. */
  answerWith(status: number): void;
  /** Answers with the text of this ETag, whatever its hash is. */
  lie(etag: string): void;
  /** Waits for nobody from now on, as a proxy between might. */
  neverWait(): void;
  close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1, or on the port of one that was closed. */
export async function startDocumentServer(first: string, port = 0): Promise<DocumentServer> {
  let text = first;
  let status = 200;
  let etag: string | undefined;
  let isPatient = true;
  const seen: DocumentServer['seen'] = [];
  const waiting = new Map<ServerResponse, string>();

  const give = (response: ServerResponse, known: string) => {
    const hash = toDocumentHash(text);
    if (etag === undefined && known.includes(hash)) return false;
    response.writeHead(status, { etag: etag ?? `"${hash}"` }).end(text);
    return true;
  };
  const server = createServer((request, response) => {
    const known = request.headers['if-none-match'] ?? '';
    const { prefer } = request.headers;
    seen.push({ key: request.headers['x-api-key'], known, prefer });
    if (status !== 200) response.writeHead(status).end();
    else if (!give(response, known)) {
      if (isPatient && prefer !== undefined) waiting.set(response, known);
      else response.writeHead(304).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/documents/shop`,
    seen,
    publish(next) {
      text = next;
      for (const [response, known] of waiting) if (give(response, known)) waiting.delete(response);
    },
    answerWith(next) {
      status = next;
    },
    lie(next) {
      etag = next;
    },
    neverWait() {
      isPatient = false;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
