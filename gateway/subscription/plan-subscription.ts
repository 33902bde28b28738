import {
  type DocumentNode,
  type FieldNode,
  type GraphQLArgument,
  getArgumentValues,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parseType,
  visit,
} from 'graphql';
import { getOperation, unusedResponseName } from '#platform/authorization/filter/operation.ts';
import type { FederatedGraph } from '../graph/graph.ts';
import { type OverrideLabels, toOverrideKey } from '../graph/planner/overrides.ts';
import type { QueryPlan } from '../graph/planner/planner.ts';
import { type Delivery, type DeliveryMode, defaultDelivery } from '../graph/supergraph/delivery.ts';
import type { SubgraphRequest, SubgraphResponse } from '../upstream/subgraph-transport.ts';
import { findRootField, mapRootField } from './root-field.ts';

type Variables = Readonly<Record<string, unknown>>;

/** The plan of one subscription, for all variables. */
export interface SubscriptionPlan {
  readonly mode: DeliveryMode;
  readonly subgraph: string;
  readonly plan: QueryPlan;
  /** Present when the subscription can go on after an event. */
  readonly resume?: {
    /** The cursor after which the client wants events; from now on if it names none. */
    readonly startOf: (variables: Variables) => unknown;
    /** The cursor of an event; `undefined` of one that failed. */
    readonly cursorOf: (event: SubgraphResponse) => unknown;
  };
  /** The request to the subgraph, for events after a cursor where there is one. */
  readonly toRequest: (variables: Variables, cursor: unknown) => SubgraphRequest;
}

const plans = new WeakMap<DocumentNode, Map<string, SubscriptionPlan | undefined>>();

/**
 * Plans a subscription that its caller may run. The plan is kept by document and labels.
 *
 * @returns nothing when the document selects no field to subscribe to.
 */
export function planSubscription(
  graph: FederatedGraph,
  document: DocumentNode,
  operationName: string | undefined,
  overrides: OverrideLabels = new Set(),
): SubscriptionPlan | undefined {
  const byKey = plans.get(document) ?? new Map<string, SubscriptionPlan | undefined>();
  plans.set(document, byKey);
  const key = `${operationName ?? ''} ${toOverrideKey(overrides)}`;
  if (!byKey.has(key)) byKey.set(key, createPlan(graph, document, operationName, overrides));
  return byKey.get(key);
}

function createPlan(
  graph: FederatedGraph,
  document: DocumentNode,
  operationName: string | undefined,
  overrides: OverrideLabels,
): SubscriptionPlan | undefined {
  const operation = getOperation(document, operationName);
  const root = findRootField(operation);
  if (!root) return undefined;
  const delivery = graph.deliveries.get(root.name.value) ?? defaultDelivery;
  if (!delivery.resume) {
    return toPlan(delivery, graph.planner.plan(document, operationName, overrides), (variables) => variables);
  }
  const resumable = makeResumable(graph, document, operation.definition, root, delivery.resume);
  const plan = graph.planner.plan(resumable.document, operationName, overrides);
  return {
    ...toPlan(delivery, plan, (variables, cursor) => ({ ...variables, [resumable.variable]: cursor })),
    resume: resumable,
  };
}

function toPlan(
  { mode }: Delivery,
  plan: QueryPlan,
  addCursor: (variables: Variables, cursor: unknown) => Variables,
): SubscriptionPlan {
  if (plan.node?.kind !== 'Subscription') throw new TypeError('The planner made no plan of a subscription.');
  const { serviceName, operation, operationName, variableUsages = [] } = plan.node.primary;
  return {
    mode,
    plan,
    subgraph: serviceName,
    toRequest(variables, cursor) {
      const known = addCursor(variables, cursor);
      const used = variableUsages.filter((name) => known[name] !== undefined);
      return {
        subgraph: serviceName,
        query: operation,
        operationName,
        variables: Object.fromEntries(used.map((name) => [name, known[name]])),
      };
    },
  };
}

/**
 * Makes a document that asks for each event's cursor, under a name of our own, and takes the cursor to start after from
 * a variable of our own. The answer is shaped by the client's document, so that it never shows the cursor.
 */
function makeResumable(
  graph: FederatedGraph,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  root: FieldNode,
  { argument, cursorField }: NonNullable<Delivery['resume']>,
) {
  const { apiSchema } = graph.supergraph;
  const rootType = apiSchema.getSubscriptionType();
  const field = rootType?.getFields()[root.name.value];
  const argumentDefinition = field?.args.find(({ name }) => name === argument);
  if (!rootType || !field || !argumentDefinition) throw new TypeError(`Nobody offers ${root.name.value}.`);

  const alias = unusedResponseName(document, 'eventCursor');
  const variable = unusedVariableName(document, 'resumeAfter');
  const withCursor = mapRootField(document, definition, rootType.name, (node) => ({
    ...node,
    arguments: [
      ...(node.arguments ?? []).filter(({ name }) => name.value !== argument),
      { kind: Kind.ARGUMENT, name: nameNode(argument), value: variableNode(variable) },
    ],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [
        ...(node.selectionSet?.selections ?? []),
        { kind: Kind.FIELD, alias: nameNode(alias), name: nameNode(cursorField) },
      ],
    },
  }));
  const responseName = (root.alias ?? root.name).value;
  return {
    document: withVariable(withCursor, definition, variable, argumentDefinition),
    variable,
    startOf(variables: Variables) {
      const { coerced = {} } = getVariableValues(apiSchema, definition.variableDefinitions ?? [], variables);
      return getArgumentValues(field, root, coerced)[argument];
    },
    cursorOf({ data }: SubgraphResponse) {
      const payload = data?.[responseName];
      if (typeof payload !== 'object' || payload === null) return undefined;
      return Object.entries(payload).find(([name]) => name === alias)?.[1] ?? undefined;
    },
  };
}

/** `definition` is the operation before its selections were changed: its place among the definitions is the same. */
function withVariable(
  document: DocumentNode,
  { name }: OperationDefinitionNode,
  variable: string,
  { type }: GraphQLArgument,
): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((node) => {
      if (node.kind !== Kind.OPERATION_DEFINITION || node.name?.value !== name?.value) return node;
      return {
        ...node,
        variableDefinitions: [
          ...(node.variableDefinitions ?? []),
          {
            kind: Kind.VARIABLE_DEFINITION,
            variable: variableNode(variable),
            type: parseType(String(type), { noLocation: true }),
          },
        ],
      };
    }),
  };
}

function unusedVariableName(document: DocumentNode, wish: string): string {
  const names = new Set<string>();
  visit(document, { [Kind.VARIABLE]: ({ name }) => void names.add(name.value) });
  let name = wish;
  while (names.has(name)) name += '_';
  return name;
}

function nameNode(value: string) {
  return { kind: Kind.NAME, value } as const;
}

function variableNode(name: string) {
  return { kind: Kind.VARIABLE, name: nameNode(name) } as const;
}
