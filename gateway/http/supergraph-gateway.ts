import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { AuthorizationOptions } from '#platform/authorization/filter/options.ts';
import type { Log } from '#platform/log/log.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { toClientErrors, toInternalError } from '../errors/client-errors.ts';
import type { GraphHolder } from '../operation/graph-holder.ts';
import { toOperationAnswer } from '../operation/operation-answer.ts';
import { type OperationOutcome, runOperation } from '../operation/run-operation.ts';
import type { RequestContext } from './request-context.ts';

type ApolloGatewayInterface = ApolloServerOptionsWithGateway<RequestContext>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<ApolloGatewayInterface['load']>>['executor']>;
type GatewayRequest = Parameters<Executor>[0];
type GatewayResult = Awaited<ReturnType<Executor>>;

export interface SupergraphGatewayOptions {
  readonly graphs: GraphHolder;
  readonly log: Log;
  readonly authorization: AuthorizationOptions;
  readonly mayIntrospect: (principal: Principal | undefined) => boolean;
  readonly exposeSubgraphErrors: boolean;
}

/**
 * Gives Apollo Server our pipeline for its gateway: it parses, validates and answers, and runs an operation through
 * here. An operation runs on the graph it was validated against, even when a new one has come since.
 */
export function createSupergraphGateway(options: SupergraphGatewayOptions): ApolloGatewayInterface {
  const { graphs } = options;
  const unsubscribers: (() => void)[] = [];
  return {
    onSchemaLoadOrUpdate(listener) {
      const unsubscribe = graphs.subscribe(({ supergraph }) =>
        listener({ apiSchema: supergraph.apiSchema, coreSupergraphSdl: supergraph.sdl }),
      );
      unsubscribers.push(unsubscribe);
      return unsubscribe;
    },
    load: async () => ({ executor: (request) => execute(options, request) }),
    async stop() {
      for (const unsubscribe of unsubscribers) unsubscribe();
    },
  };
}

async function execute(options: SupergraphGatewayOptions, request: GatewayRequest): Promise<GatewayResult> {
  const { graphs, log, exposeSubgraphErrors } = options;
  const context = request.context as RequestContext;
  const disclosure = { exposeSubgraphs: exposeSubgraphErrors, requestId: context.requestId, log };
  try {
    const outcome = await runOperation(graphs.graphOf(request.schema), {
      document: request.document,
      operationName: request.request.operationName,
      variables: request.request.variables ?? {},
      principal: context.principal,
      mayIntrospect: options.mayIntrospect(context.principal),
      headers: context.subgraphHeaders,
      signal: context.signal,
    });
    logCuts(options, context, outcome);
    return toOperationAnswer(outcome, toClientErrors(outcome.errors, disclosure), options.authorization);
  } catch (error) {
    return { errors: [toInternalError(error, disclosure)], data: null };
  }
}

function logCuts(
  { authorization, log }: SupergraphGatewayOptions,
  context: RequestContext,
  outcome: OperationOutcome,
) {
  if (!authorization.errors.log || outcome.unauthorizedPaths.length === 0) return;
  const paths = outcome.unauthorizedPaths.map((path) => path.join('/'));
  log.info(
    { requestId: context.requestId, subject: context.principal?.subject, paths },
    'unauthorized parts were cut',
  );
}
