import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import type { CustomerRequestModel } from '../models.ts';

/** The answer of a mutation of a request. */
export interface RequestPayload {
  readonly request: CustomerRequestModel | null;
  readonly userErrors: UserError[];
}

/** Answers with a request without problems. */
export function acceptRequest(request: CustomerRequestModel): RequestPayload {
  return { request, userErrors: [] };
}

/** Answers with problems. */
export function refuseRequest(userErrors: readonly UserError[]): RequestPayload {
  return { request: null, userErrors: [...userErrors] };
}

/** Notes that a request is not there, is at another version than its caller has seen, or has another status. */
export function checkRequest(
  request: CustomerRequestModel | undefined,
  { expectedVersion, status }: { readonly expectedVersion: number; readonly status: 'OPEN' | 'DONE' },
  problems: InputProblems,
): void {
  if (request === undefined) {
    noteMissing(problems);
    return;
  }
  if (request.version !== expectedVersion) {
    const message = `The request is at version ${request.version} now: read it again and repeat the change.`;
    problems.at('expectedVersion').add('CONFLICT', message);
  } else if (request.status !== status) {
    const message =
      status === 'OPEN' ? 'The request is done: open it again first.' : 'The request is open already.';
    problems.add('WRONG_STATE', message);
  }
}

/** Notes that there is no request that the caller may see. */
/** Refuses the repetition of a call whose request this person may no longer see. */
export function refuseMissing(): RequestPayload {
  const problems = new InputProblems();
  noteMissing(problems);
  return refuseRequest(problems.errors);
}

/** Notes that there is no such request for this person. */
export function noteMissing(problems: InputProblems): void {
  problems.at('id').add('NOT_FOUND', 'There is no request with this id.');
}
