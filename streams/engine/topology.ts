import type { Part } from './graph.ts';
import { Task, type TaskSource } from './task.ts';
import type { Output, Topic } from './topic.ts';
import { TopologyError } from './topology-error.ts';

/** Nodes between which records pass without a topic: the unit of which every partition has one task. */
interface Subtopology {
  /** Its place among the subtopologies; the same as long as the order of sources in the description is. */
  readonly id: number;
  /** The topics that its tasks read; all of them need the same number of partitions. */
  readonly sources: readonly Topic<unknown, unknown>[];
  /** The topics that its tasks write, internal topics included. */
  readonly sinks: readonly Topic<unknown, unknown>[];
  /**
   * A task with empty state.
   *
   * @param onOutput takes what the task gives out, at once and in order
   */
  createTask(onOutput: (output: Output) => void): Task;
}

/** A described topology, ready to run. It holds no state. */
export interface Topology {
  readonly subtopologies: readonly Subtopology[];
  /** Topics that one subtopology writes and another reads; the runtime has to bring their records to their key's task. */
  readonly internalTopics: readonly Topic<unknown, unknown>[];
}

/** Cuts the graph at its internal topics. */
export function createTopology(graph: {
  readonly sources: readonly TaskSource[];
  readonly sinks: readonly { topic: Topic<unknown, unknown>; part: Part }[];
  readonly internalTopics: readonly Topic<unknown, unknown>[];
}): Topology {
  if (graph.sources.length === 0)
    throw new TopologyError('The topology reads no topic: begin with stream() or table().');
  const roots = [...new Set(graph.sources.map(({ part }) => part.root()))];
  const subtopologies = roots.map((root, id): Subtopology => {
    const sources = graph.sources.filter(({ part }) => part.root() === root);
    const sinks = graph.sinks.filter(({ part }) => part.root() === root).map(({ topic }) => topic);
    return {
      id,
      sources: sources.map(({ topic }) => topic),
      sinks: sinks.filter((topic, index) => sinks.findIndex(({ name }) => name === topic.name) === index),
      createTask: (onOutput) => new Task(sources, onOutput),
    };
  });
  return { subtopologies, internalTopics: [...graph.internalTopics] };
}
