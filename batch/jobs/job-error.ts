import { CodedError } from '#platform/errors/coded-error.ts';

export type JobErrorCode =
  /** No job has this number. */
  | 'NOT_FOUND'
  /** The instance was loaded to its end; it is not run again. */
  | 'ALREADY_COMPLETE'
  /** Another process runs the instance now. */
  | 'ALREADY_RUNNING'
  /** Nobody runs the instance. */
  | 'NOT_RUNNING'
  /** An operator decided that the instance is not run again. */
  | 'ABANDONED'
  /** An operator asked the execution to stop; the chunk is not stored. */
  | 'STOPPED'
  /** The execution no longer belongs to this worker: it was declared dead or has ended. The chunk is not stored. */
  | 'FENCED'
  /** More rows were rejected than allowed; the chunk is not stored. */
  | 'SKIP_LIMIT_EXCEEDED'
  /** More rows were rejected for one reason than allowed; the chunk is not stored. */
  | 'REASON_LIMIT_EXCEEDED'
  /** An undo removes the invoices of the instance, or has removed them. */
  | 'UNDONE';

/** The reason why a job cannot be run or continued. */
export class JobError extends CodedError<JobErrorCode> {
  /** The number of the job, where whoever catches the error may not know it. */
  readonly jobNumber: number | undefined;

  constructor(
    code: JobErrorCode,
    message: string,
    options: ErrorOptions & { readonly jobNumber?: number | undefined } = {},
  ) {
    super(code, message, options);
    this.name = 'JobError';
    this.jobNumber = options.jobNumber;
  }
}
