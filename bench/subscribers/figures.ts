/** Milliseconds from the commit of an invoice to its receipt, over all subscribers. */
export interface LatencyFigures {
  readonly receipts: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

const bucketsPerMs = 10;
const maxMs = 60_000;

/** Collects latencies in steps of a tenth of a millisecond. */
export class Latencies {
  readonly #buckets = new Uint32Array(maxMs * bucketsPerMs);
  #count = 0;
  #max = 0;

  /** A receipt may come before the writer knows of its commit: that counts as no time. */
  add(ms: number): void {
    const bucket = Math.min(this.#buckets.length - 1, Math.max(0, Math.floor(ms * bucketsPerMs)));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#count += 1;
    this.#max = Math.max(this.#max, ms);
  }

  toFigures(): LatencyFigures {
    return {
      receipts: this.#count,
      p50: this.#percentile(0.5),
      p95: this.#percentile(0.95),
      p99: this.#percentile(0.99),
      max: this.#max,
    };
  }

  #percentile(share: number): number {
    let left = Math.ceil(this.#count * share);
    for (const [bucket, count] of this.#buckets.entries()) {
      left -= count;
      if (left <= 0) return (bucket + 1) / bucketsPerMs;
    }
    return this.#max;
  }
}
