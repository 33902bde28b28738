import { type Sweeper, startSweeper } from '#platform/database/sweeper.ts';
import type { Log } from '#platform/log/log.ts';
import { deleteExpired, type SessionDatabase } from './session-store.ts';

/** Rows of each table that one step deletes at most. */
const stepRows = 500;

/** Deletes sessions past their limits from time to time. That they are refused does not depend on it. */
export function startSessionSweeper(options: { db: SessionDatabase; log: Log; everyMs: number }): Sweeper {
  const { db, log, everyMs } = options;
  return startSweeper({ what: 'sessions', log, everyMs, deleteSome: () => deleteExpired(db, stepRows) });
}
