import { toError } from './to-error.ts';

/** The reason for which a request by `fetch` failed, which hides it in the cause: `connect ECONNREFUSED 127.0.0.1:4020`. */
export function toFetchProblem(thrown: unknown): string {
  const { cause } = toError(thrown);
  const { message, name } = toError(cause ?? thrown);
  return message === '' ? name : message;
}
