import type { DocumentNode, FormattedExecutionResult } from 'graphql';
import type { Authorization } from '#platform/authorization/filter/authorizer.ts';
import type { AuthorizationOptions } from '#platform/authorization/filter/options.ts';
import { toObject } from '../graph/executor/response/json-text.ts';
import type { FederatedGraph } from '../graph/graph.ts';
import { type ErrorDisclosure, toClientErrors, toInternalError } from '../operation/client-errors.ts';
import { toClientNames } from '../operation/client-names.ts';
import { toGraphQLAnswer } from '../operation/graphql-answer.ts';
import type { SubgraphResponse } from '../upstream/subgraph-transport.ts';
import type { SubscriptionPlan } from './plan-subscription.ts';

/** The parts that the events of one group have in common. */
export interface EventContext {
  readonly graph: FederatedGraph;
  readonly plan: SubscriptionPlan;
  readonly authorization: Authorization;
  /** The client's document as it was admitted. */
  readonly askedDocument: DocumentNode;
  /** The rest of it that the caller may run. */
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly authorizationOptions: AuthorizationOptions;
  readonly disclosure: ErrorDisclosure;
}

/** Fetches what an event does not bring, and makes of both the result for clients. Never rejects. */
export type RunEvent = (
  context: EventContext,
  event: SubgraphResponse,
  call: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<FormattedExecutionResult>;

/** @see RunEvent */
export const runEvent: RunEvent = async (context, event, call) => {
  const { graph, plan, authorization, document, operationName, variables, disclosure } = context;
  try {
    const { data, errors } = await graph.executor.execute({
      plan: plan.plan,
      document,
      asked: context.askedDocument,
      complete: authorization.complete,
      operationName,
      variables,
      event,
      ...call,
    });
    const answer = toGraphQLAnswer(
      {
        data,
        errors,
        unauthorizedPaths: authorization.unauthorizedPaths,
      },
      toClientErrors(errors, disclosure),
      context.authorizationOptions,
    );
    const { errors: clientErrors, data: clientData, ...rest } = toClientNames(context.askedDocument, answer);
    return {
      ...(clientData !== undefined && { data: clientData && toObject(clientData) }),
      ...rest,
      ...(clientErrors && { errors: clientErrors.map((error) => error.toJSON()) }),
    };
  } catch (error) {
    return { data: null, errors: [toInternalError(error, disclosure).toJSON()] };
  }
};
