import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PlannedPartition } from '../jobs/begin-step.ts';
import type { OpenedFile } from './open-file.ts';
import type { PlanningTask } from './planning-thread.ts';
import { threadLimits } from './thread-limits.ts';

/** A smaller share is not worth a thread and a connection. */
const leastBytes = 8 << 20;

/**
 * Cuts a file into shares, one for each worker. A compressed file cannot be read from its middle, and rows that belong
 * to one invoice must stay together: these are one share.
 */
export async function planPartitions(
  file: OpenedFile,
  options: { readonly workers: number; readonly bytes: number; readonly signal: AbortSignal },
): Promise<readonly PlannedPartition[]> {
  const { path, dialect, first, mapping, isCompressed } = file;
  const count = Math.min(options.workers, Math.floor(options.bytes / leastBytes));
  if (isCompressed) return [{ start: first, toByte: null }];
  if (count <= 1 || mapping.grouping !== 'none') {
    return [{ start: first, toByte: Math.max(options.bytes, first.byteOffset) }];
  }
  const task: PlanningTask = { path, dialect, first, count };
  const thread = new Worker(new URL('./planning-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: threadLimits,
  });
  try {
    const [partitions] = await once(thread, 'message', { signal: options.signal });
    return partitions as PlannedPartition[];
  } finally {
    await thread.terminate();
  }
}
