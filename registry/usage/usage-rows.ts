/** Requests of one client in one hour with one operation, as they are merged into the tables. */
export interface UsageRow {
  readonly hash: string;
  /** Null if it is anonymous. */
  readonly name: string | null;
  readonly text: string;
  /** The beginning of an hour, RFC 3339 in UTC. */
  readonly hour: string;
  readonly clientName: string;
  readonly clientVersion: string;
  readonly count: number;
  readonly errors: number;
  /** By the bounds of reports; empty if it is not told. */
  readonly latency: readonly number[];
  readonly coordinates: Readonly<Record<string, number>>;
}
