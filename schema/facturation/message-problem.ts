/** One thing that is wrong with a message. */
export interface MessageProblem {
  /** A JSON Pointer (RFC 6901) to the member; empty for the message as a whole. */
  readonly path: string;
  readonly message: string;
}
