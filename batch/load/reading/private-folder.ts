import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';

/** All permissions of group and others. */
const othersMode = 0o077;

/** The user's number; undefined on systems without numbers of owners. In a container a user often has no name. */
const userId = process.getuid?.();

/** A process is known only on its own host: several containers may share the folder. */
const host = hostname().replaceAll(/[^\w.-]/g, '_');

/** This user's folder for temporary files of the batch worker; see `createPrivateFolder` for what makes it private. */
function toPrivatePath(): string {
  return join(tmpdir(), `facturation-batch-${userId ?? 'user'}`);
}

/**
 * Makes a new folder within this user's private folder, which is made if it does not exist. Nobody else may
 * enter it (mode 0700). Folders left by processes that died before their work had begun are removed.
 *
 * @param purpose the beginning of its name
 * @throws {CodedError} NO_TEMPORARY_FOLDER if it cannot be made; FOLDER_NOT_PRIVATE if the private folder is a link, not a folder, another user's, or open to others
 */
export async function createPrivateFolder(purpose: string): Promise<string> {
  const parent = toPrivatePath();
  await mkdir(parent, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return;
    const message = `${parent} cannot be made for temporary files (${error.code}). Set TMPDIR to a folder that is there and that you may write to.`;
    throw new CodedError('NO_TEMPORARY_FOLDER', message, { cause: error });
  });
  await assertPrivate(parent);
  await removeAbandoned(parent);
  return await mkdtemp(join(parent, `${purpose}-${host}-${process.pid}-`));
}

/** Removes a folder that `createPrivateFolder` made, with its contents. */
export async function removePrivateFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Finds the folder made by `createPrivateFolder` that contains a file, undefined for a file anywhere else. */
export function findPrivateFolder(path: string): string | undefined {
  const folder = dirname(path);
  return dirname(folder) === toPrivatePath() && folder.startsWith(toPrivatePath() + sep) ? folder : undefined;
}

/** Names the full folder, and the data that does not fit; returns any other error unchanged. */
export function toDiskFull(error: unknown, folder: string, what: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  const message = `There is no room left in ${folder} to ${what}. Make room there, or set TMPDIR to a folder that has it.`;
  return new CodedError('DISK_FULL', message, { cause: error });
}

async function assertPrivate(path: string): Promise<void> {
  // The status of the link itself, if it is a link.
  const found = await lstat(path);
  const why = !found.isDirectory()
    ? 'is not a folder'
    : userId !== undefined && found.uid !== userId
      ? `belongs to another user (uid ${found.uid})`
      : userId !== undefined && (found.mode & othersMode) !== 0
        ? 'is open to other users'
        : undefined;
  if (why === undefined) return;
  throw new CodedError(
    'FOLDER_NOT_PRIVATE',
    `${path} ${why}, so temporary files cannot be kept there. Remove it, or set TMPDIR to a folder of yours.`,
  );
}

/** The purpose of folders whose files outlive their process, because a restart needs them. */
export const keptPurpose = 'input';

/** Removes folders whose process is gone, except those that a job may still need. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, purpose, itsHost, pid] = /^([a-z]+)-(.+)-(\d+)-[^-]*$/.exec(name) ?? [];
    if (purpose === undefined || purpose === keptPurpose || itsHost !== host) continue;
    if (isAlive(Number(pid))) continue;
    await removePrivateFolder(join(parent, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process is alive and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
