import {
  type InputType,
  ObjectType,
  type OutputType,
  type Schema,
  typeFromAST,
} from '@apollo/federation-internals';
import { type GraphQLType, introspectionTypes, isObjectType, parseType } from 'graphql';

/**
 * Gives Apollo's schema the introspection fields of the graphql-js in use, since the planner refuses those that it does
 * not know: `__Type.isOneOf` is missing there, and `__Schema.mutationType` may not be null.
 */
export function completeIntrospection(schema: Schema): void {
  // Private, and the only way: built-in types are closed to everything else.
  schema['runWithBuiltInModificationAllowed'](() => addFields(schema));
}

function addFields(schema: Schema): void {
  for (const specified of introspectionTypes) {
    const type = schema.type(specified.name);
    if (!isObjectType(specified) || !(type instanceof ObjectType)) continue;
    for (const { name, type: fieldType, args } of Object.values(specified.getFields())) {
      const field = type.field(name) ?? type.addField(name);
      field.type = toFederationType(schema, fieldType) as OutputType;
      for (const { name: argument, type: argumentType, defaultValue } of args) {
        if (field.argument(argument)) continue;
        field.addArgument(argument, toFederationType(schema, argumentType) as InputType, defaultValue);
      }
    }
  }
}

function toFederationType(schema: Schema, type: GraphQLType) {
  return typeFromAST(schema, parseType(String(type)));
}
