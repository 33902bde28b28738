/** The result of one contender. */
export interface Measurement {
  readonly name: string;
  readonly recordsPerSecond: number;
  /** The most resident memory of its process. */
  readonly peakMiB: number;
  /** The resources that its servers used. */
  readonly servers: string;
}

/** The number of records to read, and how many of them come before the clock starts. */
export interface Load {
  readonly records: number;
  readonly warmUp: number;
}
