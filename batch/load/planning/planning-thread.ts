import { parentPort, workerData } from 'node:worker_threads';
import type { CsvDialect } from '../../csv/dialect.ts';
import { findPartitions } from '../../csv/find-partitions.ts';
import type { CsvPosition } from '../../csv/record.ts';

/** The input of a planning thread. */
export interface PlanningTask {
  readonly path: string;
  readonly dialect: CsvDialect;
  readonly first: CsvPosition;
  readonly count: number;
}

/** The composition root of a thread that cuts a file in shares: its memory is freed with it. */
if (parentPort === null) throw new TypeError('planning-thread.ts runs as a worker thread.');
const { path, dialect, first, count } = workerData as PlanningTask;
parentPort.postMessage(await findPartitions(path, dialect, first, count));
