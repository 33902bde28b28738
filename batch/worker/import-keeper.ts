import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Sql } from 'postgres';
import type { Environment } from '#platform/configuration/environment.ts';
import type { Log } from '#platform/log/log.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { pause } from '#platform/waiting/pause.ts';
import { settlesWithin } from '#platform/waiting/within.ts';
import { endLeases, hasDueRequest, toWorkerName } from '../queue/claim-request.ts';

export interface ImportKeeperOptions {
  readonly sql: Sql;
  readonly log: Log;
  /** The variables of the worker's process. */
  readonly environment: Environment;
}

const lookEveryMs = 500;
const failureWait = { firstMs: 1_000, maxMs: 60_000 } as const;
const program = new URL('../main.ts', import.meta.url);

/**
 * Watches the queue of import requests and runs `batch work` in a process of its own while there are some. So a load takes
 * memory only while it runs, and one that ends its process ends no other.
 */
export class ImportKeeper {
  readonly #options: ImportKeeperOptions;
  readonly #closing = new AbortController();
  readonly #keeping: Promise<void>;

  constructor(options: ImportKeeperOptions) {
    this.#options = options;
    this.#keeping = this.#keep();
  }

  /** Stops the worker, whose request goes back into the queue. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#keeping;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closing;
    let failures = 0;
    while (!signal.aborted) {
      failures = (await this.#look()) ? 0 : failures + 1;
      await pause(failures === 0 ? lookEveryMs : toBackoffMs(failures, failureWait), signal);
    }
  }

  /** True if all went well. */
  async #look(): Promise<boolean> {
    const { sql, log } = this.#options;
    try {
      if (!(await hasDueRequest(sql))) return true;
      const code = await this.#runWorker();
      if (code !== 0 && !this.#closing.signal.aborted) log.warn({ exit: code }, 'an import worker failed');
      return code === 0;
    } catch (error) {
      if (!this.#closing.signal.aborted) log.warn({ err: error }, 'the import requests cannot be read');
      return false;
    }
  }

  /** Runs a worker to its end. Returns the exit code, or the signal that ended the worker. */
  async #runWorker(): Promise<number | string> {
    const { signal } = this.#closing;
    const worker = fork(program, ['work'], {
      env: { ...this.#options.environment },
      execArgv: [],
      // In a group of its own: whoever ends this process gives it the time to end its worker in order.
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const exited = once(worker, 'exit');
    const stop = async () => {
      worker.kill('SIGTERM');
      if (!(await settlesWithin(exited, closeDeadlines.batchMs))) worker.kill('SIGKILL');
    };
    const end = () => void stop();
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    try {
      const [code, killedBy] = await exited;
      await endLeases(this.#options.sql, toWorkerName(worker.pid));
      return typeof code === 'number' ? code : String(killedBy);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}
