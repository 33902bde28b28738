import { readdir, readFile } from 'node:fs/promises';
import type { SystemService } from '../deploy/system/service.ts';
import { identityProvider, services } from '../deploy/system/services.ts';
import { findProcessesOf } from '../e2e/launcher/processes-of.ts';

/** The resources that a process has used so far, from /proc (proc(5)). */
export interface ProcessFigures {
  readonly name: string;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Resident memory; of PostgreSQL the proportional share of all its processes, as they share their buffers. */
  readonly memoryMiB: number;
}

/** USER_HZ, which is 100 on every Linux of today. */
const ticksPerSecond = 100;

const all: readonly SystemService[] = [identityProvider, ...services];

/** The processes of `npm start`, and how the command of each is told. */
const programs: readonly (readonly [name: string, part: string])[] = [
  ['launcher', 'deploy/local/start.ts'],
  ...[...Map.groupBy(all, ({ group }) => group)].map(
    ([group, members]) =>
      [members.map(({ name }) => name).join(', '), `deploy/local/group.ts ${group} `] as const,
  ),
];

/** The figures of every process of the system with this data folder. */
export async function readProcessFigures(dataFolder: string): Promise<ProcessFigures[]> {
  const processes = await findProcessesOf(dataFolder);
  const ours = await Promise.all(
    programs.map(async ([name, part]) => {
      const found = processes.find(({ command }) => command.includes(part));
      if (found === undefined) throw new Error(`There is no process ${name}.`);
      const { cpuSeconds } = await readStat(found.pid);
      return { name, cpuSeconds, memoryMiB: await readMemoryMiB(found.pid, 'Rss') };
    }),
  );
  return [...ours, await readPostgresOf(dataFolder)];
}

/** The figures of the PostgreSQL server that lies below a folder. */
export async function readPostgresOf(folder: string): Promise<ProcessFigures> {
  const processes = await findProcessesOf(folder);
  const server = processes.find(
    ({ command }) => /\bpostgres -D/.test(command) && !/^\S*(sh|setpriv) /.test(command),
  );
  if (server === undefined) throw new Error('There is no process of PostgreSQL.');
  return readPostgresFigures(server.pid);
}

/** The most resident memory that a process has had so far. */
export async function readPeakMiB(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(text)?.[1]) / 1_024;
}

async function readPostgresFigures(serverPid: number): Promise<ProcessFigures> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const family = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readStat(pid).catch(() => undefined);
      if (stat === undefined || (pid !== serverPid && stat.parentPid !== serverPid)) return [];
      return [{ cpuSeconds: stat.cpuSeconds, memoryMiB: await readMemoryMiB(pid, 'Pss').catch(() => 0) }];
    }),
  );
  const all = family.flat();
  return {
    name: `PostgreSQL (${all.length} processes)`,
    cpuSeconds: all.reduce((sum, one) => sum + one.cpuSeconds, 0),
    memoryMiB: all.reduce((sum, one) => sum + one.memoryMiB, 0),
  };
}

/** The parent of a process and the user and system time that it has used so far. */
export async function readStat(pid: number): Promise<{ parentPid: number; cpuSeconds: number }> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; the fields after it are counted from the third (proc(5)).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { parentPid: Number(fields[1]), cpuSeconds: ticks / ticksPerSecond };
}

/** The resident memory of a process, or its proportional share where pages are shared. */
export async function readMemoryMiB(pid: number, kind: 'Rss' | 'Pss'): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(new RegExp(`^${kind}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) / 1_024;
}
