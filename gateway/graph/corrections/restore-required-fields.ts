import type { FetchDataRewrite, FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, visit } from 'graphql';
import { parseOperation, withOperation } from './fetch-operation.ts';
import type { RequiredField } from './required-fields.ts';

type RequiredFields = ReadonlyMap<string, RequiredField>;

/**
 * Makes real fields of the stand-ins in a fetch (see {@link separateRequiredFields}). A subgraph is asked for the field
 * with its arguments, under the stand-in's name; a representation has it under its own.
 */
export function restoreRequiredFields(fetch: FetchNode, requiredFields: RequiredFields): FetchNode {
  if (requiredFields.size === 0) return fetch;
  const { requires, inputRewrites = [] } = fetch;
  const asked = askForFields(fetch, requiredFields);
  if (!requires) return asked;
  // A type's name may be rewritten too; what is renamed by type is renamed before.
  const rewrites = [...renamesIn(requires, requiredFields, []), ...inputRewrites];
  return {
    ...asked,
    requires: requires.map((selection) => readStandIns(selection, requiredFields)),
    ...(rewrites.length > 0 && { inputRewrites: rewrites }),
  };
}

function askForFields(fetch: FetchNode, requiredFields: RequiredFields): FetchNode {
  const document = parseOperation(fetch);
  const restored = visit(document, {
    [Kind.FIELD]: (node) => {
      const { name, arguments: args = [] } = node;
      const required = requiredFields.get(name.value);
      if (!required) return undefined;
      return {
        ...node,
        alias: node.alias ?? name,
        name: { ...name, value: required.name },
        arguments: [...required.arguments, ...args],
      };
    },
  });
  return restored === document ? fetch : withOperation(fetch, restored);
}

function readStandIns(
  selection: QueryPlanSelectionNode,
  requiredFields: RequiredFields,
): QueryPlanSelectionNode {
  const selections = selection.selections?.map((each) => readStandIns(each, requiredFields));
  if (selection.kind === 'InlineFragment') return { ...selection, selections: selections ?? [] };
  const { alias = selection.name } = selection;
  const { name } = requiredFields.get(selection.name) ?? selection;
  return { ...selection, ...(name !== alias && { alias }), name, ...(selections && { selections }) };
}

/** The deepest first, as each path has the names that are there before its rewrite. */
function renamesIn(
  selections: readonly QueryPlanSelectionNode[],
  requiredFields: RequiredFields,
  path: readonly string[],
): FetchDataRewrite[] {
  const renames = selections.flatMap((selection): FetchDataRewrite[] => {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      const below = typeCondition === undefined ? path : [...path, `... on ${typeCondition}`];
      return renamesIn(selection.selections, requiredFields, below);
    }
    const here = [...path, selection.alias ?? selection.name];
    const below = renamesIn(selection.selections ?? [], requiredFields, here);
    const required = requiredFields.get(selection.name);
    return required ? [...below, { kind: 'KeyRenamer', path: here, renameKeyTo: required.name }] : below;
  });
  const byPath = new Map(renames.map((rename) => [rename.path.join(' '), rename]));
  return [...byPath.values()];
}
