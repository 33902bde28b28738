import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';

/**
 * True if a type, by its name, satisfies a type condition of a plan.
 *
 * @param schema the supergraph's own, with what clients may not see
 */
export function satisfies(schema: GraphQLSchema, typename: string, condition: string): boolean {
  if (typename === condition) return true;
  const type = schema.getType(typename);
  const conditionType = schema.getType(condition);
  return (
    (isObjectType(type) || isInterfaceType(type)) &&
    isAbstractType(conditionType) &&
    schema.isSubType(conditionType, type)
  );
}
