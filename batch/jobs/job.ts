import type { Sql } from 'postgres';
import type { CsvPosition } from '../csv/record.ts';
import type { RejectedRow } from '../rejects/reject-file.ts';
import type { RejectLimits } from './reject-limits.ts';

/**
 * Where an execution stands. STARTED and STOPPING run, the others have ended. UNDOING and UNDONE: what the instance loaded
 * is being removed, or was.
 */
export type JobStatus =
  | 'STARTED'
  | 'STOPPING'
  | 'STOPPED'
  | 'FAILED'
  | 'COMPLETED'
  | 'ABANDONED'
  | 'UNDOING'
  | 'UNDONE';

/** Where a partition of a step stands. */
export type StepStatus = 'STARTED' | 'STOPPED' | 'FAILED' | 'COMPLETED';

/** What makes two loads the same job: neither the file's path nor how the worker was called. */
export interface JobIdentity {
  /** Of the job, for example `load`. */
  readonly name: string;
  /** Of the file's bytes as they lie on the disk, 64 hexadecimal digits in lower case. */
  readonly fileSha256: string;
  /** Where the rows go, for example `billing.invoices`. */
  readonly target: string;
  /** The whole mapping. */
  readonly mapping: object;
  /** Whatever else tells one load from another. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A job with its identifying parameters: one set of rows, loaded once. */
export interface JobInstance extends JobIdentity {
  readonly id: string;
  /** What people call it. */
  readonly number: number;
  readonly mappingName: string;
  readonly filePath: string;
  readonly fileName: string;
  readonly fileBytes: number;
  readonly createdAtMs: number;
}

/** An execution that this process runs. */
export interface RunningExecution {
  readonly id: string;
  readonly instanceId: string;
  /** From 1. */
  readonly attempt: number;
  readonly limits: RejectLimits;
}

/** A part of a step's file, and up to where it is done. */
export interface Checkpoint {
  /** From 0. */
  readonly partition: number;
  /** The part in the decompressed file; `toByte` is null for its end. */
  readonly fromByte: number;
  readonly toByte: number | null;
  /** Where to go on. */
  readonly next: CsvPosition;
  readonly isDone: boolean;
}

/** A row that was not loaded. */
export interface Reject extends RejectedRow {
  /** The physical line at which it begins, from 1. */
  readonly line: number;
}

/** The database of the jobs, with the role `batch`. */
export interface JobDatabase {
  readonly sql: Sql;
  /** For the connection that holds the lock of an execution. */
  readonly url: string;
}
