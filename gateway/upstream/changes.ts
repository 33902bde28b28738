/**
 * Counts what may have changed data, as far as this gateway can tell: mutations that were answered, and events that came. An answer that was
 * begun before the last of them may be out of date for whoever asks after it.
 */
export interface Changes {
  readonly count: number;
  note(): void;
}

/** @see Changes */
export function createChanges(): Changes {
  let count = 0;
  return {
    get count() {
      return count;
    },
    note() {
      count += 1;
    },
  };
}
