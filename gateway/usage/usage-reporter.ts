import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import type { UsageReport } from '#platform/usage/usage-report.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { pause } from '#platform/waiting/pause.ts';
import { type FinishedOperation, UsageBuffer, type UsageBufferLimits } from './usage-buffer.ts';
import type { UsageMetrics } from './usage-metrics.ts';
import { type SendOutcome, sendReport } from './usage-sender.ts';

export interface UsageReporterOptions {
  /** The address that takes reports. */
  readonly url: string;
  readonly key: string;
  readonly graphRef: string;
  readonly log: Log;
  readonly metrics: UsageMetrics;
  /** Between two reports, in milliseconds. */
  readonly intervalMs?: number;
  readonly limits?: UsageBufferLimits;
  /** Sends requests. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
}

/** For one report while the gateway runs, and for all that is left when it stops, in milliseconds. */
const timeouts = { reportMs: 10_000, lastMs: 2_000 };

/**
 * Reports the operations of a gateway, every ten seconds and when it stops. No request waits for it. While reports cannot be
 * sent, operations are still counted, within the bounds of the buffer, and reported later.
 */
export class UsageReporter {
  readonly #options: UsageReporterOptions;
  readonly #buffer: UsageBuffer;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  /** Taken from the buffer and not yet sent. */
  #pending: readonly UsageReport[] = [];
  #closed: Promise<void> | undefined;
  #lastOutcome: SendOutcome = 'sent';

  constructor(options: UsageReporterOptions) {
    this.#options = options;
    this.#buffer = new UsageBuffer(options.graphRef, options.limits);
    this.#running = this.#run();
  }

  /** Counts an operation. Never throws: a fault here must not harm the operation's answer. */
  record(operation: FinishedOperation): void {
    const { metrics, log } = this.#options;
    try {
      metrics.operationCounted(this.#buffer.record(operation) ? 'counted' : 'left_out');
    } catch (error) {
      metrics.operationCounted('left_out');
      log.error({ reason: toErrorText(error) }, 'an operation could not be counted for the usage report');
    }
  }

  /** Sends what is left, at most two seconds long. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    const limit = AbortSignal.timeout(timeouts.lastMs);
    await this.#sendPending(limit);
    if (this.#pending.length === 0) await this.#sendNext(limit);
  }

  async #run(): Promise<void> {
    const { intervalMs = 10_000 } = this.#options;
    const { signal } = this.#closing;
    let failures = 0;
    while (!signal.aborted) {
      const backoff = { firstMs: intervalMs, maxMs: 12 * intervalMs };
      await pause(failures === 0 ? intervalMs : toBackoffMs(failures, backoff), signal);
      if (signal.aborted) return;
      await this.#sendNext(signal);
      failures = this.#pending.length > 0 ? failures + 1 : 0;
    }
  }

  /** Reports that failed come first: nothing new is taken before they are sent, and goes on being counted instead. */
  async #sendNext(signal: AbortSignal): Promise<void> {
    if (this.#pending.length === 0) this.#pending = this.#buffer.take();
    await this.#sendPending(signal);
  }

  async #sendPending(signal: AbortSignal): Promise<void> {
    const { url, key, metrics, fetch: send } = this.#options;
    for (const report of this.#pending) {
      const sent = await sendReport(report, { url, key, timeoutMs: timeouts.reportMs, fetch: send }, signal);
      if (signal.aborted && sent.outcome === 'failed') return;
      metrics.reportEnded(sent.outcome);
      this.#tell(sent.outcome, sent.reason);
      if (sent.outcome === 'failed') return;
      this.#pending = this.#pending.filter(({ id }) => id !== report.id);
    }
  }

  /** The log has changes only, as reports are many. */
  #tell(outcome: SendOutcome, reason: string | undefined): void {
    const { log, url } = this.#options;
    if (outcome === this.#lastOutcome) return;
    this.#lastOutcome = outcome;
    if (outcome === 'sent') log.info({ url }, 'usage reports are taken again');
    else if (outcome === 'refused') log.error({ url, reason }, 'usage reports are refused and left out');
    else log.warn({ url, reason }, 'usage reports cannot be sent; they are tried again');
  }
}
