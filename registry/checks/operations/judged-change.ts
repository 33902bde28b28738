/** A change with what it means for the operations that are known. */
export interface JudgedChange {
  /** By which it is approved. */
  readonly id: string;
  readonly code: string;
  readonly coordinate: string | undefined;
  readonly severity: 'FAILURE' | 'NOTICE';
  /** Sentences for people, with names of operations and clients. */
  readonly description: string;
  /** Hashes of the operations that it fails. */
  readonly operations: readonly string[];
  /** True if it fails nothing because somebody approved it. */
  readonly isApproved?: boolean;
}
