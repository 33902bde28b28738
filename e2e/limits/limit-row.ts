/** One limit as docs/limits.md lists it. */
export interface LimitRow {
  /** The place where it holds, for example `gateway`; rows of one place stand together. */
  readonly place: string;
  /** The thing that is counted, with its unit. */
  readonly counts: string;
  /** Read from the constant that the code uses. */
  readonly bound: number;
  /** The variable that sets it; absent where it cannot be set. */
  readonly variable?: string;
  /** The answer beyond it: a code, a status, or what happens instead. */
  readonly answer: string;
  /** The path of a test that reaches it. */
  readonly test: string;
}
