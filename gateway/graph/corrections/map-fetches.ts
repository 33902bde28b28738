import type { DeferNode, FetchNode, PlanNode } from '@apollo/query-planner';
import type { QueryPlan } from '../planner/planner.ts';

/** Replaces each fetch of a plan by one or more that can run at the same time. */
export function mapFetches(plan: QueryPlan, change: (fetch: FetchNode) => readonly FetchNode[]): QueryPlan {
  const { node } = plan;
  if (!node) return plan;
  if (node.kind !== 'Subscription') return { ...plan, node: mapNode(node, change) };
  const { primary, rest } = node;
  const [changed = primary] = change(primary);
  return { ...plan, node: { ...node, primary: changed, ...(rest && { rest: mapNode(rest, change) }) } };
}

function mapNode(node: PlanNode, change: (fetch: FetchNode) => readonly FetchNode[]): PlanNode {
  const mapEach = (nodes: readonly PlanNode[]) => nodes.map((each) => mapNode(each, change));
  switch (node.kind) {
    case 'Fetch':
      return toNode(change(node), node);
    case 'Flatten':
      return { ...node, node: mapNode(node.node, change) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: mapEach(node.nodes) };
    case 'Condition': {
      const { ifClause, elseClause } = node;
      return {
        ...node,
        ...(ifClause && { ifClause: mapNode(ifClause, change) }),
        ...(elseClause && { elseClause: mapNode(elseClause, change) }),
      };
    }
    case 'Defer':
      return mapDefer(node, change);
  }
}

function mapDefer(node: DeferNode, change: (fetch: FetchNode) => readonly FetchNode[]): DeferNode {
  const mapPart = <Part extends { node?: PlanNode }>(part: Part): Part =>
    part.node ? { ...part, node: mapNode(part.node, change) } : part;
  return { ...node, primary: mapPart(node.primary), deferred: node.deferred.map(mapPart) };
}

function toNode(fetches: readonly FetchNode[], { id }: FetchNode): PlanNode {
  const [first, ...others] = fetches;
  if (first && others.length === 0) return first;
  if (id === undefined) return { kind: 'Parallel', nodes: [...fetches] };
  // A deferred part waits for the fetch of this id: the last of several, one after the other.
  const nodes = fetches.map(({ id: _, ...fetch }, index) =>
    index === fetches.length - 1 ? { ...fetch, id } : fetch,
  );
  return { kind: 'Sequence', nodes };
}

/** All fetches of a plan, each with the place of its answer: the names on the way to it, lists left out. */
export function fetchesOf(
  plan: QueryPlan,
): { readonly fetch: FetchNode; readonly path: readonly string[] }[] {
  const { node } = plan;
  if (!node) return [];
  if (node.kind !== 'Subscription') return fetchesIn(node, []);
  return [{ fetch: node.primary, path: [] }, ...(node.rest ? fetchesIn(node.rest, []) : [])];
}

function fetchesIn(node: PlanNode, path: readonly string[]): ReturnType<typeof fetchesOf> {
  const inEach = (nodes: readonly (PlanNode | undefined)[]) =>
    nodes.flatMap((each) => (each ? fetchesIn(each, path) : []));
  switch (node.kind) {
    case 'Fetch':
      return [{ fetch: node, path }];
    case 'Flatten':
      return fetchesIn(node.node, [...path, ...node.path.filter((step) => step !== '@').map(String)]);
    case 'Sequence':
    case 'Parallel':
      return inEach(node.nodes);
    case 'Condition':
      return inEach([node.ifClause, node.elseClause]);
    case 'Defer':
      return inEach([node.primary.node, ...node.deferred.map((deferred) => deferred.node)]);
  }
}
