import { CodedError } from '#platform/errors/coded-error.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { pause } from '#platform/waiting/pause.ts';
import { overdue, within } from '#platform/waiting/within.ts';
import type { Child, Exit } from './child.ts';

/** Keeps one process running. */
export interface Supervisor {
  /** The process that runs now. */
  readonly pid: number | undefined;
  /** Ends the process and does not start it again. */
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  readonly name: string;
  readonly startChild: () => Child;
  readonly print: (line: string) => void;
  /** Ends the process while it starts; afterwards `stop` does. */
  readonly signal: AbortSignal;
  /** True if a restarted process is not called running once it is ready, as its services are. */
  readonly isQuietOnceReady?: boolean;
  readonly times?: Partial<SupervisorTimes>;
}

/** All in milliseconds. */
interface SupervisorTimes {
  /** The longest time that a process may take to say that it is ready. */
  readonly readyWithin: number;
  /** The longest time that it may take to end. */
  readonly stopWithin: number;
  /** The wait before the first restart; each further one waits twice as long. */
  readonly firstBackoff: number;
  readonly maxBackoff: number;
  /** A process that ran this long is sound: what happened before is forgotten. */
  readonly soundAfter: number;
}

const defaultTimes: SupervisorTimes = {
  readyWithin: 120_000,
  stopWithin: closeDeadlines.processEndMs,
  firstBackoff: 200,
  maxBackoff: 30_000,
  soundAfter: 60_000,
};

/**
 * Starts a process and starts it again whenever it ends by itself, each time a little later. It is never given up, as
 * containers are not: what it lacks, such as a database of the user's own, may come back, and the other processes go on
 * meanwhile.
 *
 * @throws {CodedError} PROCESS_FAILED when it does not become ready the first time: what is wrong at the start stays
 * wrong, and waiting would hide it.
 */
export async function superviseProcess(options: SupervisorOptions): Promise<Supervisor> {
  // An abort that is over is told to nobody who listens later.
  options.signal.throwIfAborted();
  const times = { ...defaultTimes, ...options.times };
  const stopping = new AbortController();
  let child = options.startChild();

  /** Waits until the process is ready. One that takes too long is ended. */
  async function becomesReady(): Promise<boolean> {
    const isReady = await within(child.ready, times.readyWithin);
    if (isReady === true) return true;
    if (isReady === overdue)
      options.print(`${options.name} was not ready within ${times.readyWithin / 1_000} s and is ended`);
    await child.stop(times.stopWithin);
    return false;
  }

  async function keepRunning(): Promise<void> {
    let restarts = 0;
    let startedAt = performance.now();
    for (;;) {
      const exit = await child.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAt >= times.soundAfter) restarts = 0;
      restarts += 1;
      const backoff = { firstMs: times.firstBackoff, maxMs: times.maxBackoff };
      const waitMs = toBackoffMs(restarts, backoff, () => 0);
      options.print(`${options.name} ended (${describeExit(exit)}); starting it again in ${waitMs} ms`);
      await pause(waitMs, stopping.signal);
      if (stopping.signal.aborted) return;
      startedAt = performance.now();
      child = options.startChild();
      if ((await becomesReady()) && options.isQuietOnceReady !== true)
        options.print(`${options.name} is running again`);
    }
  }

  const abandon = () => void child.stop(times.stopWithin);
  options.signal.addEventListener('abort', abandon, { once: true });
  const isReady = await becomesReady();
  options.signal.removeEventListener('abort', abandon);
  options.signal.throwIfAborted();
  if (!isReady) throw toStartError(options, await child.exited);
  const ended = keepRunning();
  return {
    get pid() {
      return child.pid;
    },
    async stop() {
      stopping.abort();
      await child.stop(times.stopWithin);
      await ended;
    },
  };
}

function toStartError({ name }: SupervisorOptions, exit: Exit): CodedError<'PROCESS_FAILED'> {
  return new CodedError('PROCESS_FAILED', `${name} could not start (${describeExit(exit)}).`);
}

/** Says in words how a process ended. */
export function describeExit({ code, signal }: Exit): string {
  if (signal !== null) return signal;
  return code === null ? 'it could not be started' : `exit code ${code}`;
}
