import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '#platform/authorization/filter/operation.ts';
import { argumentCost, type CostRules, weightOf } from './cost-rules.ts';
import { findField } from './find-field.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * Measures what an answer cost: as an estimate does, but by the lists that it has. Where lists are no longer than they were
 * assumed to be, it is at most the estimate. The time is linear in the answer and the document.
 */
export function measureCost(
  schema: GraphQLSchema,
  rules: CostRules,
  asked: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode },
  data: Data,
): number {
  const fragments = fragmentsOf(asked.document);
  const root = schema.getRootType(asked.operation.operation);
  return root ? ofSelections(asked.operation.selectionSet, root, data) : 0;

  function ofSelections({ selections }: SelectionSetNode, parent: GraphQLNamedType, object: Data): number {
    let cost = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const value = object[selection.alias?.value ?? selection.name.value];
        if (value !== undefined) cost += ofField(selection, parent, value);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
      cost += ofSelections(fragment.selectionSet, condition ?? parent, object);
    }
    return cost;
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType, value: unknown): number {
    const field = findField(parent, node.name.value);
    if (field === undefined) return 1;
    const type = getNamedType(field.type);
    const weight = weightOf(rules, parent.name, field.name, type.name);
    const own = argumentCost(rules, parent.name, node);
    if (!isCompositeType(type)) return own + weight;
    return own + ofValues(node, type, weight, value);
  }

  function ofValues(node: FieldNode, type: GraphQLNamedType, weight: number, value: unknown): number {
    if (Array.isArray(value)) return value.reduce((sum, item) => sum + ofValues(node, type, weight, item), 0);
    if (typeof value !== 'object' || value === null || node.selectionSet === undefined) return 0;
    return weight + ofSelections(node.selectionSet, type, value as Data);
  }
}
