import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isUnionType,
} from 'graphql';
import { coordinateOf, type SchemaPolicies } from '../policies.ts';
import { bothOf, NO_REQUIREMENT, type Requirement } from '../requirement.ts';

/** The requirements of a schema's rules, place by place. */
export interface SchemaRules {
  /** The rule written on the type itself. */
  readonly ofType: (type: GraphQLNamedType) => Requirement;
  /** The requirement for reading fields directly on an interface: the type rule of every implementor. */
  readonly ofImplementors: (type: GraphQLNamedType) => Requirement;
  /**
   * The requirement for reading a field: its own rule, the rule of the type it returns and, on an interface, the same of
   * that field on every implementor, because any of them may be the one that answers.
   */
  readonly ofField: (parent: GraphQLCompositeType, fieldName: string) => Requirement;
}

/** Derives the rules once per type and field; what was derived is kept. */
export function createSchemaRules(schema: GraphQLSchema, policies: SchemaPolicies): SchemaRules {
  const implementorRules = new Map<string, Requirement>();
  const fieldRules = new Map<string, Requirement>();

  const ofType = (type: GraphQLNamedType) => policies.types.get(type.name) ?? NO_REQUIREMENT;

  const ofImplementors = (type: GraphQLNamedType) =>
    remembered(implementorRules, type.name, () => allOf(implementorsOf(schema, type).map(ofType)));

  const ofFieldItself = (parent: GraphQLNamedType, field: GraphQLField<unknown, unknown> | undefined) =>
    field
      ? bothOf(
          policies.fields.get(coordinateOf(parent.name, field.name)) ?? NO_REQUIREMENT,
          ofType(getNamedType(field.type)),
        )
      : NO_REQUIREMENT;

  const ofField = (parent: GraphQLCompositeType, fieldName: string) =>
    remembered(fieldRules, coordinateOf(parent.name, fieldName), () => {
      if (isUnionType(parent)) return NO_REQUIREMENT;
      const types = [parent, ...implementorsOf(schema, parent)];
      return allOf(types.map((type) => ofFieldItself(type, type.getFields()[fieldName])));
    });

  return { ofType, ofImplementors, ofField };
}

function implementorsOf(schema: GraphQLSchema, type: GraphQLNamedType) {
  if (!isInterfaceType(type)) return [];
  const { objects, interfaces } = schema.getImplementations(type);
  return [...objects, ...interfaces];
}

function allOf(requirements: readonly Requirement[]): Requirement {
  return requirements.reduce(bothOf, NO_REQUIREMENT);
}

function remembered<Value>(memory: Map<string, Value>, key: string, derive: () => Value): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const value = derive();
  memory.set(key, value);
  return value;
}
