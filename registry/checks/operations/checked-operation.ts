/** Requests of one client. */
interface ClientCount {
  readonly name: string;
  readonly count: number;
}

/** An operation that clients sent in a period, or that is on a list of persisted queries. */
export interface CheckedOperation {
  /** SHA-256 of the text, in hexadecimal digits. */
  readonly hash: string;
  /** Undefined if it is anonymous. */
  readonly name: string | undefined;
  /** A document without values. */
  readonly text: string;
  /** True if it is on a list of persisted queries, by which it may be used any time. */
  readonly isPersisted: boolean;
  /** Requests in the period. */
  readonly count: number;
  /** The clients of these requests, those with the most first. */
  readonly clients: readonly ClientCount[];
  /**
   * Requests by the schema coordinates that they used (`#platform/usage/operation-coordinates.ts`). Those that end with `!`
   * count the requests that gave an argument or input field everywhere, and not null.
   */
  readonly coordinates: ReadonlyMap<string, number>;
  /**
   * True if the coordinates have input fields and enum values as they were sent. Apollo's usage reports have none, and a
   * persisted operation that was not seen in the period may send any.
   */
  readonly areInputsKnown: boolean;
}
