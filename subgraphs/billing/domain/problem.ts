import type { InputProblems, UserError } from '#platform/graphql/input-problems.ts';

/** What can be wrong with the input of one of billing's mutations: values of the API's `UserErrorCode`. */
export type ProblemCode =
  | 'REQUIRED'
  | 'INVALID'
  | 'TOO_LONG'
  | 'OUT_OF_RANGE'
  | 'TAKEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'WRONG_STATE'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'UNAVAILABLE';

/** A collector of such problems. */
export type Problems = InputProblems<ProblemCode>;

/** One such problem. */
export type Problem = UserError<ProblemCode>;
