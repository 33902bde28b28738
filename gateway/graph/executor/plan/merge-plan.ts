import type { CompiledFetch, CompiledNode, CompiledTogether } from './compile-plan.ts';
import { MergedQueries } from './merged-query.ts';

/** Fetches of entities: one, or several that go together. */
type EntityStep = CompiledFetch | CompiledTogether;

/** The most fetches that are one request: subgraphs limit how much an operation may ask. */
const maxTogether = 10;

/**
 * Puts fetches of entities from the same subgraph together that can be one request:
 *
 * - Those that begin at the same moment.
 * - One that nothing waits for, and the last one of a branch beside it that is for the same objects or for what is below them. It is asked later
 *   than it could be, but what follows waits for both.
 *
 * Each stays a fetch of its own, with its representations and its place.
 */
export function putFetchesTogether(node: CompiledNode): CompiledNode {
  switch (node.kind) {
    case 'fetch':
    case 'together':
      return node;
    case 'condition': {
      const { whenTrue, whenFalse } = node;
      return {
        ...node,
        whenTrue: whenTrue && putFetchesTogether(whenTrue),
        whenFalse: whenFalse && putFetchesTogether(whenFalse),
      };
    }
    case 'defer': {
      const { primary, deferred } = node;
      return {
        ...node,
        primary: primary && putFetchesTogether(primary),
        deferred: deferred.map((part) => ({ ...part, node: part.node && putFetchesTogether(part.node) })),
      };
    }
    case 'sequence':
      return toSequence(node.nodes.map(putFetchesTogether));
    case 'parallel':
      return mergeBranches(node.nodes.map(putFetchesTogether));
  }
}

function toSequence(nodes: readonly CompiledNode[]): CompiledNode {
  const flat = nodes.flatMap((node) => (node.kind === 'sequence' ? node.nodes : [node]));
  const [only] = flat;
  return only && flat.length === 1 ? only : { kind: 'sequence', nodes: flat };
}

function mergeBranches(nodes: readonly CompiledNode[]): CompiledNode {
  const flat = nodes.flatMap((node) => (node.kind === 'parallel' ? node.nodes : [node]));
  const merged = joinBeginnings(joinEnds(flat));
  const [only] = merged;
  return only && merged.length === 1 ? only : { kind: 'parallel', nodes: merged };
}

/** Moves single fetches to the end of branches beside them. */
function joinEnds(branches: readonly CompiledNode[]): readonly CompiledNode[] {
  let remaining = branches;
  for (const step of branches) {
    if (!isEntityStep(step)) continue;
    for (const [index, branch] of remaining.entries()) {
      const joined = branch.kind === 'sequence' ? joinEnd(branch, step) : undefined;
      if (!joined) continue;
      remaining = remaining.with(index, joined).filter((each) => each !== step);
      break;
    }
  }
  return remaining;
}

/** @returns the branch with the fetches of `step` at its end, if it has one there that they can go with */
function joinEnd(branch: CompiledNode, step: EntityStep): CompiledNode | undefined {
  if (isEntityStep(branch)) return isBelow(branch, step) ? join(branch, step) : undefined;
  // Other fetches are no steps either, such as those that deferred parts wait for.
  if (branch.kind !== 'sequence' && branch.kind !== 'parallel') return undefined;
  const from = branch.kind === 'sequence' ? branch.nodes.length - 1 : 0;
  for (let index = from; index < branch.nodes.length; index += 1) {
    const node = branch.nodes[index];
    const joined = node && joinEnd(node, step);
    if (joined) return { ...branch, nodes: branch.nodes.with(index, joined) };
  }
  return undefined;
}

function joinBeginnings(branches: readonly CompiledNode[]): readonly CompiledNode[] {
  const groups = Map.groupBy(branches, (branch) => findBeginning(branch)?.subgraph);
  return [...groups].flatMap(([subgraph, group]) =>
    subgraph === undefined || group.length === 1 ? group : joinGroup(group),
  );
}

/** Begins all branches by one request; what follows in them does so when it is answered. */
function joinGroup(branches: readonly CompiledNode[]): readonly CompiledNode[] {
  let beginning: EntityStep | undefined;
  const others: CompiledNode[] = [];
  const remaining: CompiledNode[] = [];
  for (const branch of branches) {
    const [first, ...rest] = branch.kind === 'sequence' ? branch.nodes : [branch];
    if (!first || !isEntityStep(first)) continue;
    const joined = beginning ? join(beginning, first) : first;
    if (!joined) {
      others.push(branch);
      continue;
    }
    beginning = joined;
    if (rest.length > 0) remaining.push(toSequence(rest));
  }
  const nodes = beginning ? [beginning] : [];
  const joined = toSequence(remaining.length > 0 ? [...nodes, mergeBranches(remaining)] : nodes);
  return [joined, ...joinBeginnings(others)];
}

function findBeginning(branch: CompiledNode): CompiledFetch | undefined {
  const first = branch.kind === 'sequence' ? branch.nodes[0] : branch;
  return first && isEntityStep(first) ? fetchesOf(first)[0] : undefined;
}

function isEntityStep(node: CompiledNode): node is EntityStep {
  if (node.kind === 'together') return true;
  // Deferred parts wait for a request with an identifier, so that it is not held back.
  return node.kind === 'fetch' && node.representations !== undefined && node.id === undefined;
}

function fetchesOf(step: EntityStep): readonly CompiledFetch[] {
  return step.kind === 'together' ? step.fetches : [step];
}

/** True if each fetch of the step is for objects that one of the others is for, too, or that it is below. */
function isBelow(step: EntityStep, upper: EntityStep): boolean {
  return fetchesOf(upper).every(({ path }) =>
    fetchesOf(step).some((each) => path.every((name, index) => each.path[index] === name)),
  );
}

function join(one: EntityStep, other: EntityStep): CompiledTogether | undefined {
  const fetches = [...fetchesOf(one), ...fetchesOf(other)];
  const [{ subgraph } = { subgraph: '' }] = fetches;
  if (fetches.length > maxTogether || fetches.some((each) => each.subgraph !== subgraph)) return undefined;
  return { kind: 'together', fetches, queries: new MergedQueries() };
}
