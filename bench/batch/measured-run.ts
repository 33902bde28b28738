import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { readPeakMiB } from '../process-figures.ts';

/** The resources that a command used, from its start to its end. */
export interface MeasuredRun {
  readonly seconds: number;
  /** The most resident memory of each of its processes, added up. */
  readonly peakMiB: number;
  /** Its standard output. */
  readonly output: string;
}

const lookEveryMs = 50;

/**
 * Runs a command and measures it with all its descendants.
 *
 * @throws when it ends with another code than 0; what it said on standard error has been shown
 */
export async function runMeasured(
  command: readonly [program: string, ...args: string[]],
  environment: Readonly<Record<string, string>> = {},
): Promise<MeasuredRun> {
  const [program, ...args] = command;
  const startedAt = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const peaks = new Map<number, number>();
  const look = setInterval(() => void notePeaks(child.pid ?? 0, peaks), lookEveryMs);
  try {
    const closed = once(child, 'close');
    const [code] = await once(child, 'exit');
    const seconds = (performance.now() - startedAt) / 1_000;
    await closed;
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${output.slice(-2_000)}`);
    return { seconds, peakMiB: [...peaks.values()].reduce((sum, mib) => sum + mib, 0), output };
  } finally {
    clearInterval(look);
    if (child.exitCode === null) child.kill('SIGKILL');
  }
}

/** The kernel keeps each process's peak, so that looking now and then misses little. */
async function notePeaks(pid: number, peaks: Map<number, number>): Promise<void> {
  try {
    const peakMiB = await readPeakMiB(pid);
    if (Number.isFinite(peakMiB)) peaks.set(pid, peakMiB);
    for (const thread of await readdir(`/proc/${pid}/task`)) {
      const children = await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8');
      for (const child of children.split(' ').filter((text) => text.trim() !== '')) {
        await notePeaks(Number(child), peaks);
      }
    }
  } catch {
    // It ended a moment ago; its last peak is noted.
  }
}
