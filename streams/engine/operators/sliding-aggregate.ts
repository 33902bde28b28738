import type { TablePort } from '../port.ts';
import type { StreamReceiver, TableReceiver, Windowed } from '../record.ts';
import type { Serde } from '../serde.ts';
import type { OperatorMeter } from '../state/operator-meter.ts';
import { SlidingStore } from '../state/sliding-store.ts';
import type { TaskContext } from '../task-context.ts';
import type { SlidingWindows } from '../windows.ts';
import type { Folding } from './aggregation.ts';

/** The aggregate of a window, with the largest timestamp in it; null while it has none. */
interface WindowValue<A> {
  readonly value: A | null;
  readonly timestampMs: number;
}

/**
 * Keeps one aggregate a key and sliding window (KIP-450). A record at t enters every window it falls into and may make three:
 * its left window [t - difference, t]; the right window of the record before it, which starts right after that one; and its
 * own right window [t + 1, t + 1 + difference], when later records are known already.
 */
export function openSlidingAggregate<K, V, A>(
  context: TaskContext,
  { differenceMs, graceMs }: SlidingWindows,
  { store, serde, start, add }: Folding<K, V & {}, A>,
  keySerde: Serde<K>,
  output: TablePort<Windowed<K>, A>,
): StreamReceiver<K, V> {
  // The earliest window that can matter to a record still accepted starts two differences before it.
  const aggregates = context.own(new SlidingStore(store, serde, graceMs + 2 * differenceMs));
  const meter = context.meter(store);
  const forward = output.open(context);
  const work = { differenceMs, aggregates, meter, forward, start, add };

  return (key, value, timestampMs) => {
    if (key === null) {
      meter.nullKey += 1;
      return;
    }
    if (value === null || value === undefined) {
      meter.nullValue += 1;
      return;
    }
    const closedBeforeMs = meter.advance(timestampMs) - graceMs;
    if (timestampMs + differenceMs < closedBeforeMs) {
      meter.late += 1;
      return;
    }
    const keyText = keySerde.toText(key);
    const arrival = new Arrival(work, { key, keyText, value, timestampMs, closedBeforeMs });
    if (timestampMs < differenceMs) arrival.enterEarly();
    else arrival.enter();
  };
}

/** The parts of the operator that all its records share. */
interface Work<K, V, A> {
  readonly differenceMs: number;
  readonly aggregates: SlidingStore<A>;
  readonly meter: OperatorMeter;
  readonly forward: TableReceiver<Windowed<K>, A>;
  readonly start: () => A | null;
  readonly add: (aggregate: A | null, value: V, key: K) => A | null;
}

interface ArrivingRecord<K, V> {
  readonly key: K;
  readonly keyText: string;
  readonly value: V;
  readonly timestampMs: number;
  /** Windows that end before this take no more records. */
  readonly closedBeforeMs: number;
}

/** One record and the windows of its key. */
class Arrival<K, V, A> {
  readonly #work: Work<K, V, A>;
  readonly #record: ArrivingRecord<K, V>;

  constructor(work: Work<K, V, A>, record: ArrivingRecord<K, V>) {
    this.#work = work;
    this.#record = record;
  }

  /** Latest window first, as far as the window that ends just before the record. */
  enter(): void {
    const timestampMs = this.#record.timestampMs;
    const starts = new Set<number>();
    let before: WindowValue<A> | null = null;
    let after: WindowValue<A> | null = null;
    let previousMs: number | null = null;
    let hasLeft = false;
    let hasRight = false;
    for (const window of this.#windowsFrom(timestampMs - 2 * this.#work.differenceMs).reverse()) {
      starts.add(window.startMs);
      const endMs = window.startMs + this.#work.differenceMs;
      if (endMs < timestampMs) {
        before = window;
        previousMs = window.timestampMs;
        break;
      }
      if (window.startMs === timestampMs + 1) {
        hasRight = true;
        continue;
      }
      this.#update(window.startMs, window);
      if (endMs > timestampMs) {
        after ??= window;
        continue;
      }
      hasLeft = true;
      // The left window already ends with a record of this very time: the windows of that record exist already.
      if (window.timestampMs >= timestampMs) return;
      previousMs = window.timestampMs;
    }
    if (previousMs !== null) this.#createPreviousRight(previousMs, starts);
    if (!hasLeft) this.#createLeft(previousMs, before);
    if (!hasRight) this.#createRight(after);
  }

  /** Records of the first `differenceMs` milliseconds after the epoch share the window that starts there. */
  enterEarly(): void {
    const timestampMs = this.#record.timestampMs;
    const starts = new Set<number>();
    let shared: WindowValue<A> | null = null;
    let after: WindowValue<A> | null = null;
    let previousMs: number | null = null;
    for (const window of this.#windowsFrom(0)) {
      starts.add(window.startMs);
      if (window.startMs === 0) {
        shared = window;
        if (window.timestampMs < timestampMs) previousMs = window.timestampMs;
      } else if (window.startMs <= timestampMs) {
        after = window;
        this.#update(window.startMs, window);
      }
    }
    if (after === null && shared !== null && shared.timestampMs > timestampMs) after = shared;
    if (!starts.has(timestampMs + 1)) this.#createRight(after);
    if (previousMs !== null && !starts.has(previousMs + 1)) this.#update(previousMs + 1, this.#fresh());
    this.#update(0, shared ?? this.#fresh());
  }

  /** The windows from this start to the record's own right window. */
  #windowsFrom(startMs: number) {
    return this.#work.aggregates.windowsOf(
      this.#record.keyText,
      Math.max(0, startMs),
      this.#record.timestampMs + 1,
    );
  }

  #fresh(): WindowValue<A> {
    return { value: this.#work.start(), timestampMs: this.#record.timestampMs };
  }

  #createPreviousRight(previousMs: number, starts: ReadonlySet<number>): void {
    const startMs = previousMs + 1;
    if (starts.has(startMs) || startMs + this.#work.differenceMs < this.#record.timestampMs) return;
    this.#update(startMs, this.#fresh());
  }

  #createLeft(previousMs: number | null, before: WindowValue<A> | null): void {
    const startMs = this.#record.timestampMs - this.#work.differenceMs;
    const sharesRecords = previousMs !== null && startMs <= previousMs && before !== null;
    const value = sharesRecords ? before.value : this.#work.start();
    this.#update(startMs, { value, timestampMs: this.#record.timestampMs });
  }

  #createRight(after: WindowValue<A> | null): void {
    if (after === null || after.timestampMs <= this.#record.timestampMs) return;
    const startMs = this.#record.timestampMs + 1;
    this.#work.aggregates.put(this.#record.keyText, startMs, after.value, after.timestampMs);
    this.#work.forward(this.#windowed(startMs), after.value, null, after.timestampMs);
  }

  #update(startMs: number, window: WindowValue<A>): void {
    if (startMs + this.#work.differenceMs < this.#record.closedBeforeMs) {
      this.#work.meter.late += 1;
      return;
    }
    const updated = this.#work.add(window.value, this.#record.value, this.#record.key);
    const updatedMs = Math.max(this.#record.timestampMs, window.timestampMs);
    this.#work.aggregates.put(this.#record.keyText, startMs, updated, updatedMs);
    this.#work.forward(this.#windowed(startMs), updated, window.value, updatedMs);
  }

  #windowed(startMs: number): Windowed<K> {
    return { key: this.#record.key, startMs, endMs: startMs + this.#work.differenceMs };
  }
}
