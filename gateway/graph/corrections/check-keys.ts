import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { DocumentNode, SelectionSetNode } from 'graphql';
import { graphNamesOf, type JoinedType, joinedTypesOf, objectTypesOf, typeJoinsOf } from './joined-types.ts';
import { selectsAll } from './selects-all.ts';
import { UnplannableOperationError } from './unplannable-operation.ts';

/**
 * Creates what sees to it that each representation has a key which its subgraph resolves.
 *
 * Where a subgraph resolves no key of a type that it has to be asked for again, the planner takes another all the same; then
 * there is no plan. Where fields are wanted of some types of an interface alone, the planner requires the key of these, and
 * the other fields of all types; what has no key is not asked for.
 */
export function createKeyCheck(supergraph: DocumentNode): (fetch: FetchNode) => FetchNode {
  const types = joinedTypesOf(supergraph);
  const graphNames = graphNamesOf(supergraph);
  return (fetch) => {
    const { requires, serviceName } = fetch;
    if (!requires) return fetch;
    const graph = graphNames.get(serviceName) ?? serviceName;
    const all = [...byObjectType(types, requires)];
    const complete = all.filter(([typeName, selections]) =>
      resolvableKeysOf(types, typeName, graph).some((key) => selectsAll(selections, key)),
    );
    if (complete.length === all.length) return fetch;
    if (complete.length === 0) {
      const names = all.map(([typeName]) => typeName).join(', ');
      throw new UnplannableOperationError(
        `the subgraph ${serviceName} has to be asked for ${names} by a key, and resolves none that is known`,
      );
    }
    return { ...fetch, requires: complete.map(([typeName, selections]) => toFragment(typeName, selections)) };
  };
}

function toFragment(
  typeCondition: string,
  selections: readonly QueryPlanSelectionNode[],
): QueryPlanSelectionNode {
  const different = new Map(selections.map((selection) => [JSON.stringify(selection), selection]));
  return { kind: 'InlineFragment', typeCondition, selections: [...different.values()] };
}

/** The members of a representation, by the type of the object that it is made from. */
function byObjectType(
  types: ReadonlyMap<string, JoinedType>,
  requires: readonly QueryPlanSelectionNode[],
): ReadonlyMap<string, readonly QueryPlanSelectionNode[]> {
  const selections = new Map<string, QueryPlanSelectionNode[]>();
  const collect = (nodes: readonly QueryPlanSelectionNode[], objects: readonly string[]): void => {
    for (const node of nodes) {
      if (node.kind === 'InlineFragment') {
        const { typeCondition } = node;
        collect(node.selections, typeCondition === undefined ? objects : objectTypesOf(types, typeCondition));
      } else {
        for (const name of objects) selections.set(name, [...(selections.get(name) ?? []), node]);
      }
    }
  };
  collect(requires, []);
  return selections;
}

/** The keys by which a subgraph finds entities of a type, those of interfaces that it knows as objects included. */
export function resolvableKeysOf(
  types: ReadonlyMap<string, JoinedType>,
  typeName: string,
  graph: string,
): SelectionSetNode[] {
  const type = types.get(typeName);
  if (!type) return [];
  const own = typeJoinsOf(type).filter((join) => join.graph === graph);
  const ofInterfaces = (type.interfaces ?? []).flatMap(({ name }) => {
    const implemented = types.get(name.value);
    return (implemented ? typeJoinsOf(implemented) : []).filter(
      (join) => join.graph === graph && join.isInterfaceObject,
    );
  });
  return [...own, ...ofInterfaces].flatMap(({ key, isResolvable }) => (key && isResolvable ? [key] : []));
}
