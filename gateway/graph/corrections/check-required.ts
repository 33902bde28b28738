import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { type ChosenOperation, getOperation } from '#platform/authorization/filter/operation.ts';
import { parseOperation } from './fetch-operation.ts';
import {
  fieldTypeOf,
  graphNamesOf,
  isExternalField,
  joinedTypesOf,
  objectTypesOf,
  providedNamesOf,
  requiredFieldsOf,
} from './joined-types.ts';
import { selectsAll } from './selects-all.ts';
import { UnplannableOperationError } from './unplannable-operation.ts';

/**
 * Creates a check that a subgraph is asked for a field with `@requires` only where it gets what the field requires: in the
 * representations of entities, or from itself.
 *
 * If a required field itself requires a field of the subgraph that asks for it, Apollo's planner may merge the steps on the
 * way, so that a subgraph is asked for a field before anybody has fetched what it needs. The value would be wrong.
 */
export function createRequiredCheck(supergraph: DocumentNode): (fetch: FetchNode) => void {
  const types = joinedTypesOf(supergraph);
  const graphNames = graphNamesOf(supergraph);
  const provided = providedNamesOf(types);

  /** True if a subgraph needs something of a selection from elsewhere. */
  function needsOthers({ selections }: SelectionSetNode, typeName: string, graph: string): boolean {
    return selections.some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        return needsOthers(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, graph);
      }
      const name = selection.name.value;
      if (isExternalField(types, typeName, name, graph) && !provided.get(graph)?.has(name)) return true;
      const inner = fieldTypeOf(types, typeName, name);
      return Boolean(selection.selectionSet && inner && needsOthers(selection.selectionSet, inner, graph));
    });
  }

  function check(
    operation: ChosenOperation,
    selectionSet: SelectionSetNode,
    typeName: string,
    visit: Visit,
  ): void {
    for (const selection of selectionSet.selections) {
      if (selection.kind !== Kind.FIELD) {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : operation.fragments.get(selection.name.value);
        const condition = fragment?.typeCondition?.name.value ?? typeName;
        if (fragment) check(operation, fragment.selectionSet, condition, visit);
        continue;
      }
      const name = selection.name.value;
      visit(typeName, name);
      const inner = fieldTypeOf(types, typeName, name);
      if (!selection.selectionSet || !inner) continue;
      check(operation, selection.selectionSet, inner, (type, field) => visit(type, field, true));
    }
  }

  return (fetch) => {
    const { requires, serviceName } = fetch;
    const graph = graphNames.get(serviceName) ?? serviceName;
    const operation = getOperation(parseOperation(fetch), undefined);
    const visit: Visit = (typeName, name, isBelow = requires === undefined) => {
      const required = requiredFieldsOf(types, typeName, name, graph);
      if (!required || !needsOthers(required, typeName, graph)) return;
      if (!isBelow && selectsAll(selectionsFor(typeName, requires ?? []), required)) return;
      throw new UnplannableOperationError(
        `the subgraph ${serviceName} is asked for ${typeName}.${name} without what this requires`,
      );
    };
    const { selectionSet, operation: kind } = operation.definition;
    if (!requires) {
      check(operation, selectionSet, rootTypes[kind], visit);
      return;
    }
    for (const entities of selectionSet.selections) {
      if (entities.kind === Kind.FIELD && entities.selectionSet) {
        check(operation, entities.selectionSet, '', visit);
      }
    }
  };

  function selectionsFor(
    typeName: string,
    requires: readonly QueryPlanSelectionNode[],
  ): QueryPlanSelectionNode[] {
    const objects = new Set([typeName, ...objectTypesOf(types, typeName)]);
    return requires.flatMap((selection) => {
      if (selection.kind === 'Field') return [selection];
      const { typeCondition = '' } = selection;
      const isOf = [typeCondition, ...objectTypesOf(types, typeCondition)].some((name) => objects.has(name));
      return isOf ? selection.selections : [];
    });
  }
}

/** Is told of each field that a fetch selects; `isBelow` if it is not one of an entity with a representation. */
type Visit = (typeName: string, fieldName: string, isBelow?: boolean) => void;

/** Names that composition gives to root types, whatever subgraphs call them. */
const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;
