import type { CombinedError } from '@urql/core';
import type { ProblemTranslator } from '../messages/translate-problem.ts';
import { unauthorizedCode } from './client.ts';

/** Why an answer did not come, or not whole. */
export interface Problem {
  /**
   * `offline`: the gateway cannot be reached; `session`: it has ended; `forbidden`: not for this person; `outdated`: the gateway
   * does not know the documents of this page any more; `failed`: anything else.
   */
  readonly kind: 'offline' | 'session' | 'forbidden' | 'outdated' | 'failed';
  readonly code: string | undefined;
  readonly message: string;
  /** By which the log of the gateway can be searched. */
  readonly requestId: string | undefined;
  /** True if the message is in the language of the page. */
  readonly isTranslated?: boolean;
}

/** The problem of a request that ended without an answer and without an error. */
export const noAnswer: Problem = { kind: 'failed', code: undefined, message: '', requestId: undefined };

/** Turns what the client says of an answer into a problem to show. */
export function explainError(error: CombinedError): Problem {
  const [first] = error.graphQLErrors;
  const code = toText(first?.extensions['code']);
  const requestId = toText(first?.extensions['requestId']);
  return { kind: toKind(error, code), code, message: first?.message ?? error.message, requestId };
}

/** Translates the message of a problem once: a message that is translated already would be lost to the text of its code. */
export function translateProblem(problem: Problem, translator: ProblemTranslator | undefined): Problem {
  if (translator === undefined || problem.isTranslated) return problem;
  const message = translator.explainFailure(problem.code, problem.message);
  return { ...problem, message, isTranslated: true };
}

function toKind({ networkError, response }: CombinedError, code: string | undefined): Problem['kind'] {
  const status = (response as Response | undefined)?.status;
  if (status === 401) return 'session';
  if (networkError && status === undefined) return 'offline';
  if (code === 'PERSISTED_QUERY_NOT_FOUND') return 'outdated';
  return code === unauthorizedCode ? 'forbidden' : 'failed';
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The places that the gateway left null because this person may not see them, such as `customer.email`; lists are left out. */
export function toHiddenPaths(error: CombinedError | undefined): ReadonlySet<string> {
  const hidden = (error?.graphQLErrors ?? []).filter(
    ({ extensions }) => extensions['code'] === unauthorizedCode,
  );
  return new Set(
    hidden.map(({ path }) =>
      (path ?? []).filter((part) => part !== '@' && typeof part !== 'number').join('.'),
    ),
  );
}
