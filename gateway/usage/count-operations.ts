import type { AnswerOperation } from '../operation/answer-operation.ts';
import type { Subscriptions } from '../subscription/subscriptions.ts';
import type { FinishedOperation } from './usage-buffer.ts';

/** Is told of each operation that was run; never throws. */
export type RecordUsage = (operation: FinishedOperation) => void;

/** Counts queries and mutations, whatever brought them. */
export function countAnswers(answer: AnswerOperation, record: RecordUsage): AnswerOperation {
  return async (operation, context) => {
    const from = performance.now();
    const result = await answer(operation, context);
    const { graph, document, operationName, variables } = operation;
    record({
      graph,
      document,
      operationName,
      variables,
      client: context.client,
      hasErrors: (result.errors?.length ?? 0) > 0,
      tookMs: performance.now() - from,
    });
    return result;
  };
}

/** Counts subscriptions, each once, when it is opened or refused. They are not timed: they last as long as clients like. */
export function countSubscriptions(subscriptions: Subscriptions, record: RecordUsage): Subscriptions {
  return {
    async open(request) {
      const opened = await subscriptions.open(request);
      const { graph, document, operationName, variables, client } = request;
      const hasErrors = opened.kind === 'refused';
      record({ graph, document, operationName, variables, client, hasErrors, tookMs: undefined });
      return opened;
    },
    figures: () => subscriptions.figures(),
    close: () => subscriptions.close(),
  };
}
