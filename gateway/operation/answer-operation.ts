import type { AuthorizationOptions } from '#platform/authorization/filter/options.ts';
import type { Log } from '#platform/log/log.ts';
import type { AdmittedOperation } from './admit.ts';
import { toClientErrors, toFailure } from './client-errors.ts';
import { toClientNames } from './client-names.ts';
import { type GraphQLAnswer, toGraphQLAnswer } from './graphql-answer.ts';
import { logCuts } from './log-cuts.ts';
import type { OperationContext } from './operation-context.ts';
import { runOperation } from './run-operation.ts';

export interface AnswererOptions {
  readonly log: Log;
  readonly authorization: AuthorizationOptions;
  readonly exposeSubgraphErrors: boolean;
}

type RunnableOperation = Pick<AdmittedOperation, 'graph' | 'document' | 'operationName' | 'variables'>;

/** Runs an admitted query or mutation and gives the whole answer. Never rejects. */
export type AnswerOperation = (
  operation: RunnableOperation,
  context: OperationContext,
) => Promise<GraphQLAnswer>;

/** Creates what answers queries and mutations, whatever brought them. */
export function createAnswerer(options: AnswererOptions): AnswerOperation {
  const { log, exposeSubgraphErrors } = options;
  return async (operation, context) => {
    const { requestId } = context;
    const { principal } = context.caller;
    const disclosure = { exposeSubgraphs: exposeSubgraphErrors, requestId, log };
    try {
      const outcome = await runOperation(operation.graph, {
        document: operation.document,
        operationName: operation.operationName,
        variables: operation.variables,
        principal,
        headers: context.subgraphHeaders,
        signal: context.signal,
      });
      const { unauthorizedPaths } = outcome;
      logCuts({ requestId, principal, unauthorizedPaths }, options);
      const errors = toClientErrors(outcome.errors, disclosure);
      return toClientNames(operation.document, toGraphQLAnswer(outcome, errors, options.authorization));
    } catch (error) {
      return toClientNames(operation.document, { errors: [toFailure(error, disclosure)], data: null });
    }
  };
}
