import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import { type ChosenOperation, getOperation, toDocument } from '#platform/authorization/filter/operation.ts';
import { resolvableKeysOf } from './check-keys.ts';
import { entityFieldsOf, keepEntityFields } from './entity-fields.ts';
import { parseOperation, withOperation } from './fetch-operation.ts';
import {
  graphNamesOf,
  type JoinedType,
  joinedTypesOf,
  objectTypesOf,
  requiredFieldsOf,
} from './joined-types.ts';
import { type RequiredField, type SeparatedSupergraph, toRequiredFieldName } from './required-fields.ts';
import { UnplannableOperationError } from './unplannable-operation.ts';

/** A field of an entity that needs others in the representation. */
interface DependentField {
  readonly field: FieldNode;
  readonly typeName: string;
  readonly conditions: string;
  /** The places of the fields that its subgraph requires, stand-ins by their own names. */
  readonly required: ReadonlySet<string>;
}

/** Fields of an entity that can be fetched with the same representation. */
type Group = DependentField[];

/** The stand-ins that cannot be in one representation with a stand-in, by its name. */
type Conflicts = ReadonlyMap<string, ReadonlySet<string>>;

type Types = ReadonlyMap<string, JoinedType>;

/**
 * Creates what splits fetches of entities whose fields cannot share a representation:
 *
 * - A representation has one value for a field. If fields of one subgraph require another field with different arguments,
 *   each set of arguments needs a fetch of its own.
 * - What a field requires is fetched on the conditions of that field (`@skip`, `@include`). If they do not hold, the
 *   representation is incomplete, and the fields of other conditions must not wait for it.
 */
export function createFetchSplitter(supergraph: SeparatedSupergraph): (fetch: FetchNode) => FetchNode[] {
  const types = joinedTypesOf(supergraph.document);
  const graphNames = graphNamesOf(supergraph.document);
  return (fetch) => {
    const { requires, serviceName } = fetch;
    if (!requires) return [fetch];
    const conflicts = findConflicts(requires, supergraph.requiredFields, types);
    if (conflicts.size === 0 && !/@(?:skip|include)\b/.test(fetch.operation)) return [fetch];
    const graph = graphNames.get(serviceName) ?? serviceName;
    const operation = getOperation(parseOperation(fetch), undefined);
    const fields = dependentFieldsOf(operation, types, graph);
    const unknown = [...conflicts.keys()].find((name) => !fields.some((field) => requiresField(field, name)));
    if (unknown !== undefined) {
      throw new UnplannableOperationError(
        `no field is known for which ${serviceName} requires ${toRequiredFieldName(unknown)} in another form`,
      );
    }
    const groups = toGroups(fields, conflicts);
    if (groups.length === 1) return [fetch];
    return groups.map((group) => ({
      ...withOperation(
        fetch,
        toDocument(keepEntityFields(operation, new Set(group.map(({ field }) => field)))),
      ),
      requires: requiredBy(group, fields, requires, { types, graph }),
    }));
  };
}

function findConflicts(
  requires: readonly QueryPlanSelectionNode[],
  requiredFields: ReadonlyMap<string, RequiredField>,
  types: Types,
): Conflicts {
  const forms = new Map<string, Set<string>>();
  const collect = (selections: readonly QueryPlanSelectionNode[], path: readonly string[]): void => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') {
        // The type of the entity itself tells representations apart.
        const objects = path.length === 0 ? objectTypesOf(types, selection.typeCondition ?? '') : [];
        if (objects.length === 0) collect(selection.selections, path);
        for (const object of objects) collect(selection.selections, [object]);
        continue;
      }
      const { name } = selection;
      const required = requiredFields.get(name);
      const place = [...path, required?.name ?? name];
      if (required) forms.set(toPlace(place), (forms.get(toPlace(place)) ?? new Set()).add(name));
      collect(selection.selections ?? [], place);
    }
  };
  collect(requires, []);
  const conflicts = new Map<string, Set<string>>();
  for (const names of forms.values()) {
    if (names.size < 2) continue;
    for (const name of names) {
      const others = [...names].filter((other) => other !== name);
      conflicts.set(name, new Set([...(conflicts.get(name) ?? []), ...others]));
    }
  }
  return conflicts;
}

