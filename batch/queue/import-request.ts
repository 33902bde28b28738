import type { RejectReason } from '../jobs/read-rejects.ts';
import type { RejectLimits } from '../jobs/reject-limits.ts';
import type { KeptRecord } from '../jobs/remove-imported.ts';
import type { RecordKind } from '../mapping/mapping.ts';

export type RequestKind = 'LOAD' | 'DRY_RUN' | 'UNDO';

/** QUEUED waits for a worker, RUNNING has one or waits for another one; the others have ended. */
export type RequestStatus = 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'STOPPED' | 'FAILED' | 'CANCELLED';

/** The result of a mapping for the rows of a file. */
export interface ImportTrial {
  readonly records: RecordKind;
  readonly readRows: number;
  /** Invoices or payments. */
  readonly items: number;
  readonly rejectedRows: number;
  readonly leftOutRows: number;
  /** The first invoices or payments, in lines for people. */
  readonly shown: readonly string[];
  readonly problems: readonly ImportRowProblem[];
  readonly reasons: readonly RejectReason[];
  readonly explanation: string | null;
}

interface ImportRowProblem {
  readonly rowNumber: number;
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
}

/** The results of a request besides its job. */
export interface RequestResult {
  readonly trial?: ImportTrial;
  /** The first records that an undo left as they are. */
  readonly kept?: readonly KeptRecord[];
}

/** A request that a worker has begun. */
export interface ClaimedRequest extends RejectLimits {
  readonly id: string;
  readonly kind: RequestKind;
  readonly uploadId: string | null;
  readonly fileName: string;
  readonly mapping: unknown;
  readonly parameters: Readonly<Record<string, string>>;
  readonly attempts: number;
  readonly instanceId: string | null;
}
