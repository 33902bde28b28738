import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/** The most that is read of a request that is refused for its size, in bytes, and the longest time, in milliseconds. */
const maxBytes = 67_108_864;
const maxMs = 5_000;

/**
 * Reads the rest of a request whose body is refused. A client that still sends when the connection closes may lose the answer with
 * it (RFC 9112 section 9.6), and would not learn why.
 */
export async function drainRequest(request: IncomingMessage): Promise<void> {
  const ending = new AbortController();
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) ending.abort();
  });
  const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(maxMs)]);
  // One that is gone, too long or too slow is answered all the same.
  await finished(request, { signal, cleanup: true }).catch(() => {});
}
