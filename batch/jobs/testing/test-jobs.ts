import { connectDatabase, type Database } from '#platform/database/database.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import type { ExecutionRequest } from '../begin-execution.ts';
import type { PlannedPartition } from '../begin-step.ts';
import type { Reject, RunningExecution } from '../job.ts';
import { noCounts } from '../load-counts.ts';
import { migrateJobs } from '../migrate-jobs.ts';
import type { SavedChunk } from '../save-chunk.ts';

/** The tables of the jobs in a database of a test's own. */
export interface TestJobs {
  readonly url: string;
  readonly sql: Database['sql'];
  readonly database: Database;
  close(): Promise<void>;
}

export async function createTestJobs(): Promise<TestJobs> {
  const owned = await createTestDatabase('batch');
  const url = owned.urlOf('batch');
  await migrateJobs(url);
  const database = connectDatabase({ url, name: 'test' });
  return {
    url,
    sql: database.sql,
    database,
    close: async () => {
      await database.close();
      await owned.close();
    },
  };
}

/** A load of a file of its own for each `fileName`. */
export function createRequest(fileName: string, changes: Partial<ExecutionRequest> = {}): ExecutionRequest {
  return {
    name: 'load',
    fileSha256: Buffer.from(fileName).toString('hex').padEnd(64, '0').slice(0, 64),
    target: 'billing.invoices',
    mappingName: 'facturation',
    mapping: { name: 'facturation', separator: ',' },
    parameters: {},
    file: { path: `/files/${fileName}`, bytes: 1_000 },
    skipLimit: 0,
    reasonPercent: null,
    options: { workers: 2 },
    ...changes,
  };
}

/** Two partitions of 500 bytes and 50 rows. */
export const twoPartitions: readonly PlannedPartition[] = [
  { start: { byteOffset: 0, rowNumber: 1, line: 2 }, toByte: 500 },
  { start: { byteOffset: 500, rowNumber: 51, line: 52 }, toByte: 1_000 },
];

/** The chunk of a partition from one byte to another: one row for every ten bytes, all loaded except the rejected ones. */
export function createChunk(
  execution: RunningExecution,
  [fromByte, toByte]: readonly [number, number],
  rejects: readonly Reject[] = [],
): SavedChunk {
  const partition = fromByte < 500 ? 0 : 1;
  const readRows = (toByte - fromByte) / 10;
  const loaded = readRows - rejects.length;
  return {
    execution,
    step: 'load',
    partition,
    from: { byteOffset: fromByte },
    next: { byteOffset: toByte, rowNumber: toByte / 10 + 1, line: toByte / 10 + 2 },
    isDone: toByte % 500 === 0,
    counts: {
      ...noCounts,
      readRows,
      loadedInvoices: loaded,
      loadedRows: loaded,
      rejectedRows: rejects.length,
    },
    rejects,
  };
}

export function createReject(rowNumber: number, changes: Partial<Reject> = {}): Reject {
  return {
    rowNumber,
    line: rowNumber + 1,
    byteOffset: (rowNumber - 1) * 10,
    column: 'amount',
    code: 'NOT_A_NUMBER',
    message: 'The amount must be a number, not "x".',
    cells: [`R${rowNumber}`, 'x'],
    ...changes,
  };
}
