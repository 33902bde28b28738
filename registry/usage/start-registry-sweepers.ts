import type { Sql } from 'postgres';
import { type Sweeper, startSweeper } from '#platform/database/sweeper.ts';
import type { Log } from '#platform/log/log.ts';
import { deleteOldCheckRuns } from '../checks/check-runs.ts';
import { deleteOldUsage } from './delete-old-usage.ts';

const everyMs = 3_600_000;

/** Starts to delete usage and checks that are older than so many days. */
export function startRegistrySweepers(
  { sql, log }: { readonly sql: Sql; readonly log: Log },
  days: number,
): readonly Sweeper[] {
  return [
    startSweeper({ what: 'usage', log, everyMs, deleteSome: () => deleteOldUsage(sql, days) }),
    startSweeper({ what: 'checks', log, everyMs, deleteSome: () => deleteOldCheckRuns(sql, days) }),
  ];
}
