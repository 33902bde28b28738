import type { DocumentNode } from 'graphql';
import type { AuthorizationOptions } from '#platform/authorization/filter/options.ts';
import type { Log } from '#platform/log/log.ts';
import type { AdmissionCheck } from './admission-check.ts';
import type { AdmittedOperation } from './admit.ts';
import { toClientErrors, toFailure } from './client-errors.ts';
import { toClientNames } from './client-names.ts';
import { toAnswerParts } from './defer/answer-in-parts.ts';
import { runDeferring } from './defer/run-deferring.ts';
import { type GraphQLAnswer, toGraphQLAnswer } from './graphql-answer.ts';
import { logCuts } from './log-cuts.ts';
import type { OperationContext } from './operation-context.ts';
import { type OperationOutcome, type OperationRun, runOperation } from './run-operation.ts';

export interface AnswererOptions {
  readonly log: Log;
  readonly authorization: AuthorizationOptions;
  readonly exposeSubgraphErrors: boolean;
  /** Shown each answer, under the names of `document`. None when absent. */
  readonly checks?: readonly AdmissionCheck[];
  /** Told of operations that are cut, before the rest of them is run. If it rejects, nothing is run. */
  readonly onCut?: ReviewCut | undefined;
}

/** Looks at what was cut from an operation. */
export type ReviewCut = (
  operation: Pick<AdmittedOperation, 'document' | 'operationName'>,
  context: OperationContext,
  unauthorizedPaths: OperationOutcome['unauthorizedPaths'],
) => Promise<void>;

interface RunnableOperation
  extends Pick<AdmittedOperation, 'graph' | 'document' | 'operationName' | 'variables'> {
  /** The document with `@defer`, if its client takes parts of the answer later. */
  readonly inParts?: DocumentNode | undefined;
}

/** Runs an admitted query or mutation and gives the whole answer. Never rejects. */
export type AnswerOperation = (
  operation: RunnableOperation,
  context: OperationContext,
) => Promise<GraphQLAnswer>;

/** Creates what answers queries and mutations, whatever brought them. */
export function createAnswerer(options: AnswererOptions): AnswerOperation {
  const { log, exposeSubgraphErrors } = options;
  const reviews = (options.checks ?? []).flatMap(({ afterRunning }) => afterRunning ?? []);
  return async (operation, context) => {
    const { requestId } = context;
    const { principal } = context.caller;
    const disclosure = { exposeSubgraphs: exposeSubgraphErrors, requestId, log };
    try {
      const run: OperationRun = {
        document: operation.document,
        operationName: operation.operationName,
        variables: operation.variables,
        principal,
        heldPolicies: context.heldPolicies,
        headers: context.subgraphHeaders,
        signal: context.signal,
        onCut: options.onCut && ((paths) => options.onCut?.(operation, context, paths) ?? Promise.resolve()),
      };
      const { graph, document, inParts } = operation;
      // A check that withholds an answer has to see all of it.
      const outcome =
        inParts && reviews.length === 0
          ? await runDeferring(graph, run, inParts)
          : { ...(await runOperation(graph, run)), rest: undefined };
      const { unauthorizedPaths } = outcome;
      logCuts({ requestId, principal, unauthorizedPaths }, options);
      const errors = toClientErrors(outcome.errors, disclosure);
      const reviewed = reviews.reduce(
        (given, review) => review(operation, given),
        toGraphQLAnswer(outcome, errors, options.authorization),
      );
      const answer = toClientNames(document, reviewed);
      if (!outcome.rest) return answer;
      return { ...answer, rest: toAnswerParts(document, outcome.rest, outcome.labels, disclosure) };
    } catch (error) {
      return toClientNames(operation.document, { errors: [toFailure(error, disclosure)], data: null });
    }
  };
}
