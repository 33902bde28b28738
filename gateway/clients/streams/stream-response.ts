import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { StreamFraming } from './stream-framing.ts';

export interface StreamOptions<Result> {
  readonly framing: StreamFraming<Result>;
  /**
   * The time between two signs of life, in milliseconds. A client that has read nothing from one to the next of them is
   * taken for gone.
   */
  readonly heartbeatMs: number;
  /** Told of each result that was handed to the connection. */
  readonly onSent?: () => void;
}

/**
 * Writes results to an HTTP answer until they end, never ahead of what the connection takes. Resolves when the answer is
 * complete or the client gone; leaving the results (`return`) is done here.
 */
export async function streamResults<Result>(
  response: ServerResponse,
  results: AsyncIterable<Result>,
  { framing, heartbeatMs, onSent }: StreamOptions<Result>,
): Promise<void> {
  response.writeHead(200, {
    'content-type': framing.contentType,
    'cache-control': 'no-store',
    // Nothing between may gather results before it passes them on; nginx asks for a header of its own.
    'x-accel-buffering': 'no',
    // It carries one stream and then ends with it, so that closing the server waits for nobody.
    connection: 'close',
  });
  const { socket } = response;
  socket?.setNoDelay(true);
  // The client has ended its side: Node would still wait until it has read what was written.
  const onEnd = () => void response.destroy();
  socket?.once('end', onEnd);
  response.write(framing.opening);
  const stopBeating = startHeartbeat(response, framing.heartbeat, heartbeatMs);
  try {
    for await (const result of results) {
      if (response.destroyed) break;
      if (!response.write(framing.frame(result))) await drained(response);
      onSent?.();
    }
    if (!response.destroyed) response.end(framing.closing);
  } finally {
    stopBeating();
    socket?.off('end', onEnd);
  }
}

function startHeartbeat(response: ServerResponse, heartbeat: string, everyMs: number): () => void {
  let wasFull = false;
  const timer = setInterval(() => {
    const isFull = response.writableNeedDrain;
    if (isFull && wasFull) response.destroy();
    else if (!isFull && heartbeat !== '') response.write(heartbeat);
    wasFull = isFull;
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })])
    // A connection that breaks is closed as well.
    .catch(() => undefined);
  settled.abort();
}
