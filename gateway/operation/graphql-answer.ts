import { GraphQLError } from 'graphql';
import { type AuthorizationOptions, toUnauthorizedError } from '#platform/authorization/filter/options.ts';
import type { AnswerData } from '../graph/executor/response/json-text.ts';
import type { OperationOutcome } from './run-operation.ts';

/** A GraphQL answer, its errors not yet written down. */
export interface GraphQLAnswer {
  readonly data?: AnswerData | null;
  readonly errors?: readonly GraphQLError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** The parts that come later (`@defer`); only for clients that take them, and absent if none do. */
  readonly rest?: AsyncIterable<AnswerParts>;
  /** True if several clients are given this very object, so that its bytes are worth keeping. */
  readonly isShared?: boolean;
}

/** Parts of an answer that come together. */
export interface AnswerParts {
  readonly parts: readonly AnswerPart[];
  /** True if others follow. */
  readonly hasNext: boolean;
}

/** A part of an answer that comes later: what is added to the object at its path. */
export interface AnswerPart {
  /** As the client wrote it. */
  readonly label: string | undefined;
  readonly path: readonly (string | number)[];
  readonly data: AnswerData | null;
  readonly errors?: readonly GraphQLError[];
}

/** Puts together what a client is answered: the data, what was cut from it, and the errors, made fit for clients. */
export function toGraphQLAnswer(
  { data, unauthorizedPaths }: OperationOutcome,
  executionErrors: readonly GraphQLError[],
  { errors: { response } }: AuthorizationOptions,
): GraphQLAnswer {
  const cuts = unauthorizedPaths.map(toUnauthorizedError);
  const shown = response === 'errors' ? cuts : [];
  const errors = [
    ...shown.map(({ message, ...rest }) => new GraphQLError(message, rest)),
    ...executionErrors,
  ];
  return {
    data,
    ...(errors.length > 0 && { errors }),
    ...(response === 'extensions' && cuts.length > 0 && { extensions: { authorizationErrors: cuts } }),
  };
}
