import type { Log } from '#platform/log/log.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { RejectLimits } from '../jobs/reject-limits.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { ProgressState } from './progress/progress.ts';

/** A file to load. */
export interface LoadRequest extends RejectLimits {
  readonly path: string;
  readonly mapping: Mapping;
  /** How many threads read and how many connections load at once. */
  readonly workers: number;
  readonly chunkRows: number;
  /** Where the rejected rows go, if there are any. */
  readonly rejectPath: string;
  /** What tells this load from another one of the same file with the same mapping. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The content that the file must have, when it is to go on with a job. */
  readonly expectedSha256?: string;
}

/** What a load works with. */
export interface LoadTools {
  /** Gives the URL with the role `batch`, once the tables of the jobs are there. */
  readonly openDatabase: () => Promise<string>;
  /** Decides the day of times with an offset, and which days an invoice may have. */
  readonly seller: Seller;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Told how to ask for the progress once the load has begun. */
  readonly onBegin: (
    job: { readonly number: number; readonly isRestart: boolean },
    read: () => ProgressState,
  ) => void;
}
