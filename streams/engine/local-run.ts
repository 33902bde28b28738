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
  readonly #internal: ReadonlySet<string>;

  constructor(topology: Topology) {
    this.#internal = new Set(topology.internalTopics.map(({ name }) => name));
    this.#tasks = topology.subtopologies.map(({ sources, createTask }) => {
      const task = createTask();
      for (const { name } of sources) this.#readers.set(name, task);
      return task;
    });
  }

  /** Works on one record, and returns what left the topology. */
  process<K, V>(topic: Topic<K, V>, record: StreamRecord<K, V>): Output[] {
    const results: Output[] = [];
    let waiting: Output[] = [{ ...record, topic }];
    while (waiting.length > 0) {
      const next: Output[] = [];
      for (const output of waiting) {
        const task = this.#readerOf(output.topic);
        task.process(output.topic, output);
        for (const given of task.drainOutputs())
          (this.#internal.has(given.topic.name) ? next : results).push(given);
      }
      waiting = next;
    }
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
