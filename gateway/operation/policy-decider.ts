import type { Caller } from './caller.ts';

/** An operation of which policies are decided. */
export interface PolicyQuestion {
  readonly caller: Caller;
  /** Where the client calls from, in the form by which addresses are counted. */
  readonly clientAddress: string;
  /** The name that the document gives the operation. */
  readonly operationName: string | undefined;
}

/** Decides the policies (`@policy`) that a graph names. */
export interface PolicyDecider {
  /**
   * Tells which of the policies hold. One that is not decided does not hold. Never rejects and never takes long.
   *
   * @param policies not empty
   * @returns at once if nobody must be asked
   */
  decide(
    policies: readonly string[],
    question: PolicyQuestion,
  ): ReadonlySet<string> | Promise<ReadonlySet<string>>;
}
