/**
 * One piece of a task's state as text, for a runtime to keep: the last value written for (store, key) counts, and null ends
 * it. Keys and values are the engine's own; what a topology wants read by others it sends to a topic.
 */
export interface StateEntry {
  readonly store: string;
  readonly key: string;
  readonly value: string | null;
}

/** State that can be written as a whole or as its changes, and restored. */
export interface Persistent {
  readonly name: string;
  /** The whole state. */
  snapshot(): StateEntry[];
  /** The changes since the last call, at most one entry for each key. */
  drainChanges(): StateEntry[];
  /**
   * Takes an entry back that `snapshot` or `drainChanges` gave.
   *
   * @throws StateError when the entry is not one of this store
   */
  restore(key: string, value: string): void;
}

/** A stored entry that the store of that name cannot have written. */
export class StateError extends Error {
  constructor(store: string, key: string) {
    super(
      `Store ${JSON.stringify(store)} cannot read its entry ${JSON.stringify(key.slice(0, 60))}: it is of another topology.`,
    );
    this.name = 'StateError';
  }
}

/** Splits `head:tail` at the first colon, where the head is a whole number. */
export function splitNumber(text: string): [head: number, tail: string] | null {
  const colon = text.indexOf(':');
  const head = Number(text.slice(0, Math.max(colon, 0)));
  return colon > 0 && Number.isSafeInteger(head) ? [head, text.slice(colon + 1)] : null;
}
