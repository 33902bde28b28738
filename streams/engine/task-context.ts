import type { OperatorMeter } from './state/operator-meter.ts';
import type { Persistent } from './state/state-entry.ts';
import type { Output } from './topic.ts';

/** The context in which a task opens its nodes. */
export interface TaskContext {
  /** Emits a record. */
  emit(output: Output): void;
  /** The stream time and drops of the operator of this name. */
  meter(name: string): OperatorMeter;
  /** Adds a store to the task's state. */
  own<Store extends Persistent>(store: Store): Store;
}
