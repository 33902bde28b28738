/**
 * The time-outs of a request, in milliseconds, from the inside out. Whoever waits, waits longer than what it waits for, so that
 * the innermost one says what was wrong.
 */
export const requestDeadlines = {
  /** An answer of the identity provider. */
  providerAnswerMs: 5_000,
  /** Another process that renews the same session, and so waits for an answer of the identity provider. */
  sessionLockMs: 8_000,
  /** An append to the event log, within a transaction; one that takes longer has failed. */
  appendMs: 5_000,
  /** A statement, which the database server then cancels. */
  statementMs: 10_000,
  /** An answer of the database server, met only if the server itself is mute. */
  databaseAnswerMs: 12_000,
  /** A transaction between two statements, in which it may append or wait for such an answer. */
  idleInTransactionMs: 15_000,
  /** An answer of a subgraph. */
  subgraphAnswerMs: 15_000,
  /** A whole operation, which may ask several subgraphs one after the other. */
  operationMs: 30_000,
} as const;

/**
 * The time-outs of closing, in milliseconds, from the inside out. Parts of a process close one after the other, the processes of
 * a system at the same time but for the gateway's lead, and the database after them. Whoever closes something gives it longer than it may take, so that
 * nothing is killed that would have ended.
 */
export const closeDeadlines = {
  /** Work that is written out before the end: the last append of a relay, the last rows of a file. */
  lastWorkMs: 5_000,
  /** A batch of records that a reader has in hand; after that it is delivered again. */
  batchMs: 6_000,
  /** Leaving a group of readers. */
  leaveMs: 3_000,
  /** Connections of clients, unless configured. */
  connectionsMs: 5_000,
  /** The most that can be configured for connections. */
  maxConnectionsMs: 12_000,
  /** A worker of a process that supervises several, until it is killed. */
  workerMs: 14_000,
  /** All parts of a process; one that takes longer ends without them. */
  processMs: 15_000,
  /** A process, until it is killed. A process of a launcher that was killed has ended by itself by then. */
  processEndMs: 16_000,
  /** The lead of the gateway's process over the others, in which operations under way are answered. */
  leadMs: 1_500,
  /** A database server. */
  databaseMs: 10_000,
  /** A launcher: its processes, the gateway's ahead of the others, then its database. */
  launcherMs: 28_000,
  /** A launcher, until it is killed. */
  launcherEndMs: 30_000,
} as const;
