import type { Log } from '#platform/log/log.ts';

/** Deletes what is past its time, from time to time. */
export interface Sweeper {
  /** Deletes what is overdue now, as many steps as that takes. */
  sweep(): Promise<void>;
  /** Stops after the step under way and waits for it. */
  close(): Promise<void>;
}

export interface SweeperOptions {
  /** A name for the deleted rows, for the log. */
  readonly what: string;
  /** Where nobody hears of failures, they show elsewhere. */
  readonly log?: Log;
  readonly everyMs: number;
  /** Deletes at most so many rows that it holds no lock for long, and says how many; asked again until it says 0. */
  readonly deleteSome: () => Promise<number>;
}

/** Starts to sweep every so often; two sweeps of one process never overlap. */
export function startSweeper({ what, log, everyMs, deleteSome }: SweeperOptions): Sweeper {
  const closing = new AbortController();
  let underWay: Promise<void> | undefined;

  const sweepAll = async () => {
    let sum = 0;
    try {
      for (let deleted = -1; deleted !== 0 && !closing.signal.aborted; sum += deleted) {
        deleted = await deleteSome();
      }
    } catch (error) {
      // The next sweep tries again; a database that stays away shows in /readyz.
      log?.warn({ err: error, what }, 'could not delete what is past its time');
    }
    if (sum > 0) log?.debug({ what, deleted: sum }, 'deleted what is past its time');
  };
  const sweep = (): Promise<void> => {
    underWay ??= sweepAll().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  const timer = setInterval(sweep, everyMs);
  timer.unref();
  return {
    sweep,
    close: async () => {
      closing.abort();
      clearInterval(timer);
      await underWay;
    },
  };
}
