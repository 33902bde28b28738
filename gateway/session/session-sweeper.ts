import type { Log } from '#platform/log/log.ts';
import { type Connection, deleteExpired } from './session-store.ts';

/** Rows of each table that one sweep deletes at most, so that it never holds locks for long. */
const batchRows = 500;

/** Deletes sessions past their limits from time to time. That they are refused does not depend on it. */
export interface SessionSweeper {
  /** Deletes what is overdue now. */
  sweep(): Promise<void>;
  /** Stops, and waits for a sweep under way. */
  close(): Promise<void>;
}

/** Starts to sweep every so often; two sweeps of one process never overlap. */
export function startSessionSweeper(options: { db: Connection; log: Log; everyMs: number }): SessionSweeper {
  const { db, log } = options;
  let underWay: Promise<void> | undefined;

  function sweep(): Promise<void> {
    underWay ??= sweepOnce().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  async function sweepOnce(): Promise<void> {
    try {
      const deletedRows = await deleteExpired(db, batchRows);
      if (deletedRows > 0) log.debug({ deletedRows }, 'swept sessions past their limits');
    } catch (error) {
      // The next sweep tries again; a database that stays away shows in /readyz.
      log.warn({ err: error }, 'could not sweep sessions');
    }
  }

  const timer = setInterval(sweep, options.everyMs);
  timer.unref();
  return {
    sweep,
    async close() {
      clearInterval(timer);
      await underWay;
    },
  };
}
