import type { ServerResponse } from 'node:http';

/** A signal that is aborted when the caller is gone before its answer was written in full. */
export function createCallerSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
