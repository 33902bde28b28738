import { findPartitions } from '../csv/find-partitions.ts';
import type { PlannedPartition } from '../jobs/begin-step.ts';
import type { OpenedFile } from './open-file.ts';

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
  const { path, dialect, first, mapping } = file;
  const count = Math.min(options.workers, Math.floor(options.bytes / leastBytes));
  const isOne = count <= 1 || file.isCompressed || mapping.grouping !== 'none';
  if (isOne) return [{ start: first, toByte: null }];
  return await findPartitions(path, dialect, first, count, options.signal);
}
