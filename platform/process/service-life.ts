import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { overdue, within } from '#platform/waiting/within.ts';
import { toFailureEntry } from './failure-entry.ts';
import { type Owner, Resources } from './owner.ts';

/** Why a service is closed. */
export type LifeEnd = 'failure' | 'finish' | 'restart' | 'stop';

/** One run of a service, from its start until all it opened is closed. */
export class ServiceLife {
  readonly #log: Log;
  readonly #resources = new Resources();
  readonly #ending = new AbortController();
  readonly #ended = Promise.withResolvers<LifeEnd>();
  #started: Promise<boolean> = Promise.resolve(false);

  constructor(log: Log) {
    this.#log = log;
  }

  /** Resolves with the first reason to close it. */
  get ended(): Promise<LifeEnd> {
    return this.#ended.promise;
  }

  /**
   * Starts the service, which fails if that takes longer than `withinMs`.
   *
   * @returns `true` once it is ready, `false` if it could not start or was to end
   */
  async start(start: (owner: Owner) => Promise<void>, withinMs: number): Promise<boolean> {
    const owner: Owner = {
      own: (label, close) => this.#resources.own(label, close),
      fail: (error) => this.#fail(error, 'cannot go on'),
      finish: () => this.end('finish'),
      signal: this.#ending.signal,
    };
    this.#started = start(owner).then(
      () => !this.#ending.signal.aborted,
      (error: unknown) => {
        this.#fail(error, 'could not start');
        return false;
      },
    );
    const isReady = await within(this.#started, withinMs, { isHeld: false });
    if (isReady === overdue)
      this.#fail(new CodedError('START_OVERDUE', `It took longer than ${withinMs} ms.`), 'could not start');
    return isReady === true;
  }

  /** Begins the end; only the first reason counts. */
  end(reason: LifeEnd): void {
    this.#ended.resolve(reason);
    this.#ending.abort();
  }

  /**
   * Waits until the start is over, then closes what was opened.
   *
   * @returns `true` if everything could be closed
   */
  async close(): Promise<boolean> {
    await this.#started;
    return this.#resources.close(this.#log);
  }

  #fail(error: unknown, message: string): void {
    if (this.#ending.signal.aborted) return;
    this.#log.fatal(toFailureEntry(error), message);
    this.end('failure');
  }
}
