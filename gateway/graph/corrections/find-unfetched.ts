import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { type ChosenOperation, getOperation } from '#platform/authorization/filter/operation.ts';
import type { QueryPlan } from '../planner/planner.ts';
import { fetchedPlaces, toPlace } from './fetched-places.ts';

/** A selection of an operation on the way down. */
interface Position {
  readonly path: readonly string[];
  readonly type: GraphQLNamedType | undefined;
  /** False below a fragment that objects here may not match: a plan may leave out what no object can match. */
  readonly isCertain: boolean;
  /** The values of variables on which it depends. */
  readonly conditions: ReadonlyMap<string, boolean>;
}

/**
 * Finds a field that an operation selects and that its plan does not fetch.
 *
 * Apollo's planner silently leaves out a selection that it cannot advance in any subgraph, as a field that only another
 * subgraph has of an interface that it knows as an object and does not resolve by a key. The answer would be null.
 *
 * @returns the response names on the way to the field, lists left out
 */
export function findUnfetched(
  plan: QueryPlan,
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): readonly string[] | undefined {
  const operation = getOperation(document, operationName);
  const { definition } = operation;
  return findMissing(operation, schema, fetchedPlaces(plan), definition.selectionSet, {
    path: [],
    type: schema.getRootType(definition.operation) ?? undefined,
    isCertain: true,
    conditions: new Map(),
  });
}

function findMissing(
  operation: ChosenOperation,
  schema: GraphQLSchema,
  fetched: ReadonlySet<string>,
  { selections }: SelectionSetNode,
  position: Position,
): readonly string[] | undefined {
  for (const selection of selections) {
    const conditions = addConditions(position.conditions, selection.directives ?? []);
    if (!conditions) continue;
    let missing: readonly string[] | undefined;
    if (selection.kind === Kind.FIELD) {
      missing = findMissingField(operation, schema, fetched, selection, { ...position, conditions });
    } else {
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : operation.fragments.get(selection.name.value);
      if (!fragment) continue;
      const inner = narrow(schema, { ...position, conditions }, fragment.typeCondition?.name.value);
      missing = findMissing(operation, schema, fetched, fragment.selectionSet, inner);
    }
    if (missing) return missing;
  }
  return undefined;
}

function findMissingField(
  operation: ChosenOperation,
  schema: GraphQLSchema,
  fetched: ReadonlySet<string>,
  field: FieldNode,
  position: Position,
): readonly string[] | undefined {
  // Names of types and introspection are known here.
  if (field.name.value.startsWith('__')) return undefined;
  const path = [...position.path, (field.alias ?? field.name).value];
  const type = typeOf(position.type, field.name.value);
  if (!fetched.has(toPlace(path))) {
    return position.isCertain || hasNoObjects(schema, type) ? path : undefined;
  }
  if (!field.selectionSet) return undefined;
  return findMissing(operation, schema, fetched, field.selectionSet, { ...position, path, type });
}

function typeOf(parent: GraphQLNamedType | undefined, fieldName: string): GraphQLNamedType | undefined {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const field = parent.getFields()[fieldName];
  return field && getNamedType(field.type);
}

function hasNoObjects(schema: GraphQLSchema, type: GraphQLNamedType | undefined): boolean {
  return isAbstractType(type) && schema.getPossibleTypes(type).length === 0;
}

function narrow(schema: GraphQLSchema, position: Position, condition: string | undefined): Position {
  const { type } = position;
  if (condition === undefined || condition === type?.name) return position;
  const inner = schema.getType(condition);
  const isWider =
    isAbstractType(inner) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(inner, type);
  return isWider ? position : { ...position, type: inner, isCertain: false };
}

/** @returns nothing if the directives exclude each other, or the selection at any time */
function addConditions(
  known: ReadonlyMap<string, boolean>,
  directives: readonly DirectiveNode[],
): ReadonlyMap<string, boolean> | undefined {
  const conditions = new Map(known);
  for (const { name, arguments: args = [] } of directives) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const wanted = name.value === 'include';
    const value = args.find((argument) => argument.name.value === 'if')?.value;
    if (value?.kind === Kind.BOOLEAN && value.value !== wanted) return undefined;
    if (value?.kind !== Kind.VARIABLE) continue;
    if ((conditions.get(value.name.value) ?? wanted) !== wanted) return undefined;
    conditions.set(value.name.value, wanted);
  }
  return conditions;
}
