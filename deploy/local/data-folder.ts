import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** All that the system keeps under its data folder. Nothing else there is ever touched. */
const entries = [
  'postgres',
  'postgres.password',
  'identity',
  'logs',
  'cache',
  'sink',
  'secrets.json',
  'session-secret',
];

/** Deletes what the system has kept. A database of the user's own (`DATABASE_URL`) stays as it is. */
export async function resetDataFolder(dataFolder: string): Promise<void> {
  await Promise.all(entries.map((name) => rm(join(dataFolder, name), { recursive: true, force: true })));
}
