import { readdir, readFile } from 'node:fs/promises';

/** A process as /proc shows it (proc(5)). */
export interface SeenProcess {
  readonly pid: number;
  readonly command: string;
}

/** The processes that were told of a data folder, by their command line or their environment. */
export async function findProcessesOf(dataFolder: string): Promise<SeenProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const seen = await Promise.all(
    pids
      .filter((pid) => pid !== process.pid)
      .map(async (pid) => {
        const [command, environment] = await Promise.all([read(pid, 'cmdline'), read(pid, 'environ')]);
        const isOurs = command.includes(dataFolder) || environment.includes(`DATA_DIR=${dataFolder}`);
        return isOurs && command !== '' ? [{ pid, command: command.trim() }] : [];
      }),
  );
  return seen.flat();
}

/** A process that has ended reads as empty. */
async function read(pid: number, file: string): Promise<string> {
  const text = await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  return text.replaceAll('\0', ' ');
}
