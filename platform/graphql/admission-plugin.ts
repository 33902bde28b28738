import { type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server';
import { type DocumentNode, Kind } from 'graphql';
import type { AdmitOperation, RefusedOperation } from './admit-operation.ts';

/** Stands in for the document of an operation that is refused, so that Apollo Server does not parse it. */
const noDocument: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

/**
 * Lets Apollo Server run admitted operations only. It finds the document parsed and valid, and does neither again; a
 * refused operation is answered with its errors and status 400.
 */
export function createAdmissionPlugin<Context extends BaseContext>(
  admit: AdmitOperation,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      let refused: RefusedOperation | undefined;
      return {
        async didResolveSource(context) {
          const { request, source } = context;
          const admission = admit({ ...request, query: source });
          if (admission.kind === 'refused') refused = admission;
          // Typed as read-only for plugins, but Apollo Server parses only where nothing is there.
          Object.assign(context, {
            document: admission.kind === 'refused' ? noDocument : admission.document,
          });
        },
        async responseForOperation() {
          if (refused === undefined) return null;
          return {
            http: { status: 400, headers: new HeaderMap() },
            body: { kind: 'single', singleResult: { errors: refused.errors } },
          };
        },
      };
    },
  };
}
