import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import { within } from '#platform/waiting/within.ts';

export interface SpanQueueOptions {
  readonly exporter: Pick<SpanExporter, 'export' | 'shutdown'>;
  /** The number of spans that wait; further ones are dropped. */
  readonly maxSpans: number;
  /** The wait before an export that is not full, in milliseconds. */
  readonly delayMs: number;
  /** An export that takes longer has failed, in milliseconds. */
  readonly exportTimeoutMs: number;
  /** For the last export at the end, in milliseconds. */
  readonly closeTimeoutMs: number;
  readonly onExported: (spans: number) => void;
  /** Spans were lost, and why. */
  readonly onDropped: (spans: number, reason: 'queue_full' | 'export_failed', error?: Error) => void;
}

/** The number of spans of one export. */
const batchSize = 512;

/**
 * Exports spans in batches, one at a time. What is slow or down costs a bounded queue and the spans beyond it, never the
 * work that is traced. OpenTelemetry's own `BatchSpanProcessor` does not tell anybody what it drops.
 */
export class SpanQueue implements SpanProcessor {
  readonly #options: SpanQueueOptions;
  #waiting: ReadableSpan[] = [];
  #exporting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: SpanQueueOptions) {
    this.#options = options;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if (this.#isClosed || this.#waiting.length >= this.#options.maxSpans) {
      this.#options.onDropped(1, 'queue_full');
      return;
    }
    this.#waiting.push(span);
    if (this.#exporting !== undefined) return;
    if (this.#waiting.length >= batchSize) this.#startExport();
    else this.#timer ??= setTimeout(() => this.#startExport(), this.#options.delayMs).unref();
  }

  async forceFlush(): Promise<void> {
    while (this.#waiting.length > 0 || this.#exporting !== undefined) {
      if (this.#exporting === undefined) this.#startExport();
      await this.#exporting;
    }
  }

  /** Exports what waits, within its time; what is left then is dropped. */
  async shutdown(): Promise<void> {
    const { exporter, closeTimeoutMs, onDropped } = this.#options;
    this.#isClosed = true;
    await within(
      this.forceFlush().then(() => exporter.shutdown()),
      closeTimeoutMs,
    );
    clearTimeout(this.#timer);
    const left = this.#waiting.splice(0);
    if (left.length > 0) onDropped(left.length, 'export_failed');
  }

  #startExport(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting.splice(0, batchSize);
    this.#exporting = this.#export(batch).then(() => {
      this.#exporting = undefined;
      if (this.#waiting.length > 0 && !this.#isClosed)
        this.#timer ??= setTimeout(() => this.#startExport(), this.#nextDelayMs()).unref();
    });
  }

  #nextDelayMs(): number {
    return this.#waiting.length >= batchSize ? 0 : this.#options.delayMs;
  }

  async #export(batch: ReadableSpan[]): Promise<void> {
    const { exporter, exportTimeoutMs, onExported, onDropped } = this.#options;
    const done = Promise.withResolvers<Error | undefined>();
    const timer = setTimeout(
      () => done.resolve(new Error(`It took longer than ${exportTimeoutMs} ms.`)),
      exportTimeoutMs,
    );
    try {
      // 0 is success; the enumeration is of a package that nothing else here needs.
      exporter.export(batch, ({ code, error }) =>
        done.resolve(code === 0 ? undefined : (error ?? new Error('The receiver refused the spans.'))),
      );
    } catch (error) {
      done.resolve(error instanceof Error ? error : new Error(String(error)));
    }
    const failure = await done.promise;
    clearTimeout(timer);
    if (failure === undefined) onExported(batch.length);
    else onDropped(batch.length, 'export_failed', failure);
  }
}
