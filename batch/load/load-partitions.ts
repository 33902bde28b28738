import { basename } from 'node:path';
import { connectSql } from '#platform/database/sql-pool.ts';
import type { BegunExecution } from '../jobs/begin-execution.ts';
import { beginStep } from '../jobs/begin-step.ts';
import type { Checkpoint, JobDatabase } from '../jobs/job.ts';
import { addCounts, type LoadCounts } from '../jobs/load-counts.ts';
import { toRecordKind } from '../mapping/mapping.ts';
import { createCustomerMatcher } from './customers/match-customers.ts';
import type { LoadRequest, LoadTools } from './load-request.ts';
import type { LoadPreparation } from './planning/prepare-load.ts';
import { openRows, type RowSource } from './planning/row-source.ts';
import type { ProgressState } from './progress/progress.ts';
import { assertSameFile, type FileIdentity } from './reading/file-identity.ts';
import type { OpenedFile } from './reading/open-file.ts';
import { isSortedJob } from './sort/sort-parameter.ts';
import { loadPartition } from './writing/load-partition.ts';
import { retryTransient } from './writing/retry-transient.ts';

/** The step that loads. */
const loadStep = 'load';
/** A statement that moves a chunk may wait for the disk, or for another load. */
export const statementTimeoutMs = 120_000;

/** The input and the resources of a load. */
export interface PartitionsLoad {
  readonly request: LoadRequest;
  readonly tools: LoadTools;
  readonly jobs: JobDatabase;
  readonly begun: BegunExecution;
  readonly file: OpenedFile;
  readonly identity: FileIdentity;
  readonly preparation: LoadPreparation;
}

/** Loads every partition that is not done, as many at once as there are workers. */
export async function loadPartitions(load: PartitionsLoad, before: LoadCounts): Promise<void> {
  const { request, tools, jobs, begun, file, identity, preparation } = load;
  const checkpoints = await retryTransient(
    () => beginStep(jobs.sql, begun.execution, loadStep, preparation.partitions),
    tools.signal,
  );
  await preparation.endPlanning();
  const isSorted = isSortedJob(request.parameters);
  const rows = await openRows(file, identity.bytes, { isSorted, signal: tools.signal });
  try {
    await loadCheckpoints({ ...load, before, rows }, checkpoints);
  } finally {
    await rows.close();
  }
}

interface CheckpointsLoad extends PartitionsLoad {
  readonly before: LoadCounts;
  readonly rows: RowSource;
}

async function loadCheckpoints(load: CheckpointsLoad, checkpoints: readonly Checkpoint[]): Promise<void> {
  const { request, tools, jobs, begun, file, identity, preparation, before, rows } = load;
  const { execution, lock } = begun;
  const doneBytes = checkpoints.map(doneOf);
  const startBytes = sum(doneBytes);
  let counts = before;
  const startedMs = performance.now();
  tools.onBegin(
    { number: begun.number, isRestart: begun.isRestart },
    (): ProgressState => ({
      fileName: basename(file.path),
      counts,
      rowsNow: counts.readRows - before.readRows,
      doneBytes: sum(doneBytes),
      totalBytes: rows.bytes,
      startBytes,
      elapsedMs: performance.now() - startedMs,
    }),
  );

  const failing = new AbortController();
  const signal = AbortSignal.any([tools.signal, lock.lost, failing.signal]);
  const open = checkpoints.filter(({ isDone }) => !isDone);
  const matching = connectSql({
    url: jobs.url,
    name: 'batch-customers',
    maxConnections: 1,
  });
  const match = createCustomerMatcher(matching.sql, signal);
  const lane = async () => {
    for (let checkpoint = open.shift(); checkpoint !== undefined; checkpoint = open.shift()) {
      const { partition, fromByte } = checkpoint;
      const connection = connectSql({
        url: jobs.url,
        name: `batch-load-${partition}`,
        maxConnections: 1,
        statementTimeoutMs,
        idleInTransactionTimeoutMs: statementTimeoutMs,
      });
      const reading = preparation.takeReading();
      try {
        reading.begin(rows.toTask(checkpoint, request.chunkRows), match);
        await loadPartition({
          records: toRecordKind(request.mapping),
          execution,
          step: loadStep,
          checkpoint,
          reading,
          sql: connection.sql,
          signal,
          assertSame: () => assertSameFile(file.path, identity),
          onCommit: (added, nextByte) => {
            counts = addCounts(counts, added);
            doneBytes[partition] = nextByte - fromByte;
          },
        });
      } finally {
        await reading.close();
        await connection.close();
      }
    }
  };
  try {
    const lanes = Array.from({ length: Math.min(request.workers, open.length) }, () =>
      lane().catch((error: unknown) => {
        failing.abort(error);
        throw error;
      }),
    );
    const ended = await Promise.allSettled(lanes);
    // The first failure stopped the others, so it has the reason.
    if (failing.signal.aborted) throw failing.signal.reason;
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  } finally {
    await matching.close();
  }
}

function doneOf({ fromByte, next }: Checkpoint): number {
  return next.byteOffset - fromByte;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
