/** Points of one key, in the window that the key names. */
export interface CountedPoints {
  /** Unique for what is counted and its window. At most 100 characters. */
  readonly key: string;
  /** Negative for points that are given back; 0 only asks. */
  readonly points: number;
  /** The time after which nobody asks for the key any more, in seconds. */
  readonly keepSeconds: number;
  /** True if the sum must outlive a crash of the store. */
  readonly isLasting: boolean;
}

/** Sums of points that processes share. */
export interface CountStore {
  /** Adds points, and gives the sum of all processes. Rejects if the store cannot be reached. */
  add(points: CountedPoints): Promise<number>;
  /** The number of processes that count in it, if that is known beforehand. */
  readonly processes?: number;
}
