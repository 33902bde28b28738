import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphHolder } from '../../graph/graph-holder.ts';
import type { AnswerOperation } from '../../operation/answer-operation.ts';
import type { HttpContext } from './http-context.ts';

type ApolloGatewayInterface = ApolloServerOptionsWithGateway<HttpContext>['gateway'];

export interface SupergraphGatewayOptions {
  readonly graphs: GraphHolder;
  readonly answer: AnswerOperation;
}

/**
 * Gives Apollo Server our pipeline for its gateway: it speaks HTTP, and runs an admitted operation through here. An
 * operation runs on the graph it was validated against, even when a new one has come since.
 */
export function createSupergraphGateway({
  graphs,
  answer,
}: SupergraphGatewayOptions): ApolloGatewayInterface {
  const unsubscribers: (() => void)[] = [];
  return {
    onSchemaLoadOrUpdate(listener) {
      const unsubscribe = graphs.subscribe(({ supergraph }) =>
        listener({ apiSchema: supergraph.apiSchema, coreSupergraphSdl: supergraph.sdl }),
      );
      unsubscribers.push(unsubscribe);
      return unsubscribe;
    },
    load: async () => ({
      executor: ({ schema, document, request, context }) =>
        answer(
          {
            graph: graphs.graphOf(schema),
            document,
            operationName: request.operationName,
            variables: request.variables ?? {},
          },
          context as HttpContext,
        ),
    }),
    async stop() {
      for (const unsubscribe of unsubscribers) unsubscribe();
    },
  };
}
