import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '#platform/errors/coded-error.ts';

/** The claim of one launcher on a data folder. */
export interface RunFile {
  /** Whether the last launcher here ended without tidying up, so that its processes may still be about to end. */
  readonly wasAbandoned: boolean;
  release(): Promise<void>;
}

const schema = z.object({ pid: z.int() });

/**
 * Claims a data folder for this process, since two launchers on one database would end each other's.
 *
 * @throws {CodedError} ALREADY_RUNNING while the other one runs.
 */
export async function claimDataFolder(dataFolder: string): Promise<RunFile> {
  const file = join(dataFolder, 'launcher.json');
  const previous = await readPid(file);
  if (previous !== undefined && (await isLauncher(previous))) {
    throw new CodedError(
      'ALREADY_RUNNING',
      `Process ${previous} runs the system of ${dataFolder} already. Stop it first, or give another folder as DATA_DIR. ` +
        `Should process ${previous} be something else, delete ${file}.`,
    );
  }
  await mkdir(dataFolder, { recursive: true });
  await writeFile(file, `${JSON.stringify({ pid: process.pid })}\n`);
  return { wasAbandoned: previous !== undefined, release: () => rm(file, { force: true }) };
}

async function readPid(file: string): Promise<number | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8'))).pid;
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
