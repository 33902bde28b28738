import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import type { SystemAddresses } from '../running-system.ts';

/** Opens the database of a running system with the role of a context. */
export async function openContextDatabase(
  { environment }: Pick<SystemAddresses, 'environment'>,
  context: string,
): Promise<Database> {
  const file = join(environment['DATA_DIR'] ?? '', 'secrets.json');
  const secrets = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, string>>;
  const url = `postgres://${context}:${secrets[context]}@127.0.0.1:${environment['DATABASE_PORT']}/postgres`;
  return connectDatabase({ url, name: 'role-matrix' });
}
