import type { ServerResponse } from 'node:http';

/** A signal that is aborted if the caller disconnects before the whole answer was written. */
export function createCallerSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
