/** An operation with its requests in a period. */
export interface ClientOperationRow {
  /** Of its row. */
  readonly id: string;
  readonly hash: string;
  readonly name: string | null;
  readonly requests: number;
  readonly errors: number;
  /** As RFC 3339. */
  readonly lastSeenAt: string;
}
