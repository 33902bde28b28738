import { isAtLeast, moveTo, type Positions } from './positions.ts';
import type { ReceivedBatch } from './received-invoice.ts';

/** The latest batches, shared by all who are near the end. It holds every invoice from `start` to `end`. */
export class ReceivedWindow {
  readonly #maxInvoices: number;
  #batches: ReceivedBatch[] = [];
  #firstIndex = 0;
  #invoiceCount = 0;
  #start: bigint[];
  #end: bigint[];

  /** @param maxInvoices the largest number of invoices that it holds, unless its last batch has more */
  constructor(from: Positions, maxInvoices: number) {
    this.#maxInvoices = maxInvoices;
    this.#start = [...from];
    this.#end = [...from];
  }

  get end(): Positions {
    return this.#end;
  }

  /** The index of the oldest batch held; indexes only grow. */
  get firstIndex(): number {
    return this.#firstIndex;
  }

  /** The batch with an index, undefined before the oldest and after the newest. */
  at(index: number): ReceivedBatch | undefined {
    return index < this.#firstIndex ? undefined : this.#batches[index - this.#firstIndex];
  }

  /** True if it holds everything after a position. */
  covers(after: Positions): boolean {
    return isAtLeast(after, this.#start);
  }

  add(batches: readonly ReceivedBatch[]): void {
    for (const batch of batches) {
      this.#batches.push(batch);
      this.#invoiceCount += batch.invoices.length;
      moveTo(this.#end, batch);
    }
    let dropped = 0;
    for (const batch of this.#batches.slice(0, -1)) {
      if (this.#invoiceCount <= this.#maxInvoices) break;
      this.#invoiceCount -= batch.invoices.length;
      moveTo(this.#start, batch);
      dropped += 1;
    }
    this.#batches.splice(0, dropped);
    this.#firstIndex += dropped;
  }
}
