import type { StreamRecord } from './record.ts';
import type { StateEntry } from './state/state-entry.ts';
import type { OperatorReport, RecordInput, Task } from './task.ts';
import type { Output, Topic } from './topic.ts';
import type { Topology } from './topology.ts';

/**
 * A topology with one partition, run to the end of every record: what it gives out for an internal topic goes on at once to
 * the task that reads it. For tests, for trying a topology out, and for a process that needs no more than one partition.
 */
export class LocalRun {
  readonly #tasks: readonly Task[];
  readonly #inputs = new Map<string, RecordInput>();
  /** The inputs of internal topics. */
  readonly #internal = new Map<string, RecordInput>();
  /**
   * Records for internal topics with their destination, first in, first out; the array is reused, so that it is not
   * made anew.
   */
  readonly #waiting: Output[] = [];
  readonly #waitingFor: RecordInput[] = [];
  #waitingCount = 0;
  #results: Output[] = [];

  /** @param onOutput takes each output of the topology at once; without it, `process` returns the outputs */
  constructor(topology: Topology, onOutput?: (output: Output) => void) {
    const give = onOutput ?? ((output: Output) => this.#results.push(output));
    const route = (output: Output) => {
      const input = this.#internal.get(output.topic.name);
      if (input === undefined) {
        give(output);
        return;
      }
      this.#waitingFor[this.#waitingCount] = input;
      this.#waiting[this.#waitingCount] = output;
      this.#waitingCount += 1;
    };
    this.#tasks = topology.subtopologies.map(({ sources, createTask }) => {
      const task = createTask(route);
      for (const topic of sources) {
        const input = task.inputOf(topic);
        if (input !== undefined) this.#inputs.set(topic.name, input);
      }
      return task;
    });
    for (const { name } of topology.internalTopics) {
      const input = this.#inputs.get(name);
      if (input !== undefined) this.#internal.set(name, input);
    }
  }

  /** Processes one record and returns the outputs of the topology. */
  process<K, V>(topic: Topic<K, V>, record: StreamRecord<K, V>): Output[] {
    const input = this.#inputs.get(topic.name);
    if (input === undefined) throw new Error(`The topology reads no topic ${topic.name}.`);
    input.receive(record);
    // Processing these may add more.
    for (let next = 0; next < this.#waitingCount; next += 1) {
      const output = this.#waiting[next];
      if (output !== undefined) this.#waitingFor[next]?.receive(output);
    }
    this.#waitingCount = 0;
    const results = this.#results;
    if (results.length > 0) this.#results = [];
    return results;
  }

  /** The whole state, by subtopology. */
  snapshot(): StateEntry[][] {
    return this.#tasks.map((task) => task.snapshot());
  }

  /** The changes since the last call, by subtopology. */
  drainChanges(): StateEntry[][] {
    return this.#tasks.map((task) => task.drainChanges());
  }

  /** Restores stored state, before the first record. */
  restore(entries: readonly Iterable<StateEntry>[]): void {
    for (const [index, task] of this.#tasks.entries()) task.restore(entries[index] ?? []);
  }

  report(): OperatorReport[] {
    return this.#tasks.flatMap((task) => task.report());
  }
}
