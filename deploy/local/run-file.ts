import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '#platform/errors/coded-error.ts';
import { trustAuthority } from '#platform/tls/trust-authority.ts';

/** The claim of one launcher on a data folder. */
export interface RunFile {
  /** True if the last launcher here ended without tidying up, so that its processes may still be ending. */
  readonly wasAbandoned: boolean;
  /** Lets commands know what is reached where; for the eyes of this user alone. */
  announce(addresses: SystemAddresses): Promise<void>;
  release(): Promise<void>;
}

const addressesSchema = z.object({
  /** The database's URL with the role `statistics`. */
  statisticsDatabaseUrl: z.string(),
  /** The database's URL with the role `batch`. */
  batchDatabaseUrl: z.string(),
  /** The database's URL with the role `audit`. */
  auditDatabaseUrl: z.string(),
  /** The database's URL with the role `registry`. */
  registryDatabaseUrl: z.string(),
  /** The address of the registry, without a path, and a key with all rights. */
  registry: z.object({ url: z.string(), key: z.string() }),
  /** The GraphQL address of the gateway. */
  gatewayUrl: z.string(),
  issuer: z.string(),
  /** The authority of the certificates of gateway and issuer; absent if they are not asked over TLS, or are anybody's. */
  authorityFile: z.string().optional(),
  /** The system's calendar settings, so that loaded invoices follow them. */
  seller: z.object({ timeZone: z.string(), earliestIssueDate: z.string(), issueDaysAhead: z.int() }),
});

/** The facts about a running system that commands need. */
export type SystemAddresses = Readonly<z.infer<typeof addressesSchema>>;

/** Without addresses while the system starts. */
const schema = z.object({ pid: z.int(), addresses: addressesSchema.optional() });

/**
 * Claims a data folder for this process, since two launchers on one database would end each other's.
 *
 * @throws {CodedError} ALREADY_RUNNING while the other one runs.
 */
export async function claimDataFolder(dataFolder: string): Promise<RunFile> {
  const file = toFile(dataFolder);
  const previous = (await readRunFile(file))?.pid;
  if (previous !== undefined && (await isLauncher(previous))) {
    throw new CodedError(
      'ALREADY_RUNNING',
      `Process ${previous} runs the system of ${dataFolder} already. Stop it first, or give another folder as DATA_DIR. ` +
        `Should process ${previous} be something else, delete ${file}.`,
    );
  }
  await mkdir(dataFolder, { recursive: true });
  await writeRunFile(file, { pid: process.pid });
  return {
    wasAbandoned: previous !== undefined,
    announce: (addresses) => writeRunFile(file, { pid: process.pid, addresses }),
    release: () => rm(file, { force: true }),
  };
}

/**
 * Finds the system that runs on a data folder. This process trusts its authority from then on.
 *
 * @throws {CodedError} NOT_RUNNING when none does, or when it is not so far yet.
 */
export async function findRunningSystem(dataFolder: string): Promise<SystemAddresses> {
  const found = await readRunFile(toFile(dataFolder));
  if (found === undefined || !(await isLauncher(found.pid))) {
    throw new CodedError('NOT_RUNNING', `No system runs in ${dataFolder}. Start it with: npm start`);
  }
  if (found.addresses === undefined) {
    throw new CodedError(
      'NOT_RUNNING',
      `The system in ${dataFolder} is still starting. Try again in a moment.`,
    );
  }
  const { authorityFile } = found.addresses;
  if (authorityFile !== undefined) trustAuthority(await readFile(authorityFile, 'utf8'));
  return found.addresses;
}

function toFile(dataFolder: string): string {
  return join(dataFolder, 'launcher.json');
}

/** Renamed into its place, since others read it meanwhile. */
async function writeRunFile(file: string, content: z.infer<typeof schema>): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function readRunFile(file: string): Promise<z.infer<typeof schema> | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A process id is used again in time; where the system tells, its command line must be a launcher's. */
async function isLauncher(pid: number): Promise<boolean> {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    const isOthers = error instanceof Error && 'code' in error && error.code === 'EPERM';
    if (!isOthers) return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command === undefined || command.includes('deploy/local/start.ts');
}
