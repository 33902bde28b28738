import type { Command } from 'commander';
import { connectSql } from '#platform/database/sql-pool.ts';
import { statementTimeoutMs } from '../load/load-partitions.ts';
import { formatCount } from '../load/progress/progress.ts';
import { ImportWorker } from '../worker/import-worker.ts';
import type { CommandTools } from './command-tools.ts';

type WorkTools = Pick<CommandTools, 'openDatabase' | 'seller' | 'output' | 'log' | 'signal'>;

/** `work`: carries out what people asked for in the API, until nothing is left. */
export function addWorkCommand(program: Command, tools: WorkTools): void {
  program
    .command('work')
    .description('carries out the import requests that wait, one after the other, and ends when none is due')
    .action(() => work(tools));
}

async function work({ openDatabase, seller, output, log, signal }: WorkTools): Promise<void> {
  const url = await openDatabase();
  const pool = connectSql({ url, name: 'batch-worker', maxConnections: 3, statementTimeoutMs });
  try {
    const count = await new ImportWorker({ sql: pool.sql, url, seller, log, signal }).drain();
    output.write(`${formatCount(count)} requests were carried out.\n`);
  } finally {
    await pool.close();
  }
}
