import type { CombinedError } from '@urql/core';
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
}

/** Turns what the client says of an answer into a problem to show. */
export function explainError(error: CombinedError): Problem {
  const [first] = error.graphQLErrors;
  const code = toText(first?.extensions['code']);
  const requestId = toText(first?.extensions['requestId']);
  return { kind: toKind(error, code), code, message: first?.message ?? error.message, requestId };
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
