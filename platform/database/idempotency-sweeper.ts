import type { Sql } from 'postgres';
import { integer } from '#platform/configuration/fields.ts';
import type { Log } from '#platform/log/log.ts';
import { type Sweeper, startSweeper } from './sweeper.ts';

const everyMs = 60 * 60 * 1000;
const stepRows = 1000;

/** Of the processes that own a table `idempotency_keys`. */
export const idempotencyFields = {
  /** The days for which the answer to a call is kept for its repeats. */
  IDEMPOTENCY_KEY_DAYS: integer({ min: 1, max: 3650, byDefault: 30 }),
};

/** Deletes keys that are older, at the start and every hour; a call that is repeated later is a new call. */
export function startIdempotencySweeper(options: {
  readonly sql: Sql;
  readonly days: number;
  readonly log: Log;
}): Sweeper {
  const { sql, days, log } = options;
  const deleteSome = async () => {
    const { count } = await sql`
      delete from idempotency_keys where ctid = any (array(
        select ctid from idempotency_keys where created_at < now() - make_interval(days => ${days})
        limit ${stepRows} for update skip locked))`;
    return count;
  };
  const sweeper = startSweeper({ what: 'idempotency keys', log, everyMs, deleteSome });
  void sweeper.sweep();
  return sweeper;
}
