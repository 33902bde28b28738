import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A copy of a folder of drizzle migrations as an earlier release had it, with the first `count` of them.
 *
 * @returns the copy's path; it is deleted when the test ends
 */
export async function copyEarlierMigrations(
  t: { after(close: () => Promise<void>): void },
  { migrations, count }: { migrations: URL; count: number },
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  t.after(() => rm(folder, { recursive: true }));
  await cp(migrations, folder, { recursive: true });
  const file = join(folder, 'meta/_journal.json');
  const journal: { entries: unknown[] } = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
  return folder;
}
