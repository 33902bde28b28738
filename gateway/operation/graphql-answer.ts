import { GraphQLError } from 'graphql';
import { type AuthorizationOptions, toUnauthorizedError } from '#platform/authorization/filter/options.ts';
import type { AnswerData } from '../graph/executor/response/json-text.ts';
import type { OperationOutcome } from './run-operation.ts';

/** A GraphQL answer, its errors not yet written down. */
export interface GraphQLAnswer {
  readonly data?: AnswerData | null;
  readonly errors?: readonly GraphQLError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
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
