/** What one contender made of the records. */
export interface Measurement {
  readonly name: string;
  readonly recordsPerSecond: number;
  /** The most resident memory of its process. */
  readonly peakMiB: number;
  /** What the servers took that it works with. */
  readonly servers: string;
}

/** How much there is to read, and how much of it before the clock starts. */
export interface Load {
  readonly records: number;
  readonly warmUp: number;
}
