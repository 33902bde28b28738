/**
 * Counts of what is open, by keys such as users and addresses, that several processes keep together. Each knows what the others
 * have open, some milliseconds late.
 */
export interface SharedCount {
  /** The number that the other processes have open. */
  elsewhere(key: string): number;
  /** Tells the others the number that this process has open. */
  tell(key: string, count: number): void;
}

/** Finds the counts of one kind of thing, by its name. */
export type FindSharedCount = (name: string) => SharedCount;

/** The counts of a process that is alone. */
export const loneCount: SharedCount = { elsewhere: () => 0, tell: () => {} };
