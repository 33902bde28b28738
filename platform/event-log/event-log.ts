/**
 * The port of the event log: topics of partitions, each an ordered list of records that only grows.
 *
 * Order holds within a partition, and records with the same key share one. Appending is at least once: an append that
 * failed may have been written, and its repeat then stands in the log twice; readers recognise a repeat by the event id
 * in the record's headers. Reading is exactly once in effect when the reader keeps its position together with what it
 * made of the records in one transaction, see `reader-offsets.ts`: the log itself remembers no positions.
 */
export interface EventLog {
  /**
   * Makes the topic unless it exists. An existing one keeps its partitions, as another number would scatter the keys.
   *
   * @returns how many partitions the topic has
   */
  ensureTopic(topic: string, partitions: number): Promise<number>;

  /**
   * Appends records in their order; durable when it resolves. Calls of one log are carried out one after the other.
   *
   * @returns where each record stands, in the order given
   * @throws {EventLogError} RECORD_TOO_LARGE and UNKNOWN_TOPIC before anything is written; LOG_UNAVAILABLE when it is
   *   not known whether all, some or none were written
   */
  append(topic: string, records: readonly NewRecord[], signal?: AbortSignal): Promise<readonly Position[]>;

  /**
   * Reads a topic as a member of a group, which shares the topic's partitions among its members.
   *
   * Resolves when the member has joined; delivery goes on, through losses of the server, until the subscription or the
   * log is closed or the signal aborts.
   *
   * @throws {EventLogError} UNKNOWN_TOPIC, LOG_UNAVAILABLE
   */
  subscribe(options: SubscribeOptions): Promise<Subscription>;

  /** For each partition the offset of its oldest record, or its end when it has none. */
  startOffsets(topic: string): Promise<readonly bigint[]>;

  /** For each partition the offset that the next record will get; a reader's lag is this less its own position. */
  endOffsets(topic: string): Promise<readonly bigint[]>;

  /** Rejects unless the server answers; for `/readyz`. */
  ping(): Promise<void>;

  /** Ends all subscriptions, waits for batches under way (at most ten seconds each), and disconnects. */
  close(): Promise<void>;
}

/** A record to append. */
export interface NewRecord {
  /** Records with the same key keep their order; null lets the log choose any partition. */
  readonly key: string | null;
  readonly value: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds since 1970; now when absent. */
  readonly timestampMs?: number;
}

/** Parts may be read out of bytes each time they are asked for: who needs one twice keeps it. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, as the writer gave it. */
  readonly timestampMs: number;
}

/** Where a record stands. */
export interface Position {
  readonly partition: number;
  readonly offset: bigint;
}

/** Records of one partition in their order. Batches are chained: each begins where the one before it ended. */
export interface LogBatch {
  readonly topic: string;
  readonly partition: number;
  /** Where the reader stood: what `startAt` gave, or `nextOffset` of the batch before. */
  readonly fromOffset: bigint;
  /** Where the reader stands once this batch is done. Offsets may have gaps, so this is not a sum. */
  readonly nextOffset: bigint;
  /**
   * The number of records that the log deleted, by age, between `fromOffset` and these before this reader had them: a reader that
   * was away for longer than the log keeps records goes on with the oldest there is. Otherwise 0.
   */
  readonly lostRecords: number;
  /** At least one. */
  readonly records: readonly LogRecord[];
  /** The end of the partition when the batch was read; less `nextOffset`, it is the lag left. */
  readonly highWatermark: bigint;
}

export interface SubscribeOptions {
  readonly topic: string;
  /** Members of one group share the partitions; groups know nothing of each other. */
  readonly group: string;
  /**
   * Loads the reader's state of a partition and says at which offset to begin, 0 for the start. Called before the first
   * batch of a partition, and again whenever delivery starts anew: after a rebalance, a failed batch or a lost server.
   */
  readonly startAt: (partition: number) => Promise<bigint>;
  /**
   * Takes a batch; the next one of its partition comes when this resolves. When it rejects, the partition is started
   * again by `startAt` after a pause that grows up to five seconds.
   *
   * The signal aborts when the partition is lost to another member; what is stored after that must be refused by
   * comparing the stored position with `fromOffset`.
   */
  readonly onBatch: (batch: LogBatch, signal: AbortSignal) => Promise<void>;
  /** The partition is no longer delivered to this member, and no batch of it is under way: its state can be dropped. */
  readonly onRevoked?: (partition: number) => void;
  /** Told of what the subscription recovers from by itself, for the reader's log. */
  readonly onError?: (error: unknown, partition?: number) => void;
  /** The most bytes of a batch, unless a single record or what was appended at once has more; 1 MB when absent. */
  readonly maxBatchBytes?: number;
  /** The largest number of partitions that have a batch under way at once; 1 when absent. */
  readonly partitionsAtOnce?: number;
  /** Aborting it ends the subscription as `close` does. */
  readonly signal?: AbortSignal;
}

export interface Subscription {
  /** The partitions this member reads now, in ascending order. */
  partitions(): readonly number[];
  /**
   * Rejects while the group may have put this member out, and while one of its partitions has failed and is to be started
   * again; for `/readyz`. What it rejects with names the reason.
   */
  ping(): Promise<void>;
  /** Leaves the group when the batch under way is done (at most ten seconds), so that others take over at once. */
  close(): Promise<void>;
}
