/** The effect of a publish of persisted queries on their list. */
export interface OperationCounts {
  readonly added: number;
  /** Sent again as they were. */
  readonly identical: number;
  /** With another name. */
  readonly updated: number;
  /** In the list and not sent. */
  readonly unaffected: number;
}
