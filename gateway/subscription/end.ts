import type { FormattedExecutionResult } from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';

/** Why a subscription is refused or ended by the gateway. A subgraph may end it with codes of its own. */
export const endCodes = [
  'BAD_USER_INPUT',
  'CLIENT_GONE',
  'MAX_SUBSCRIPTIONS_LIMIT',
  'MAX_UPSTREAM_SUBSCRIPTIONS_LIMIT',
  'SESSION_ENDED',
  'SUBSCRIPTION_INTERRUPTED',
  'SUBSCRIPTION_RIGHTS_CHANGED',
  'SUBSCRIPTION_SCHEMA_RELOAD',
  'SUBSCRIPTION_SHUTDOWN',
  'SUBSCRIPTION_TOKEN_EXPIRED',
  'SUBSCRIPTION_TOKEN_REFUSED',
  'SUBSCRIPTION_TOO_SLOW',
] as const;

export type EndCode = (typeof endCodes)[number];

/** The last result of a subscription, which says why there are no more. */
export type EndResult = FormattedExecutionResult & {
  readonly errors: NonNullable<FormattedExecutionResult['errors']>;
};

/** The end for a reason of the gateway's own. */
export function endWith(code: EndCode, message: string): EndResult {
  return { errors: [{ message, extensions: { code } }] };
}

export const tokenExpiredEnd: EndResult = endWith(
  'SUBSCRIPTION_TOKEN_EXPIRED',
  'The access token has expired. Renew it in time, or subscribe again with another.',
);
/** Nobody reads it: the client has left before its subscription was opened. */
export const goneEnd: EndResult = endWith('CLIENT_GONE', 'The client is gone.');
export const interruptedEnd: EndResult = endWith(
  'SUBSCRIPTION_INTERRUPTED',
  'The connection to the source of the events was lost, and some may be missing. Subscribe again.',
);
export const rightsChangedEnd: EndResult = endWith(
  'SUBSCRIPTION_RIGHTS_CHANGED',
  'Your rights have changed. Subscribe again.',
);
export const schemaReloadEnd: EndResult = endWith(
  'SUBSCRIPTION_SCHEMA_RELOAD',
  'The schema has changed. Subscribe again.',
);
export const shutdownEnd: EndResult = endWith(
  'SUBSCRIPTION_SHUTDOWN',
  'The gateway is shutting down. Subscribe again.',
);
export const tooSlowEnd: EndResult = endWith(
  'SUBSCRIPTION_TOO_SLOW',
  'Events came faster than they were read, and none may be left out. Subscribe again and read faster.',
);

/** The end for the reason for which a caller's credentials have ended. */
export function toEndResult(reason: unknown): EndResult {
  if (!(reason instanceof CodedError)) return tokenExpiredEnd;
  return { errors: [{ message: reason.message, extensions: { code: reason.code } }] };
}
