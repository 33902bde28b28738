import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '#platform/errors/coded-error.ts';
import { contexts } from '../system/database-roles.ts';

const fields = [
  'postgres',
  ...contexts,
  'session',
  'portal',
  'registryAdmin',
  'registryGateway',
  'registryInstance',
] as const;

/** The database passwords of the server's owner and of each context, the secret of sessions, the key of the portal, and keys of the registry. */
export type Secrets = Readonly<Record<(typeof fields)[number], string>>;

const schema = z.partialRecord(z.enum(fields), z.string().min(32));

/**
 * Loads the secrets of this machine, made up on first use and kept in `secrets.json`, readable by its owner alone.
 *
 * @throws {CodedError} SECRETS_LOST when there is a database whose password is in no such file.
 */
export async function loadSecrets(dataFolder: string): Promise<Secrets> {
  const file = join(dataFolder, 'secrets.json');
  const known = await readSecrets(file);
  if (known.postgres === undefined && (await isThere(join(dataFolder, 'postgres', 'PG_VERSION')))) {
    throw new CodedError(
      'SECRETS_LOST',
      `${file} does not hold the password of the database in ${join(dataFolder, 'postgres')}. ` +
        'Bring the file back, or begin anew with: npm start -- --reset',
    );
  }
  const all = Object.fromEntries(fields.map((name) => [name, known[name] ?? createSecret()])) as Secrets;
  if (fields.some((name) => known[name] === undefined)) await writeSecrets(file, all, dataFolder);
  return all;
}

async function readSecrets(file: string): Promise<Partial<Secrets>> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // A file that cannot be read is treated as lost; the error above says so when it matters.
    return {};
  }
}

/** Written beside and renamed: whoever is interrupted leaves the old file or the new one, never half of one. */
async function writeSecrets(file: string, secrets: Secrets, dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function createSecret(): string {
  return randomBytes(36).toString('base64url');
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
