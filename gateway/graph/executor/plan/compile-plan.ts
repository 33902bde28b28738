import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import { compileRepresentation, type WriteRepresentation } from './representation.ts';
import { compileRewrites, type Rewrite } from './rewrites.ts';

/** A step of a plan, with all that can be known before the operation runs. */
export type CompiledNode =
  | { readonly kind: 'sequence' | 'parallel'; readonly nodes: readonly CompiledNode[] }
  | CompiledCondition
  | CompiledFetch;

interface CompiledCondition {
  readonly kind: 'condition';
  readonly variable: string;
  /** The value if the client sends none. */
  readonly byDefault: boolean | undefined;
  readonly whenTrue: CompiledNode | undefined;
  readonly whenFalse: CompiledNode | undefined;
}

/** One request to a subgraph. */
export interface CompiledFetch {
  readonly kind: 'fetch';
  readonly subgraph: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variableUsages: readonly string[];
  /** Where the answer belongs, from the root; `@` stands for each item of a list. */
  readonly path: readonly string[];
  /** Present in fetches of entities. */
  readonly writeRepresentation: WriteRepresentation | undefined;
  readonly rewriteAnswer: Rewrite | undefined;
  /**
   * The same number in fetches that ask the same, names of operations apart: with equal variables they have equal answers.
   * Absent where there is no other.
   */
  readonly twins: number | undefined;
}

/** The parts of a plan's surroundings that steps depend on. */
export interface PlanSurroundings {
  /** With what clients may not see. */
  readonly supergraphSchema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
}

/**
 * Compiles the nodes of a plan.
 *
 * @throws {TypeError} when the plan has what no operation here can ask for
 */
export function compilePlan(root: PlanNode, surroundings: PlanSurroundings): CompiledNode {
  const fetches: FetchNode[] = [];
  collectFetches(root, fetches);
  return compileNode(root, [], { ...surroundings, twins: findTwins(fetches) });
}

interface Compilation extends PlanSurroundings {
  readonly twins: ReadonlyMap<FetchNode, number>;
}

function compileNode(node: PlanNode, path: readonly string[], compilation: Compilation): CompiledNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return {
        kind: node.kind === 'Sequence' ? 'sequence' : 'parallel',
        nodes: node.nodes.map((each) => compileNode(each, path, compilation)),
      };
    case 'Flatten':
      return compileNode(node.node, [...path, ...node.path.map(String)], compilation);
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        byDefault: findDefault(compilation.operation, node.condition),
        whenTrue: node.ifClause && compileNode(node.ifClause, path, compilation),
        whenFalse: node.elseClause && compileNode(node.elseClause, path, compilation),
      };
    case 'Fetch':
      return compileFetch(node, path, compilation);
    case 'Defer':
      throw new TypeError('The plan has a node of @defer, which was not asked for.');
  }
}

/** Compiles one fetch: alone it is the primary node of a subscription. */
function compileFetch(
  fetch: FetchNode,
  path: readonly string[],
  { supergraphSchema, twins }: Compilation,
): CompiledFetch {
  const { requires, inputRewrites, outputRewrites } = fetch;
  return {
    kind: 'fetch',
    subgraph: fetch.serviceName,
    query: fetch.operation,
    operationName: fetch.operationName,
    variableUsages: fetch.variableUsages ?? [],
    path,
    writeRepresentation:
      requires &&
      compileRepresentation(supergraphSchema, requires, compileRewrites(supergraphSchema, inputRewrites)),
    rewriteAnswer: compileRewrites(supergraphSchema, outputRewrites),
    twins: twins.get(fetch),
  };
}

function findDefault(operation: OperationDefinitionNode, name: string): boolean | undefined {
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  const { defaultValue } = definition ?? {};
  return defaultValue?.kind === Kind.BOOLEAN ? defaultValue.value : undefined;
}

function collectFetches(node: PlanNode, fetches: FetchNode[]): void {
  if (node.kind === 'Fetch') fetches.push(node);
  else if (node.kind === 'Flatten') collectFetches(node.node, fetches);
  else if (node.kind === 'Condition') {
    for (const clause of [node.ifClause, node.elseClause]) if (clause) collectFetches(clause, fetches);
  } else if (node.kind !== 'Defer') for (const each of node.nodes) collectFetches(each, fetches);
}

/** The planner names operations after the client's and numbers them: `query Dashboard__reviews__3(`. */
const operationHead = /^(query|mutation|subscription)\s+[_A-Za-z]\w*/;

function findTwins(fetches: readonly FetchNode[]): ReadonlyMap<FetchNode, number> {
  const byQuestion = Map.groupBy(fetches, ({ serviceName, operation }) =>
    JSON.stringify([serviceName, operation.replace(operationHead, '$1')]),
  );
  const groups = [...byQuestion.values()].filter(({ length }) => length > 1);
  return new Map(groups.flatMap((group, number) => group.map((fetch) => [fetch, number] as const)));
}
