import type { Sql } from 'postgres';
import { CodedError } from '#platform/errors/coded-error.ts';

/** The lock could not be had: the database is away, or another process has the lock for too long. */
export class ChangeLockError extends CodedError<'LOCK_UNAVAILABLE'> {}

/** Lets changes that may leave nobody who administers run one after the other, whichever process makes them. */
export interface ChangeLock {
  /** @throws {ChangeLockError} if the lock cannot be had; the work has not begun then. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

export interface ChangeLockOptions {
  /** Told of each change that was refused because the lock could not be had. */
  readonly onUnavailable?: (error: ChangeLockError) => void;
}

/** Longer than the calls of the provider that a change makes. */
const longestHoldMs = 120_000;

/**
 * Creates a lock that the database holds for as long as the process has its connection: one that dies gives it back.
 *
 * @param sql waits for the lock no longer than one of its statements may run
 */
export function createChangeLock(sql: Sql, { onUnavailable }: ChangeLockOptions = {}): ChangeLock {
  return {
    async run(work) {
      const held: { working?: ReturnType<typeof work> } = {};
      try {
        await sql.begin(async (tx) => {
          await tx`select set_config('idle_in_transaction_session_timeout', ${String(longestHoldMs)}, true)`;
          await tx`select pg_advisory_xact_lock(hashtextextended('people administrators', 0))`;
          held.working = work();
          await held.working;
        });
      } catch (cause) {
        if (held.working === undefined) {
          const error = new ChangeLockError('LOCK_UNAVAILABLE', 'The lock of changes cannot be had.', {
            cause,
          });
          onUnavailable?.(error);
          throw error;
        }
      }
      // A lock that is lost on the way does not end the work; its error is that of the change.
      if (held.working === undefined) throw new TypeError('The work of a lock has not begun.');
      return held.working;
    },
  };
}
