import { connectDatabase } from '#platform/database/database.ts';
import { createReaderStore } from './reader-store.ts';
import { type LogConnection, openLog } from './server-under-test.ts';

/** What a reader in a process of its own does, so that it can die or freeze as processes do. */
export interface ReaderProcessOptions {
  readonly connection: LogConnection;
  readonly databaseUrl: string;
  readonly topic: string;
  readonly group: string;
  /** `die` ends it after the commit of its first batch, before the log is told; `ask` asks the parent before each commit. */
  readonly atBatch: 'go on' | 'die' | 'ask';
}

process.once('message', async (options: ReaderProcessOptions) => {
  const { sql } = connectDatabase({ url: options.databaseUrl, name: 'reader-process' });
  const log = await openLog(options.connection);
  const reader = createReaderStore(sql, options.topic, options.group);
  await log.subscribe({
    ...reader.options(),
    maxBatchBytes: 2000,
    onBatch: async (batch) => {
      if (options.atBatch === 'ask') {
        const answered = new Promise((resolve) => process.once('message', resolve));
        process.send?.('asking');
        await answered;
      }
      try {
        await reader.store(batch);
      } catch (error) {
        process.send?.(error instanceof Error && 'code' in error ? error.code : 'failed');
        throw error;
      }
      if (options.atBatch === 'die') process.kill(process.pid, 'SIGKILL');
    },
  });
});
process.once('disconnect', () => process.exit());
