import type { Environment } from '#platform/configuration/environment.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { type BackoffBounds, toBackoffMs } from '#platform/waiting/backoff.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { pause } from '#platform/waiting/pause.ts';
import { overdue, within } from '#platform/waiting/within.ts';
import type { Service } from './service.ts';
import { ServiceLife } from './service-life.ts';

export interface HostedServiceOptions {
  readonly service: Service;
  readonly environment: Environment;
  /** Called each time it has started. */
  readonly onReady: () => void;
  /** Called each time it could not start or could not go on. */
  readonly onFailed: () => void;
  /** Called if it cannot be closed, so that only a new process can start it again. */
  readonly onStuck: (error: Error) => void;
  readonly times?: Partial<HostedServiceTimes>;
}

/** All in milliseconds. */
export interface HostedServiceTimes {
  /** Of the wait before a start after a failure. */
  readonly backoff: BackoffBounds;
  /** A service that ran this long is sound: earlier failures are forgotten. */
  readonly soundAfterMs: number;
  readonly startWithinMs: number;
  readonly closeWithinMs: number;
}

const defaultTimes: HostedServiceTimes = {
  backoff: { firstMs: 200, maxMs: 30_000 },
  soundAfterMs: 60_000,
  startWithinMs: 60_000,
  closeWithinMs: closeDeadlines.processMs,
};

/** One of several services in a process: started, closed, and started again without the others. */
export class HostedService {
  readonly #options: HostedServiceOptions;
  readonly #times: HostedServiceTimes;
  readonly #log: Log;
  #life: ServiceLife | undefined;
  /** Aborted to start again without waiting any longer. */
  #waiting = new AbortController();
  #isStopping = false;
  #running: Promise<void> | undefined;

  constructor(options: HostedServiceOptions) {
    this.#options = options;
    this.#times = { ...defaultTimes, ...options.times };
    this.#log = options.service.createLog(options.environment);
  }

  get name(): string {
    return this.#options.service.name;
  }

  /**
   * Keeps the service running.
   *
   * @returns when it has finished or was stopped
   */
  run(): Promise<void> {
    this.#running ??= this.#keepRunning();
    return this.#running;
  }

  /** Closes the service and starts it again at once, also while it waits after a failure. */
  restart(): void {
    this.#life?.end('restart');
    this.#waiting.abort();
  }

  /** Closes the service for good. The caller limits how long that may take. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#life?.end('stop');
    this.#waiting.abort();
    await this.#running;
  }

  async #keepRunning(): Promise<void> {
    let failures = 0;
    while (!this.#isStopping) {
      const startedAt = performance.now();
      const end = await this.#liveOnce();
      if (end === 'stuck' || end === 'finish' || end === 'stop') break;
      if (end === 'restart') this.#log.info('starting the service again, as asked');
      if (end === 'failure') {
        if (performance.now() - startedAt >= this.#times.soundAfterMs) failures = 0;
        failures += 1;
        const waitMs = Math.round(toBackoffMs(failures, this.#times.backoff));
        this.#log.warn({ waitMs }, 'starting the service again after a wait');
        await pause(waitMs, this.#waiting.signal);
      }
    }
  }

  async #liveOnce() {
    const { service, environment, onReady, onFailed, onStuck } = this.#options;
    const life = new ServiceLife(this.#log);
    this.#waiting = new AbortController();
    this.#life = life;
    const { startWithinMs, closeWithinMs } = this.#times;
    void life
      .start((owner) => service.start(environment, { log: this.#log, owner }), startWithinMs)
      .then((isReady) => {
        if (isReady) onReady();
      });
    const end = await life.ended;
    if (end === 'failure') onFailed();
    const isClean = await within(life.close(), closeWithinMs);
    this.#life = undefined;
    if (this.#isStopping) {
      if (isClean !== true) process.exitCode = 1;
      return 'stop';
    }
    if (isClean !== overdue) return end;
    onStuck(new CodedError('SERVICE_STUCK', `${this.name} did not close within ${closeWithinMs} ms.`));
    return 'stuck';
  }
}
