import type { Sql } from 'postgres';
import type { CsvPosition } from '../csv/record.ts';
import type { RejectedRow } from '../rejects/reject-file.ts';
import type { RejectLimits } from './reject-limits.ts';

/**
 * The status of an execution. STARTED and STOPPING run, the others have ended. UNDOING and UNDONE: the loaded invoices
 * are being removed, or were removed.
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

/** The status of a partition of a step. */
export type StepStatus = 'STARTED' | 'STOPPED' | 'FAILED' | 'COMPLETED';

/** The identity of a job, which depends neither on the file's path nor on the worker's other settings. */
export interface JobIdentity {
  /** The name of the job, for example `load`. */
  readonly name: string;
  /** SHA-256 of the file's bytes on the disk, 64 hexadecimal digits in lower case. */
  readonly fileSha256: string;
  /** The target of the rows, for example `billing.invoices`. */
  readonly target: string;
  /** The whole mapping. */
  readonly mapping: object;
  /** Other parameters that distinguish one load from another. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A job with its identifying parameters: one set of rows, loaded once. */
export interface JobInstance extends JobIdentity {
  readonly id: string;
  /** The instance's number, for people. */
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

/** A part of a step's file, and the place up to which it is done. */
export interface Checkpoint {
  /** From 0. */
  readonly partition: number;
  /** The part in the decompressed file; `toByte` is null for its end. */
  readonly fromByte: number;
  readonly toByte: number | null;
  /** The place at which to continue. */
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
  /** The URL for the connection that holds the lock of an execution. */
  readonly url: string;
}
