import type { Sql } from 'postgres';
import { connectSql } from '#platform/database/sql-pool.ts';
import type { CommandTools } from './command-tools.ts';

/** Opens the tables of the jobs while a command runs. */
export async function withJobs<Answer>(
  { openDatabase }: Pick<CommandTools, 'openDatabase'>,
  run: (sql: Sql) => Promise<Answer>,
): Promise<Answer> {
  const url = await openDatabase();
  const database = connectSql({ url, name: 'batch-command', maxConnections: 1 });
  try {
    return await run(database.sql);
  } finally {
    await database.close();
  }
}
