import {
  type DocumentNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type ChosenOperation, getOperation } from '#platform/authorization/filter/operation.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { PlanExecution } from './executor.ts';
import { type CompiledFetch, type CompiledNode, compilePlan } from './plan/compile-plan.ts';
import { putFetchesTogether } from './plan/merge-plan.ts';
import { type ObjectShape, ObjectShapes } from './response/shape.ts';

type Variables = Readonly<Record<string, unknown>>;

/** The number of forms of one answer that are kept: variables of `@skip` and `@include` decide which. */
const maxShapes = 64;

/** Everything about an operation that its runs have in common. */
export interface CompiledOperation {
  readonly operation: ChosenOperation;
  readonly node: CompiledNode | undefined;
  /** The request of a subscription, whose answers are its events. */
  readonly primary: CompiledFetch | undefined;
  /**
   * The form of the answer.
   *
   * @throws {GraphQLError} when a variable that decides it has no value
   */
  readonly shapeFor: (variables: Variables) => ObjectShape;
}

/** Compiles an operation and its plan. */
export function compileOperation(
  { apiSchema, federation }: Supergraph,
  { plan, document, asked, operationName }: PlanExecution,
): CompiledOperation {
  const operation = getOperation(document, operationName);
  const askedOperation = asked === document ? operation : getOperation(asked, operationName);
  const surroundings = { supergraphSchema: federation.supergraphSchema, operation: operation.definition };
  const { node } = plan;
  const isSubscription = node?.kind === 'Subscription';
  const rest = isSubscription ? node.rest : node;
  const primary = isSubscription ? compilePlan(node.primary, surroundings) : undefined;
  return {
    operation,
    node:
      rest &&
      (isSubscription
        ? compilePlan(rest, surroundings)
        : putFetchesTogether(compilePlan(rest, surroundings))),
    primary: primary?.kind === 'fetch' ? primary : undefined,
    shapeFor: createShapes(apiSchema, { asked: askedOperation, allowed: operation }, asked),
  };
}

function createShapes(
  schema: GraphQLSchema,
  { asked, allowed }: { readonly asked: ChosenOperation; readonly allowed: ChosenOperation },
  askedDocument: DocumentNode,
): CompiledOperation['shapeFor'] {
  const { definition } = asked;
  const rootType = schema.getRootType(definition.operation);
  if (!rootType) throw new TypeError(`The schema has no ${definition.operation} type.`);
  const deciding = findDecidingVariables(definition, askedDocument);
  const create = (variables: Variables): ObjectShape => {
    const askedSelecting = { schema, variables, fragments: asked.fragments };
    const shaping = {
      asked: askedSelecting,
      allowed: asked === allowed ? askedSelecting : { schema, variables, fragments: allowed.fragments },
    };
    const selections = { asked: [definition.selectionSet], allowed: [allowed.definition.selectionSet] };
    return new ObjectShapes(shaping, rootType, selections).own;
  };
  if (deciding.length === 0) {
    let only: ObjectShape | undefined;
    return () => {
      only ??= create({});
      return only;
    };
  }
  const shapes = new LRUCache<string, ObjectShape>({ max: maxShapes });
  return (variables) => {
    const { coerced, errors } = getVariableValues(schema, deciding, variables);
    if (errors?.[0]) throw errors[0];
    const key = JSON.stringify(deciding.map(({ variable }) => coerced?.[variable.name.value] ?? null));
    const known = shapes.get(key);
    if (known) return known;
    const shape = create(coerced ?? {});
    shapes.set(key, shape);
    return shape;
  };
}

/** The variables that `@skip` and `@include` read. */
function findDecidingVariables(
  definition: OperationDefinitionNode,
  document: DocumentNode,
): NonNullable<OperationDefinitionNode['variableDefinitions']> {
  const names = new Set<string>();
  visit(document, {
    [Kind.DIRECTIVE]: ({ name, arguments: args = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return (definition.variableDefinitions ?? []).filter(({ variable }) => names.has(variable.name.value));
}
