import type { Log } from '#platform/log/log.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { RejectLimits } from '../jobs/reject-limits.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { ProgressState } from './progress/progress.ts';

/** A file to load. */
export interface LoadRequest extends RejectLimits {
  readonly path: string;
  readonly mapping: Mapping;
  /** The number of threads that read, and of connections that load, at once. */
  readonly workers: number;
  readonly chunkRows: number;
  /** The path of the file for rejected rows, if there are any. */
  readonly rejectPath: string;
  /** Parameters that distinguish this load from another one of the same file with the same mapping. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The content that the file must have to continue a job. */
  readonly expectedSha256?: string;
}

/** The resources of a load. */
export interface LoadTools {
  /** Returns the URL with the role `batch`, once the tables of the jobs exist. */
  readonly openDatabase: () => Promise<string>;
  /** Decides the day of times with an offset, and which days an invoice may have. */
  readonly seller: Seller;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Called with a function that returns the progress, once the load has begun. */
  readonly onBegin: (
    job: { readonly number: number; readonly isRestart: boolean },
    read: () => ProgressState,
  ) => void;
}
