import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { type DocumentNode, Kind } from 'graphql';
import type { GraphHolder } from '../../graph/graph-holder.ts';
import type { AdmitOperation } from '../../operation/admit.ts';
import type { OperationRefusal } from '../../operation/refusal.ts';
import { toRefusalHeaders, toRefusalStatus } from '../common/refusal-status.ts';
import type { HttpContext } from './http-context.ts';

/** Stands in for the document of an operation that is refused, so that Apollo Server does not parse it. */
const noDocument: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

/**
 * Lets Apollo Server run admitted operations only. It finds the document parsed and valid, and does neither again; of a
 * refused operation it answers the errors.
 */
export function createAdmissionPlugin(
  admit: AdmitOperation,
  graphs: GraphHolder,
): ApolloServerPlugin<HttpContext> {
  return {
    async requestDidStart() {
      let refusal: OperationRefusal | undefined;
      return {
        async didResolveSource(context) {
          const { request, source, schema, contextValue } = context;
          // An empty name comes from clients that have none.
          if (request.operationName === '') delete request.operationName;
          const admission = await admit({
            graph: graphs.graphOf(schema),
            requestId: contextValue.requestId,
            parameters: {
              query: source,
              operationName: request.operationName,
              variables: request.variables ?? {},
              extensions: request.extensions,
            },
            caller: contextValue.caller,
            transport: 'http',
            clientAddress: contextValue.clientAddress,
            signal: contextValue.signal,
            setHeader: contextValue.setHeader,
          });
          if (admission.kind === 'refused') refusal = admission;
          else request.variables = { ...admission.variables };
          // Typed as read-only for plugins, but Apollo Server parses only where nothing is there.
          Object.assign(context, {
            document: admission.kind === 'refused' ? noDocument : admission.document,
          });
        },
        async responseForOperation({ request }) {
          if (!refusal) return null;
          const status = toRefusalStatus(refusal, request.http?.headers.get('accept'));
          return {
            http: { status, headers: new HeaderMap(toRefusalHeaders(refusal)) },
            body: { kind: 'single', singleResult: { errors: refusal.errors } },
          };
        },
      };
    },
  };
}
