import { readdir, readFile } from 'node:fs/promises';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';

type Snapshot = Parameters<typeof generateMigration>[0];

/**
 * The difference between a subgraph's tables and its newest migration, as SQL statements; empty when `drizzle-kit generate`
 * would find nothing to do.
 *
 * @param tables the module that defines them
 */
export async function findMissingMigration(
  tables: Record<string, unknown>,
  migrations: URL,
): Promise<string[]> {
  const meta = new URL('meta/', migrations);
  const newest = (await readdir(meta))
    .filter((name) => name.endsWith('_snapshot.json'))
    .toSorted()
    .at(-1);
  const snapshot = JSON.parse(await readFile(new URL(newest ?? '', meta), 'utf8')) as Snapshot;
  return generateMigration(snapshot, generateDrizzleJson(tables, snapshot.id));
}
