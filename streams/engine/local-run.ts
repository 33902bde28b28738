import type { StreamRecord } from './record.ts';
import type { StateEntry } from './state/state-entry.ts';
import type { OperatorReport, Task } from './task.ts';
import type { Output, Topic } from './topic.ts';
import type { Topology } from './topology.ts';

/**
 * A topology with one partition, run to the end of every record: what it gives out for an internal topic goes on at once to
 * the task that reads it. For tests, for trying a topology out, and for a process that needs no more than one partition.
 */
export class LocalRun {
  readonly #tasks: readonly Task[];
  readonly #readers = new Map<string, Task>();
  /** What was given out for internal topics, first in, first out; used again and again, so that it is not made anew. */
  readonly #waiting: Output[] = [];
  #waitingCount = 0;
  #results: Output[] = [];

  /** @param onOutput takes what leaves the topology at once; without it, `process` returns it */
  constructor(topology: Topology, onOutput?: (output: Output) => void) {
    const internal = new Set(topology.internalTopics.map(({ name }) => name));
    const give = onOutput ?? ((output: Output) => this.#results.push(output));
    const route = (output: Output) => {
      if (internal.has(output.topic.name)) this.#waiting[this.#waitingCount++] = output;
      else give(output);
    };
    this.#tasks = topology.subtopologies.map(({ sources, createTask }) => {
      const task = createTask(route);
      for (const { name } of sources) this.#readers.set(name, task);
      return task;
    });
  }

  /** Works on one record, and returns what left the topology. */
  process<K, V>(topic: Topic<K, V>, record: StreamRecord<K, V>): Output[] {
    this.#readerOf(topic).process(topic, record);
    // More may come while these are worked on.
    for (let next = 0; next < this.#waitingCount; next += 1) {
      const output = this.#waiting[next];
      if (output !== undefined) this.#readerOf(output.topic).process(output.topic, output);
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

  /** What changed since the last call, by subtopology. */
  drainChanges(): StateEntry[][] {
    return this.#tasks.map((task) => task.drainChanges());
  }

  /** Takes stored state back, before the first record. */
  restore(entries: readonly Iterable<StateEntry>[]): void {
    for (const [index, task] of this.#tasks.entries()) task.restore(entries[index] ?? []);
  }

  report(): OperatorReport[] {
    return this.#tasks.flatMap((task) => task.report());
  }

  #readerOf(topic: Topic<unknown, unknown>): Task {
    const task = this.#readers.get(topic.name);
    if (task === undefined) throw new Error(`The topology reads no topic ${topic.name}.`);
    return task;
  }
}
