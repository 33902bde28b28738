import type { StreamReceiver, TableReceiver } from './record.ts';
import type { TaskContext } from './task-context.ts';

/**
 * The way by which the results of a node leave it. Nodes are descriptions; a task opens them, and each node behind a port then makes the
 * function that does its work on that task's state.
 */
class Port<Receiver> {
  readonly #attached: ((context: TaskContext) => Receiver)[] = [];
  readonly #opened = new WeakMap<TaskContext, Receiver>();
  readonly #join: (receivers: readonly Receiver[]) => Receiver;

  constructor(join: (receivers: readonly Receiver[]) => Receiver) {
    this.#join = join;
  }

  /** Attaches a node to this port. Nodes receive in the order in which they were attached. */
  attach(open: (context: TaskContext) => Receiver): void {
    this.#attached.push(open);
  }

  /** All attached nodes as one function; the same function for every node that leads here, so that no state exists twice. */
  open(context: TaskContext): Receiver {
    const known = this.#opened.get(context);
    if (known !== undefined) return known;
    const receivers = this.#attached.map((open) => open(context));
    const [only] = receivers;
    const receiver = receivers.length === 1 && only !== undefined ? only : this.#join(receivers);
    this.#opened.set(context, receiver);
    return receiver;
  }
}

export type StreamPort<K, V> = Port<StreamReceiver<K, V>>;
export type TablePort<K, V> = Port<TableReceiver<K, V>>;

export function createStreamPort<K, V>(): StreamPort<K, V> {
  return new Port((receivers) => (key, value, timestampMs) => {
    for (const receive of receivers) receive(key, value, timestampMs);
  });
}

export function createTablePort<K, V>(): TablePort<K, V> {
  return new Port((receivers) => (key, newValue, oldValue, timestampMs) => {
    for (const receive of receivers) receive(key, newValue, oldValue, timestampMs);
  });
}
