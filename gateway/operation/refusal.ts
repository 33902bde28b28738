import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { LimitViolation } from '#platform/operation-limits/limits.ts';
import { shortenMessage } from '#platform/operation-limits/shorten-message.ts';

/** An operation that is not run at all, and why. */
export interface OperationRefusal {
  readonly kind: 'refused';
  /** At least one, each with a code, each short. */
  readonly errors: readonly GraphQLFormattedError[];
  /** The HTTP status. `undefined` where the request is well-formed HTTP and JSON: 400, or 200 for `application/json`. */
  readonly status: number | undefined;
  /** The seconds after which the same operation may be admitted. `undefined` if time changes nothing. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Places of one error: graphql-js gives one for each of a thousand equal names. */
const maxLocations = 10;

/** Refuses for limits that are exceeded. */
export function refuseViolations(violations: readonly LimitViolation[]): OperationRefusal {
  const errors = violations.map(({ message, ...extensions }) => ({ message, extensions: { ...extensions } }));
  return { kind: 'refused', errors, status: 400 };
}

/**
 * Refuses for errors of graphql-js.
 *
 * @param code of errors that have none of their own.
 * @param toMessage makes a message fit for the caller.
 */
export function refuseErrors(
  code: string,
  errors: readonly GraphQLError[],
  toMessage: (message: string) => string = (message) => message,
): OperationRefusal {
  return {
    kind: 'refused',
    errors: errors.map((error) => ({
      message: shortenMessage(toMessage(error.message)),
      ...(error.locations && { locations: error.locations.slice(0, maxLocations) }),
      extensions: { code, ...error.extensions },
    })),
    status: undefined,
  };
}

/** Refuses with one error of the gateway's own. */
export function refuseWith(code: string, message: string, status?: number): OperationRefusal {
  return { ...refuseErrors(code, [new GraphQLError(message)]), status };
}

/** Refuses what may be admitted later; clients are told when to ask again, by whatever they came. */
export function refuseForNow(code: string, message: string, retryAfterSeconds: number): OperationRefusal {
  const errors = [{ message, extensions: { code, retryAfterSeconds } }];
  return { kind: 'refused', errors, status: 429, retryAfterSeconds };
}
