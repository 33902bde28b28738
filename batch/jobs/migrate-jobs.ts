import { fileURLToPath } from 'node:url';
import { migrateDatabase } from '#platform/database/migrate.ts';

/** Brings the tables of the jobs up to date; the worker and the API both do so when they start. */
export function migrateJobs(url: string): Promise<void> {
  const folder = fileURLToPath(new URL('migrations', import.meta.url));
  return migrateDatabase({ url, schema: 'batch', folder });
}
