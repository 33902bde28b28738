import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { Environment } from '#platform/configuration/environment.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import { parseProcessReport } from '#platform/process/messages.ts';
import type { Owner } from '#platform/process/owner.ts';
import { type BackoffBounds, toBackoffMs } from '#platform/waiting/backoff.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { pause } from '#platform/waiting/pause.ts';
import { overdue, settlesWithin, within } from '#platform/waiting/within.ts';
import { WorkerHub } from './worker-hub.ts';
import { parseWorkerMessage } from './worker-messages.ts';

export interface SuperviseWorkersOptions {
  readonly count: number;
  /** The variables of the gateway. */
  readonly environment: Environment;
  readonly log: Log;
  readonly owner: Pick<Owner, 'own'>;
}

const backoff: BackoffBounds = { firstMs: 200, maxMs: 30_000 };
/** A worker that ran this long is sound: what happened before is forgotten. */
const soundAfterMs = 60_000;
const readyWithinMs = 30_000;

/** The program of a worker. */
const program = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * Starts the workers of a gateway, which listen on one port, and starts each again that ends by itself, every time a little later.
 * This process takes the connections and hands them to the workers in turn. When it ends, they end in order; if it is killed, they end at once.
 *
 * @throws {CodedError} WORKER_FAILED if a worker cannot start the first time
 */
export async function superviseWorkers(options: SuperviseWorkersOptions): Promise<void> {
  const { count, owner } = options;
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({ exec: program, args: [] });
  const hub = new WorkerHub(count);
  const places = Array.from({ length: count }, (_, index) => new WorkerPlace(index + 1, hub, options));
  owner.own('workers', () => Promise.all(places.map((place) => place.stop())));
  await Promise.all(places.map((place) => place.start()));
}

/** One of the workers, whichever process it is. */
class WorkerPlace {
  readonly #number: number;
  readonly #hub: WorkerHub;
  readonly #options: SuperviseWorkersOptions;
  readonly #stopping = new AbortController();
  readonly #ready = Promise.withResolvers<void>();
  #worker: Worker | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(number: number, hub: WorkerHub, options: SuperviseWorkersOptions) {
    this.#number = number;
    this.#hub = hub;
    this.#options = options;
  }

  /** Starts the worker and keeps it running. */
  async start(): Promise<void> {
    this.#running = this.#keepRunning();
    await this.#ready.promise;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#worker?.process.kill('SIGTERM');
    if (!(await settlesWithin(this.#running, closeDeadlines.workerMs))) this.#worker?.process.kill('SIGKILL');
    await this.#running;
  }

  async #keepRunning(): Promise<void> {
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      const startedAtMs = performance.now();
      // The operating system may refuse another process for now.
      const ended = await this.#runOnce().catch((error: unknown) => ({
        pid: undefined,
        reason: toErrorText(error),
      }));
      if (signal.aborted) return;
      this.#ready.reject(
        new CodedError('WORKER_FAILED', `Worker ${this.#number} could not start (${ended.reason}).`),
      );
      if (performance.now() - startedAtMs >= soundAfterMs) failures = 0;
      failures += 1;
      const waitMs = Math.round(toBackoffMs(failures, backoff));
      this.#options.log.error(
        { worker: this.#number, workerPid: ended.pid, reason: ended.reason, waitMs },
        'a worker has ended and is started again',
      );
      await pause(waitMs, signal);
    }
  }

  /** Runs one process to its end. */
  async #runOnce(): Promise<{ readonly pid: number | undefined; readonly reason: string }> {
    const { environment, log } = this.#options;
    const worker = cluster.fork(toVariables(environment));
    const { id } = worker;
    const { pid } = worker.process;
    this.#worker = worker;
    const ended = Promise.withResolvers<string>();
    const ready = Promise.withResolvers<void>();
    worker.once('exit', (code, signal) => ended.resolve(signal ?? `exit code ${code}`));
    // A message or connection for a worker that is gone is an error, too; its end is noticed by itself. One that never ran has none.
    worker.on('error', (error) => {
      if (pid === undefined) ended.resolve(error.message);
    });
    worker.on('message', (message: unknown) => {
      const known = parseWorkerMessage(message);
      if (known !== undefined) this.#hub.receive(id, known);
      else if (parseProcessReport(message)?.type === 'ready') ready.resolve();
    });
    this.#hub.join(id, (message) => {
      if (worker.isConnected()) worker.send(message, undefined, () => {});
    });
    const isReady = await within(
      Promise.race([ready.promise.then(() => true), ended.promise.then(() => false)]),
      readyWithinMs,
    );
    if (isReady === overdue) worker.process.kill('SIGKILL');
    else if (isReady) {
      this.#hub.becomeReady(id);
      log.info({ worker: this.#number, workerPid: pid }, 'a worker takes requests');
      this.#ready.resolve();
    }
    const reason = await ended.promise;
    this.#hub.leave(id);
    return { pid, reason };
  }
}

function toVariables(environment: Environment): Record<string, string> {
  const given = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(given);
}
