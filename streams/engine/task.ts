import type { Part } from './graph.ts';
import type { StreamRecord } from './record.ts';
import { type DropCounts, OperatorMeter } from './state/operator-meter.ts';
import { type Persistent, type StateEntry, StateError } from './state/state-entry.ts';
import type { TaskContext } from './task-context.ts';
import type { Output, Topic } from './topic.ts';

/** Takes the records of one topic, whose types only the topic knows. */
interface TaskInput {
  receive(key: unknown, value: unknown, timestampMs: number): void;
}

/** A topic and what is done with its records. */
export interface TaskSource {
  readonly topic: Topic<unknown, unknown>;
  readonly part: Part;
  open(context: TaskContext): TaskInput;
}

/** Takes the records of one topic. */
export interface RecordInput {
  receive(record: StreamRecord<unknown, unknown>): void;
}

/** A topic's input, which counts what it drops under the topic's name. */
class MeteredInput implements RecordInput {
  readonly #input: TaskInput;
  readonly #meter: OperatorMeter;

  constructor(input: TaskInput, meter: OperatorMeter) {
    this.#input = input;
    this.#meter = meter;
  }

  receive({ key, value, timestampMs }: StreamRecord<unknown, unknown>): void {
    if (!Number.isSafeInteger(timestampMs) || timestampMs < 0) this.#meter.invalidTimestamp += 1;
    else this.#input.receive(key, value, timestampMs);
  }
}

/** The stream time of an operator, and the records that it dropped. */
export interface OperatorReport extends DropCounts {
  /** The name of its state or topic. */
  readonly operator: string;
  /** The largest timestamp it has seen; -1 before the first. */
  readonly streamTimeMs: number;
}

/**
 * A subtopology at work on one partition. It holds that partition's state and nothing else: the same records after the same
 * state give the same outputs and the same state, and nothing in it reads a clock or does I/O.
 */
export class Task {
  readonly #inputs = new Map<string, MeteredInput>();
  readonly #meters = new Map<string, OperatorMeter>();
  readonly #states: Persistent[] = [];

  /** @param onOutput takes what is given out, at once and in order */
  constructor(sources: readonly TaskSource[], onOutput: (output: Output) => void) {
    const context: TaskContext = {
      emit: onOutput,
      meter: (name) => this.#meter(name),
      own: (store) => {
        this.#states.push(store);
        return store;
      },
    };
    for (const { topic, open } of sources) {
      this.#inputs.set(topic.name, new MeteredInput(open(context), this.#meter(topic.name)));
    }
  }

  /**
   * The input for the records of one topic; undefined if the subtopology does not read it. A timestamp that is negative or
   * not whole is dropped and counted under the topic's name.
   */
  inputOf(topic: Topic<unknown, unknown>): RecordInput | undefined {
    return this.#inputs.get(topic.name);
  }

  /** The changes of the state since the last call, at most one entry for a store and key. To be stored with the offsets. */
  drainChanges(): StateEntry[] {
    return this.#persistent().flatMap((state) => state.drainChanges());
  }

  /** The whole state. The task goes on; the changes not yet drained stay so. */
  snapshot(): StateEntry[] {
    return this.#persistent().flatMap((state) => state.snapshot());
  }

  /**
   * Takes stored state back, before the first record.
   *
   * @throws StateError when an entry is of another topology
   */
  restore(entries: Iterable<StateEntry>): void {
    const states = new Map(this.#states.map((state) => [state.name, state]));
    for (const { store, key, value } of entries) {
      if (value === null) continue;
      const state = key === 'm' ? this.#meters.get(store) : states.get(store);
      if (state === undefined) throw new StateError(store, key);
      state.restore(key, value);
    }
  }

  /** Stream time and drops of every operator that keeps them. */
  report(): OperatorReport[] {
    return Array.from(this.#meters.values(), (meter) => ({
      operator: meter.name,
      streamTimeMs: meter.streamTimeMs,
      ...meter.drops(),
    }));
  }

  #meter(name: string): OperatorMeter {
    const known = this.#meters.get(name);
    if (known !== undefined) return known;
    const meter = new OperatorMeter(name);
    this.#meters.set(name, meter);
    return meter;
  }

  #persistent(): Persistent[] {
    return [...this.#states, ...this.#meters.values()];
  }
}
