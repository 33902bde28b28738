import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { findPartitions } from '../../csv/find-partitions.ts';
import { fileStart } from '../../csv/record.ts';
import type { PlannedPartition } from '../../jobs/begin-step.ts';
import { isGroupedMapping } from '../../mapping/mapping.ts';
import type { OpenedFile } from '../reading/open-file.ts';
import { threadLimits } from '../reading/thread-limits.ts';
import type { PlanningTask } from './planning-thread.ts';

/** The minimum size of a share: a smaller one is not worth a thread and a connection. */
const minShareBytes = 1 << 20;
/** The number of bytes that are read in less time than a thread needs to start. */
const quicklyReadBytes = 16 << 20;

/** The settings for cutting a file into shares. */
export interface Planning {
  /** The maximum number of shares. */
  readonly count: number;
  /** Rejects when the signal is aborted: the walk through a large file takes long. */
  partitions(): Promise<readonly PlannedPartition[]>;
  /** Ends the planning, also before it is done. */
  close(): Promise<void>;
}

export interface PlanningOptions {
  readonly workers: number;
  /** True if rows are written anew first, sorted or from a statement: they are one share, and begin with that file. */
  readonly isRewritten: boolean;
  readonly signal: AbortSignal;
}

/**
 * Begins to cut a file into shares, one for each worker. A compressed file cannot be read from its middle, and rows that
 * belong to one invoice must stay together: these are one share.
 */
export function startPlanning(
  file: OpenedFile,
  bytes: number,
  { workers, isRewritten, signal }: PlanningOptions,
): Planning {
  const { path, dialect, first, mapping, isCompressed } = file;
  if (isRewritten) {
    const whole = { start: fileStart, toByte: null };
    return { count: 1, partitions: async () => [whole], close: async () => undefined };
  }
  const count = isCompressed || isGroupedMapping(mapping) ? 1 : countShares(bytes, workers);
  if (count === 1) {
    const toByte = isCompressed ? null : Math.max(bytes, first.byteOffset);
    return { count, partitions: async () => [{ start: first, toByte }], close: async () => undefined };
  }
  if (bytes <= quicklyReadBytes) {
    const planned = findPartitions(path, dialect, first, count);
    planned.catch(() => undefined);
    return {
      count,
      partitions: () => planned,
      close: async () => void (await Promise.allSettled([planned])),
    };
  }
  const task: PlanningTask = { path, dialect, first, count };
  const thread = new Worker(new URL('./planning-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: threadLimits,
  });
  const planned = once(thread, 'message', { signal });
  // A failure is reported to the caller that asks for the shares, and to nobody after the signal.
  planned.catch(() => undefined);
  thread.on('error', () => undefined);
  return {
    count,
    partitions: async () => {
      const [partitions] = await planned;
      return partitions as PlannedPartition[];
    },
    close: async () => void (await thread.terminate()),
  };
}

function countShares(bytes: number, workers: number): number {
  return Math.max(1, Math.min(workers, Math.floor(bytes / minShareBytes)));
}
