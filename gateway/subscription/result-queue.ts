import type { FormattedExecutionResult } from 'graphql';
import type { EndResult } from './end.ts';

/** One result for the subscribers of a group; all of them hold the same object. */
export interface DeliveredResult {
  readonly result: FormattedExecutionResult;
  /** The event's cursor, if the field can be resumed. */
  readonly cursor: unknown;
  /** The time when its event came, in milliseconds of `performance.now()`. */
  readonly receivedAtMs: number;
}

/** Whoever a queue belongs to. */
export interface QueueOwner {
  /** Before a waiting result is handed out: the last moment to end the queue or clear it. */
  onTaking(): void;
  onTaken(delivered: DeliveredResult): void;
  /** The reader has gone, or has read the end. */
  onLeft(): void;
}

type Step = IteratorResult<FormattedExecutionResult, undefined>;
const doneStep: Step = { done: true, value: undefined };

/** The results that wait for one subscriber. It is read by one `next` at a time. */
export class ResultQueue implements AsyncIterableIterator<FormattedExecutionResult, undefined, undefined> {
  readonly #owner: QueueOwner;
  #waiting: DeliveredResult[] = [];
  #reader: ((step: Step) => void) | undefined;
  /** Set once nothing more is added. */
  #end: { readonly last?: EndResult } | undefined;
  #isOver = false;

  constructor(owner: QueueOwner) {
    this.#owner = owner;
  }

  get length(): number {
    return this.#waiting.length;
  }

  get isEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Adds a result that the reader may have now: one that waits for it has it at once. */
  add(delivered: DeliveredResult): void {
    if (this.#end) return;
    const reader = this.#reader;
    if (reader === undefined) {
      this.#waiting.push(delivered);
      return;
    }
    this.#reader = undefined;
    this.#owner.onTaken(delivered);
    reader({ done: false, value: delivered.result });
  }

  /** Drops what waits. */
  clear(): void {
    this.#waiting = [];
  }

  /** Ends the queue: what waits is read before the last result. The first end counts. */
  end(last?: EndResult): void {
    if (this.#end) return;
    this.#end = last ? { last } : {};
    this.#serve();
  }

  /** @throws TypeError when the last call has not resolved yet. */
  next(): Promise<Step> {
    if (this.#reader) throw new TypeError('The results of a subscription are read one at a time.');
    return new Promise((resolve) => {
      this.#reader = resolve;
      this.#serve();
    });
  }

  /** Leaves: nothing more is read. */
  async return(): Promise<Step> {
    this.#end ??= {};
    this.clear();
    this.#finish();
    this.#serve();
    return doneStep;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #serve(): void {
    if (!this.#reader) return;
    const step = this.#isOver ? doneStep : (this.#take() ?? this.#close());
    if (!step) return;
    const reader = this.#reader;
    this.#reader = undefined;
    // The owner may have ended the queue while it was asked, and the reader has its answer then.
    reader?.(step);
  }

  #take(): Step | undefined {
    if (this.#waiting.length > 0) this.#owner.onTaking();
    const delivered = this.#waiting.shift();
    if (!delivered) return undefined;
    this.#owner.onTaken(delivered);
    return { done: false, value: delivered.result };
  }

  #close(): Step | undefined {
    if (!this.#end) return undefined;
    this.#finish();
    return this.#end.last ? { done: false, value: this.#end.last } : doneStep;
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#owner.onLeft();
  }
}
