import type { OperatorMeter } from './state/operator-meter.ts';
import type { Persistent } from './state/state-entry.ts';
import type { Output } from './topic.ts';

/** What a task gives to its nodes while it opens them. */
export interface TaskContext {
  /** Gives a record out. */
  emit(output: Output): void;
  /** The stream time and drops of the operator of this name. */
  meter(name: string): OperatorMeter;
  /** Makes a store part of the task's state. */
  own<Store extends Persistent>(store: Store): Store;
}
