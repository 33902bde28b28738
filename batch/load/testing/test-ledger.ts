import { fileURLToPath } from 'node:url';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createMigratedDatabase } from '#platform/testing/template-database.ts';
import { migrateJobs } from '../../jobs/migrate-jobs.ts';

/** A database into which files can be loaded. */
export interface TestLedger {
  /** A URL with the role `batch`. */
  readonly url: string;
  /** A connection with the role that owns the server, to check the loaded rows. */
  readonly admin: Database['sql'];
  close(): Promise<void>;
}

const contexts = ['billing', 'customer'] as const;

/** The tables of billing, of customers and of the jobs, as their own migrations make them. */
export async function createTestLedger(): Promise<TestLedger> {
  const owned = await createMigratedDatabase({
    name: 'ledger',
    contexts: ['batch', 'customer', { name: 'billing', makesTemporaryTables: true }],
    migrate: async (empty) => {
      for (const schema of contexts) {
        const folder = fileURLToPath(new URL(`../../../subgraphs/${schema}/migrations`, import.meta.url));
        await migrateDatabase({ url: empty.urlOf(schema), schema, folder });
      }
      await migrateJobs(empty.urlOf('batch'));
    },
  });
  const url = owned.urlOf('batch');
  const admin = connectDatabase({ url: owned.adminUrl, name: 'test-ledger' });
  return {
    url,
    admin: admin.sql,
    close: async () => {
      await admin.close();
      await owned.close();
    },
  };
}
