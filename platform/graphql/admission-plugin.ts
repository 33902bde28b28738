import { type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server';
import { type DocumentNode, type GraphQLFormattedError, Kind, OperationTypeNode } from 'graphql';
import type { AdmitSubgraphOperation, SubgraphOperation } from './admit-operation.ts';

/** Stands in for the document of an operation that is refused, so that Apollo Server does not parse it. */
const noDocument: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

const needsStream: GraphQLFormattedError = {
  message:
    'A subscription needs an answer that stays open. Ask by WebSocket (graphql-transport-ws) at this address.',
  extensions: { code: 'SUBSCRIPTION_NEEDS_STREAM' },
};

/** An answer in place of a result. */
interface Refusal {
  /** The status of the HTTP answer. */
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
}

/**
 * Lets Apollo Server run admitted operations only. It finds the document parsed and valid, and does neither again; a
 * refused operation is answered with its errors and status 400, a subscription with 406 (RFC 9110 section 15.5.7), as
 * the answer is one JSON document.
 */
export function createSubgraphAdmissionPlugin<Context extends BaseContext>(
  admit: AdmitSubgraphOperation,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      let refusal: Refusal | undefined;
      return {
        async didResolveSource(context) {
          const { request, source } = context;
          const answer = admitForOneAnswer(admit, { ...request, query: source });
          if ('errors' in answer) refusal = answer;
          // Typed as read-only for plugins, but Apollo Server parses only where nothing is there.
          Object.assign(context, { document: 'errors' in answer ? noDocument : answer });
        },
        async responseForOperation() {
          if (refusal === undefined) return null;
          return {
            http: { status: refusal.status, headers: new HeaderMap() },
            body: { kind: 'single', singleResult: { errors: refusal.errors } },
          };
        },
      };
    },
  };
}

function admitForOneAnswer(
  admit: AdmitSubgraphOperation,
  parameters: SubgraphOperation,
): DocumentNode | Refusal {
  const admission = admit(parameters);
  if (admission.kind === 'refused') return { status: 400, errors: admission.errors };
  if (admission.operation.operation === OperationTypeNode.SUBSCRIPTION)
    return { status: 406, errors: [needsStream] };
  return admission.document;
}
