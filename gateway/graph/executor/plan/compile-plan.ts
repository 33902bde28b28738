import type { DeferNode, FetchNode, PlanNode } from '@apollo/query-planner';
import { type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import type { MergedQueries } from './merged-query.ts';
import { compileRepresentation, type Representations } from './representation.ts';
import { compileRewrites, type Rewrite } from './rewrites.ts';

/** A step of a plan, with all that can be known before the operation runs. */
export type CompiledNode =
  | { readonly kind: 'sequence' | 'parallel'; readonly nodes: readonly CompiledNode[] }
  | CompiledCondition
  | CompiledTogether
  | CompiledDefer
  | CompiledFetch;

/** Fetches of entities from one subgraph that are one request. */
export interface CompiledTogether {
  readonly kind: 'together';
  readonly fetches: readonly CompiledFetch[];
  readonly queries: MergedQueries;
}

interface CompiledCondition {
  readonly kind: 'condition';
  readonly variable: string;
  /** The value if the client sends none. */
  readonly byDefault: boolean | undefined;
  readonly whenTrue: CompiledNode | undefined;
  readonly whenFalse: CompiledNode | undefined;
}

/** A node of which parts may come later (`@defer`). */
export interface CompiledDefer {
  readonly kind: 'defer';
  readonly primary: CompiledNode | undefined;
  readonly deferred: readonly CompiledDeferred[];
}

/** A part that may come later. */
export interface CompiledDeferred {
  readonly label: string;
  /** The requests that it needs the answers of. */
  readonly depends: readonly string[];
  /** Absent if other parts fetch all of it. */
  readonly node: CompiledNode | undefined;
}

/** One request to a subgraph. */
export interface CompiledFetch {
  readonly kind: 'fetch';
  /** Present if deferred parts depend on the request. */
  readonly id: string | undefined;
  readonly subgraph: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variableUsages: readonly string[];
  /** Where the answer belongs, from the root; `@` stands for each item of a list. Equal paths of a plan are one object. */
  readonly path: readonly string[];
  /** Present in fetches of entities. */
  readonly representations: Representations | undefined;
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
  return compileNode(root, [], { ...surroundings, twins: findTwins(fetches), paths: new Map() });
}

interface Compilation extends PlanSurroundings {
  readonly twins: ReadonlyMap<FetchNode, number>;
  /** Each path once, by its text. */
  readonly paths: Map<string, readonly string[]>;
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
      return compileDefer(node, path, compilation);
  }
}

function compileDefer(
  { primary, deferred }: DeferNode,
  path: readonly string[],
  compilation: Compilation,
): CompiledDefer {
  return {
    kind: 'defer',
    primary: primary.node && compileNode(primary.node, path, compilation),
    deferred: deferred.map(({ label = '', depends, node }) => ({
      label,
      depends: depends.map(({ id }) => id),
      node: node && compileNode(node, path, compilation),
    })),
  };
}

/** Compiles one fetch: alone it is the primary node of a subscription. */
function compileFetch(
  fetch: FetchNode,
  path: readonly string[],
  { supergraphSchema, twins, paths }: Compilation,
): CompiledFetch {
  const { requires, inputRewrites, outputRewrites } = fetch;
  const pathText = JSON.stringify(path);
  const knownPath = paths.get(pathText) ?? path;
  paths.set(pathText, knownPath);
  return {
    kind: 'fetch',
    id: fetch.id,
    subgraph: fetch.serviceName,
    query: fetch.operation,
    operationName: fetch.operationName,
    variableUsages: fetch.variableUsages ?? [],
    path: knownPath,
    representations:
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
  } else if (node.kind === 'Defer') {
    for (const part of [node.primary, ...node.deferred]) if (part.node) collectFetches(part.node, fetches);
  } else for (const each of node.nodes) collectFetches(each, fetches);
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