function dependentFieldsOf(operation: ChosenOperation, types: Types, graph: string): DependentField[] {
  return entityFieldsOf(operation).map(({ field, typeName, conditions }) => {
    const selectionSet = requiredFieldsOf(types, typeName, field.name.value, graph);
    const required = new Set(selectionSet ? placesIn(selectionSet) : []);
    return { field, typeName, conditions, required };
  });
}

function toGroups(fields: readonly DependentField[], conflicts: Conflicts): Group[] {
  const groups: Group[] = [];
  for (const field of fields) {
    const fits = (group: Group) =>
      group.every(
        (other) => conditionsOf(field) === conditionsOf(other) && !isInConflict(field, other, conflicts),
      );
    const group = groups.find(fits);
    if (group) group.push(field);
    else groups.push([field]);
  }
  return groups;
}

/** The conditions on which the representation for a field is complete. */
function conditionsOf({ conditions, required }: DependentField): string {
  return required.size > 0 ? conditions : '';
}

function isInConflict(one: DependentField, other: DependentField, conflicts: Conflicts): boolean {
  return [...conflicts].some(
    ([name, rivals]) => requiresField(one, name) && [...rivals].some((rival) => requiresField(other, rival)),
  );
}

function requiresField({ required }: DependentField, name: string): boolean {
  return [...required].some((place) => place.split(' ').includes(name));
}

/** The fields that a group requires: without those that only other groups do, and types that its fields are not of. */
function requiredBy(
  group: Group,
  fields: readonly DependentField[],
  requires: readonly QueryPlanSelectionNode[],
  { types, graph }: { readonly types: Types; readonly graph: string },
): QueryPlanSelectionNode[] {
  const isOf = (typeName: string, condition: string) =>
    typeName === condition ||
    [typeName, condition].some((name) => types.get(name)?.kind !== Kind.OBJECT_TYPE_DEFINITION);
  return requires.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field') return [selection];
    const { typeCondition = '' } = selection;
    if (!group.some(({ typeName }) => isOf(typeName, typeCondition))) return [];
    const placesOf = (some: readonly DependentField[]) =>
      some.flatMap(({ typeName, required }) => (isOf(typeName, typeCondition) ? [...required] : []));
    const keys = resolvableKeysOf(types, typeCondition, graph).flatMap(placesIn);
    const needed = new Set([...placesOf(group), ...keys]);
    const dropped = new Set(placesOf(fields).filter((place) => !needed.has(place)));
    const selections = dropPlaces(selection.selections, dropped, []);
    return selections.length > 0 ? [{ ...selection, selections }] : [];
  });
}

function dropPlaces(
  selections: readonly QueryPlanSelectionNode[],
  dropped: ReadonlySet<string>,
  path: readonly string[],
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    const here = selection.kind === 'Field' ? [...path, selection.name] : path;
    if (!selection.selections) return dropped.has(toPlace(here)) ? [] : [selection];
    const inner = dropPlaces(selection.selections, dropped, here);
    const isEmpty = inner.every((each) => each.kind === 'Field' && each.name === '__typename');
    return isEmpty ? [] : [{ ...selection, selections: inner }];
  });
}

/** The places of the leaves of a selection. */
function placesIn(selectionSet: SelectionSetNode): string[] {
  const placesBelow = ({ selections }: SelectionSetNode, path: readonly string[]): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
      const here = selection.kind === Kind.FIELD ? [...path, selection.name.value] : path;
      return selection.selectionSet ? placesBelow(selection.selectionSet, here) : [toPlace(here)];
    });
  return placesBelow(selectionSet, []);
}

function toPlace(path: readonly string[]): string {
  return path.join(' ');
}
