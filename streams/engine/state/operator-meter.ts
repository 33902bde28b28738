import { type Persistent, type StateEntry, StateError } from './state-entry.ts';

/** The number of records that an operator dropped, by reason. */
export interface DropCounts {
  /** Records for windows that had closed: one for each such window, as Kafka Streams counts. */
  readonly late: number;
  readonly nullKey: number;
  readonly nullValue: number;
  /** Timestamps that are negative or not whole. */
  readonly invalidTimestamp: number;
}

/** An operator's stream time and drops: part of its state, so that a restart neither turns time back nor forgets a drop. */
export class OperatorMeter implements Persistent {
  readonly name: string;
  /** The largest timestamp seen, dropped records included; -1 before the first. */
  streamTimeMs = -1;
  late = 0;
  nullKey = 0;
  nullValue = 0;
  invalidTimestamp = 0;
  #drained = this.#write();

  constructor(name: string) {
    this.name = name;
  }

  /** Stream time after a record of this time; it never goes back. */
  advance(timestampMs: number): number {
    if (timestampMs > this.streamTimeMs) this.streamTimeMs = timestampMs;
    return this.streamTimeMs;
  }

  drops(): DropCounts {
    const { late, nullKey, nullValue, invalidTimestamp } = this;
    return { late, nullKey, nullValue, invalidTimestamp };
  }

  snapshot(): StateEntry[] {
    return [{ store: this.name, key: 'm', value: this.#write() }];
  }

  drainChanges(): StateEntry[] {
    const value = this.#write();
    if (value === this.#drained) return [];
    this.#drained = value;
    return [{ store: this.name, key: 'm', value }];
  }

  restore(key: string, value: string): void {
    const [streamTimeMs, late, nullKey, nullValue, invalidTimestamp, ...more] = value.split(' ').map(Number);
    if (invalidTimestamp === undefined || more.length > 0) throw new StateError(this.name, key);
    this.streamTimeMs = streamTimeMs ?? -1;
    this.late = late ?? 0;
    this.nullKey = nullKey ?? 0;
    this.nullValue = nullValue ?? 0;
    this.invalidTimestamp = invalidTimestamp;
    this.#drained = value;
  }

  #write(): string {
    return [this.streamTimeMs, this.late, this.nullKey, this.nullValue, this.invalidTimestamp].join(' ');
  }
}
