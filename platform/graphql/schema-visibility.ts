import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, visit } from 'graphql';
import type { Principal } from '#platform/tokens/principal.ts';

const schemaFields = new Set(['__schema', '__type', '_service']);

const answers = new WeakMap<DocumentNode, boolean>();

/** Tests if a document asks for the schema, by introspection or by federation's `_service`. Answers are cached by document. */
function asksForSchema(document: DocumentNode): boolean {
  const known = answers.get(document);
  if (known !== undefined) return known;
  let isAsking = false;
  visit(document, {
    Field: (node) => {
      if (schemaFields.has(node.name.value)) isAsking = true;
    },
  });
  answers.set(document, isAsking);
  return isAsking;
}

/** Refuses operations that ask for the schema to callers who may not read it. */
export function createSchemaVisibilityPlugin<Context extends { principal: Principal | undefined }>(
  mayReadSchema: (principal: Principal | undefined) => boolean,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, contextValue }) => {
        if (!asksForSchema(document) || mayReadSchema(contextValue.principal)) return;
        throw new GraphQLError('The schema is not open to you here.', {
          extensions: { code: 'INTROSPECTION_DISABLED', http: { status: 403 } },
        });
      },
    }),
  };
}
