import type { ServerResponse } from 'node:http';
import { startOperationTime } from '../../operation/operation-time.ts';

/**
 * Starts the time of an operation that one answer belongs to.
 *
 * @returns a signal that is aborted when time is up, and when the client leaves before it has its whole answer
 */
export function startReplyTime(response: ServerResponse, timeoutMs: number): AbortSignal {
  const { signal, abort, end } = startOperationTime(timeoutMs);
  response.once('close', () => {
    end();
    if (!response.writableFinished) abort(new DOMException('The client is gone.', 'AbortError'));
  });
  return signal;
}
