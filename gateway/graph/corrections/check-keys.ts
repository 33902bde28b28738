import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { graphNamesOf, type JoinedType, joinedTypesOf, objectTypesOf, typeJoinsOf } from './joined-types.ts';
import { UnplannableOperationError } from './unplannable-operation.ts';

/**
 * Creates a check of the fetches of entities: each must give its subgraph a key that it resolves. Where a subgraph
 * resolves no key of a type that it has to be asked for again, the planner takes one all the same.
 */
export function createKeyCheck(supergraph: DocumentNode): (fetch: FetchNode) => void {
  const types = joinedTypesOf(supergraph);
  const graphNames = graphNamesOf(supergraph);
  return ({ requires = [], serviceName }) => {
    const graph = graphNames.get(serviceName) ?? serviceName;
    for (const [typeName, selections] of byObjectType(types, requires)) {
      const keys = resolvableKeysOf(types, typeName, graph);
      if (keys.some((key) => selects(selections, key))) continue;
      throw new UnplannableOperationError(
        `the subgraph ${serviceName} has to be asked for ${typeName} by a key, and resolves none that is known`,
      );
    }
  };
}

/** What a representation has, by the type of the object that it is made from. */
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

function selects(selections: readonly QueryPlanSelectionNode[], key: SelectionSetNode): boolean {
  return key.selections.every((wanted) => {
    if (wanted.kind !== Kind.FIELD) return true;
    const found = fieldsIn(selections).filter(({ name }) => name === wanted.name.value);
    if (found.length === 0) return false;
    const below = found.flatMap((field) => field.selections ?? []);
    return !wanted.selectionSet || selects(below, wanted.selectionSet);
  });
}

function fieldsIn(selections: readonly QueryPlanSelectionNode[]) {
  return selections.flatMap((selection): Extract<QueryPlanSelectionNode, { kind: 'Field' }>[] =>
    selection.kind === 'Field' ? [selection] : fieldsIn(selection.selections),
  );
}
