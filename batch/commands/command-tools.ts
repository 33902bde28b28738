import type { Log } from '#platform/log/log.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { ProgressOutput } from '../load/progress/progress-display.ts';

/** What commands are given. */
export interface CommandTools {
  /** The database's URL with the role `batch`, its tables up to date. */
  readonly openDatabase: () => Promise<string>;
  /** Decides the day of times with an offset, and which days an invoice may have. */
  readonly seller: Seller;
  /** For people. */
  readonly output: ProgressOutput;
  /** Aborted when nobody reads the output any more: whoever prints much may stop. */
  readonly outputClosed: AbortSignal;
  /** For machines. */
  readonly log: Log;
  /** Aborted when the command is asked to end. */
  readonly signal: AbortSignal;
  /** The command has failed, though it had an answer. */
  readonly fail: () => void;
}
