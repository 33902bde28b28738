import { url as inspectorUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';

/** The data of the thread that watches. */
export interface Watch {
  /** Of the process, for its log. */
  readonly name: string;
  /** Counts the turns of the watched event loop, in memory that both threads share. */
  readonly beats: Int32Array;
  readonly everyMs: number;
  readonly maxMissed: number;
}

export interface WatchdogOptions {
  readonly name: string;
  /** For how long the event loop may do one thing, in milliseconds. Default 30,000. */
  readonly hangMs?: number;
  /** Between two looks, in milliseconds. Default 1,000. */
  readonly everyMs?: number;
}

/**
 * Ends this process with SIGKILL when its event loop hangs, so that whatever runs it (the launcher, compose, Kubernetes)
 * starts it again. Nothing in a hung process can end it but another thread, and compose restarts only what has ended.
 * Not while an inspector is attached: a breakpoint looks the same.
 *
 * @returns stops watching.
 */
export function startWatchdog({ name, hangMs = 30_000, everyMs = 1_000 }: WatchdogOptions): () => void {
  if (inspectorUrl() !== undefined) return () => {};
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const watch: Watch = { name, beats, everyMs, maxMissed: Math.ceil(hangMs / everyMs) };
  const thread = new Worker(new URL('./watchdog-thread.ts', import.meta.url), {
    workerData: watch,
    execArgv: [],
    // It needs next to nothing.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
  thread.unref();
  const timer = setInterval(() => Atomics.add(beats, 0, 1), everyMs / 2);
  timer.unref();
  return () => {
    clearInterval(timer);
    void thread.terminate();
  };
}
