import type { AuthorizationOptions } from '#platform/authorization/filter/options.ts';
import type { Log } from '#platform/log/log.ts';
import type { AdmittedOperation } from './admit.ts';
import { toClientErrors, toInternalError } from './client-errors.ts';
import { toClientNames } from './client-names.ts';
import { type OperationAnswer, toOperationAnswer } from './operation-answer.ts';
import type { OperationContext } from './operation-context.ts';
import { type OperationOutcome, runOperation } from './run-operation.ts';

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
) => Promise<OperationAnswer>;

/** Creates what answers queries and mutations, whatever brought them. */
export function createAnswerer(options: AnswererOptions): AnswerOperation {
  const { log, exposeSubgraphErrors } = options;
  return async (operation, context) => {
    const disclosure = { exposeSubgraphs: exposeSubgraphErrors, requestId: context.requestId, log };
    try {
      const outcome = await runOperation(operation.graph, {
        document: operation.document,
        operationName: operation.operationName,
        variables: operation.variables,
        principal: context.principal,
        headers: context.subgraphHeaders,
        signal: context.signal,
      });
      logCuts(options, context, outcome);
      const errors = toClientErrors(outcome.errors, disclosure);
      return toClientNames(operation.document, toOperationAnswer(outcome, errors, options.authorization));
    } catch (error) {
      return { errors: [toInternalError(error, disclosure)], data: null };
    }
  };
}

function logCuts(
  { authorization, log }: AnswererOptions,
  context: OperationContext,
  outcome: OperationOutcome,
): void {
  if (!authorization.errors.log || outcome.unauthorizedPaths.length === 0) return;
  const paths = outcome.unauthorizedPaths.map((path) => path.join('/'));
  log.info(
    { requestId: context.requestId, subject: context.principal?.subject, paths },
    'unauthorized parts were cut',
  );
}
