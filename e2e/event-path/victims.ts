import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type Child, type ProcessSpec, startChild } from '../../deploy/local/child.ts';
import type { LogFile } from '../../deploy/local/log-file.ts';
import { superviseProcess } from '../../deploy/local/supervisor.ts';

/** A process or a server that is killed. */
export interface Victim {
  readonly name: string;
  /** Kills it with SIGKILL, and resolves when it works again. */
  killAndRestart(): Promise<void>;
}

/** One of our processes, under the launcher's own supervision. */
export interface Process extends Victim {
  /** The number of times that it ended by itself after it had been ready, or was ending when it was killed; it should be zero. */
  readonly diedAlone: number;
  /** The number of times that it could not start, for example while a server was away; it was started again. */
  readonly failedStarts: number;
  stop(): Promise<void>;
}

/** Long, since others may be killed while it starts, and each time it begins anew. */
const recoverWithinMs = 180_000;

/** Starts a process and keeps it running. */
export async function startProcess(
  spec: ProcessSpec,
  options: { readonly root: string; readonly logFile: LogFile; readonly signal: AbortSignal },
): Promise<Process> {
  const counts = { diedAlone: 0, failedStarts: 0 };
  let current: Child | undefined;
  let killed: Child | undefined;
  let ready: Child | undefined;
  const dying = new Set<Child>();
  let isStopping = false;

  const start = () => {
    const child = startChild(spec, {
      root: options.root,
      environment: { PATH: process.env['PATH'], LOG_LEVEL: 'warn' },
      onOutput: (text) => {
        options.logFile.write(text);
        if (ready === child && text.includes('"level":"fatal"')) dying.add(child);
      },
    });
    current = child;
    void child.ready.then((isReady) => {
      if (isReady) ready = child;
    });
    void child.exited.then(() => {
      const isOurs = isStopping || killed === child;
      if (dying.has(child) || (ready === child && !isOurs)) counts.diedAlone += 1;
      else if (!isOurs) counts.failedStarts += 1;
      if (ready === child) ready = undefined;
    });
    return child;
  };
  const supervisor = await superviseProcess({
    name: spec.name,
    startChild: start,
    print: (line) => options.logFile.write(`${line}\n`),
    signal: options.signal,
    // A server is away for seconds at most, and a process that ran at all is sound enough.
    times: { readyWithin: recoverWithinMs, soundAfter: 300, firstBackoff: 100, maxBackoff: 500 },
  });
  const isReady = () => ready !== undefined && ready === current;
  return {
    name: spec.name,
    get diedAlone() {
      return counts.diedAlone;
    },
    get failedStarts() {
      return counts.failedStarts;
    },
    killAndRestart: async () => {
      const child = await waitFor(`${spec.name} to be ready`, () => isReady() && current, recoverWithinMs);
      killed = child;
      endNow(child);
      await child.exited;
      await waitFor(`${spec.name} to be ready again`, () => current !== child && isReady(), recoverWithinMs);
    },
    stop: async () => {
      isStopping = true;
      await supervisor.stop();
    },
  };
}

function endNow({ pid }: Child): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself a moment ago, which is counted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A server: killed whole, away for a moment, then started with its data. */
export function toVictim(
  name: string,
  server: { kill(): Promise<void>; restart(): Promise<void> },
  awayMs: () => number,
): Victim {
  return {
    name,
    killAndRestart: async () => {
      await server.kill();
      await delay(awayMs());
      await server.restart();
    },
  };
}
