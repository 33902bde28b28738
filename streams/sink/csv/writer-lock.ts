import type { Sql } from 'postgres';
import { openSql } from '#platform/database/open-sql.ts';

/** The lock of the one process that writes the files. */
export interface WriterLock {
  /** The connection that holds the lock: a read over it is a read by the one writer. */
  readonly sql: Sql;
  /** @throws when the lock was lost with its connection */
  assertHeld(): Promise<void>;
  /** Gives the lock back. */
  release(): Promise<void>;
}

/** Takes the lock, or gives undefined while another process has it. */
export async function takeWriterLock(url: string): Promise<WriterLock | undefined> {
  const sql = openSql(url, {
    max: 1,
    connect_timeout: 5,
    // Asked for by the driver on each new connection, and when that is lost the process dies.
    fetch_types: false,
    onnotice: () => {},
    // The lock goes with its connection, so it must neither idle out nor grow old.
    max_lifetime: null,
    connection: { application_name: 'sink-csv', statement_timeout: 30_000, TimeZone: 'UTC' },
  });
  const release = () => sql.end({ timeout: 2 });
  try {
    const [taken] = await sql<{ isTaken: boolean; session: number }[]>`
      select pg_try_advisory_lock(hashtextextended('sink:csv', 0)) as "isTaken", pg_backend_pid() as session`;
    if (taken?.isTaken !== true) {
      await release();
      return undefined;
    }
    return {
      sql,
      assertHeld: async () => {
        const [now] = await sql<{ session: number }[]>`select pg_backend_pid() as session`;
        if (now?.session !== taken.session) throw new Error('The lock of the CSV writer was lost');
      },
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}
