import type { Log } from '#platform/log/log.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { ProgressOutput } from '../load/progress/progress-display.ts';

/** The resources of commands. */
export interface CommandTools {
  /** Returns the database's URL with the role `batch`, after its tables were brought up to date. */
  readonly openDatabase: () => Promise<string>;
  /** Decides the day of times with an offset, and which days an invoice may have. */
  readonly seller: Seller;
  /** Returns the numbers of the seller of this system, of whom documents must be; none if it is not known. */
  readonly loadOwnSellers: () => Promise<readonly string[]>;
  /** The output for people. */
  readonly output: ProgressOutput;
  /** Aborted when nobody reads the output any more, so that long output can stop. */
  readonly outputClosed: AbortSignal;
  /** The output for programs. */
  readonly log: Log;
  /** Aborted when the command is asked to end. */
  readonly signal: AbortSignal;
  /** Marks the command as failed, though it had an answer. */
  readonly fail: () => void;
}
