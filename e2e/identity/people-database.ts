import { fileURLToPath } from 'node:url';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';

/** The database of the subgraph people. */
export interface PeopleDatabase extends Database {
  readonly url: string;
}

/** Creates the database of the subgraph people with its tables; closing the pool drops it. */
export async function openPeopleDatabase(): Promise<PeopleDatabase> {
  const database = await createTestDatabase('people');
  const url = database.urlOf('people');
  const folder = fileURLToPath(new URL('../../subgraphs/people/migrations/', import.meta.url));
  await migrateDatabase({ url, schema: 'people', folder });
  const pool = connectDatabase({ url, name: 'people' });
  return {
    ...pool,
    url,
    close: async () => {
      await pool.close();
      await database.close();
    },
  };
}
