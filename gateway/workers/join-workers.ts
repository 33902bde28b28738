import cluster from 'node:cluster';
import type { Registry } from 'prom-client';
import { WorkerLink } from './worker-link.ts';
import { parseWorkerMessage } from './worker-messages.ts';
import { loneWorker, type Workers } from './workers.ts';

/** True in a process that a supervisor of workers has started. */
export function isWorker(): boolean {
  return cluster.isWorker;
}

/** Finds the other workers of this gateway, if this process is one. */
export function joinWorkers(count: number, registry: Registry): Workers {
  if (!cluster.isWorker) return loneWorker;
  const link = new WorkerLink({
    count,
    registry,
    // The supervisor may go at any time; without a callback that would be an error nobody handles.
    send: (message) => void (process.connected && process.send?.(message, undefined, undefined, () => {})),
  });
  process.on('message', (received) => {
    const message = parseWorkerMessage(received);
    if (message !== undefined) link.receive(message);
  });
  return link;
}
