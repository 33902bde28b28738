import { type DocumentNode, type GraphQLSchema, getOperationAST } from 'graphql';
import { OperationCoordinates } from '#platform/usage/operation-coordinates.ts';

/**
 * Lists the coordinates that an operation uses if all of its variables are given: what they hold is not known, so that of input
 * types only the outermost are there.
 *
 * @throws {TypeError} if the document has no such operation
 */
export function listPossibleCoordinates(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string,
): readonly string[] {
  const coordinates = new OperationCoordinates(schema, document, operationName);
  const variables = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const given = Object.fromEntries(variables.map(({ variable }) => [variable.name.value, {}]));
  return [...coordinates.fixed, ...coordinates.varying(given)];
}
