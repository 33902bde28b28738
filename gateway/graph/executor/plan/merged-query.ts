import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  parse,
  print,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';

/** The query of a fetch of entities. */
interface EntityQuery {
  readonly query: string;
  /** The client's variables that it has. */
  readonly variableUsages: readonly string[];
}

/** One query for the entities of several fetches. */
export interface MergedQuery {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variableUsages: readonly string[];
  /** For each fetch, the field of its entities in the answer, and the variable of its representations. */
  readonly parts: readonly PartNames[];
}

interface PartNames {
  readonly field: string;
  readonly variable: string;
}

/** For so long, fetches go by themselves after a subgraph has refused them together, in milliseconds. */
const pauseMs = 10_000;

/** The number of merged queries that are kept of the same fetches: which of them have something to ask decides which. */
const maxQueries = 16;

/** Merged queries of fetches that go together, each written when it is first needed: not all have something to ask for each time. */
export class MergedQueries {
  readonly #known = new LRUCache<string, { readonly merged: MergedQuery | undefined }>({ max: maxQueries });
  #pausedUntilMs = 0;

  /** @returns nothing if the fetches cannot be one request, or are not to be for now */
  find(fetches: readonly EntityQuery[]): MergedQuery | undefined {
    if (this.#pausedUntilMs > performance.now()) return undefined;
    const key = fetches.map(({ query }) => query).join('\n');
    const known = this.#known.get(key) ?? { merged: mergeQueries(fetches) };
    this.#known.set(key, known);
    return known.merged;
  }

  /** Lets fetches go by themselves for a while, so that none is sent twice again and again. */
  pause(): void {
    this.#pausedUntilMs = performance.now() + pauseMs;
  }
}

/** The field and the variable that fetches of entities have (Federation subgraph specification). */
const entitiesField = '_entities';
const entitiesVariable = 'representations';

/**
 * Writes the queries of fetches of entities as one. The first keeps the names of its field and its variable; the others get a number.
 *
 * @returns nothing if they cannot be one, as they have other directives or define a variable in another way
 */
function mergeQueries(fetches: readonly EntityQuery[]): MergedQuery | undefined {
  const variableUsages = [...new Set(fetches.flatMap((fetch) => fetch.variableUsages))];
  const parts = fetches.map((_, index) => toPartNames(index, variableUsages));
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations = fetches.map(({ query }, index) =>
    readOperation(parse(query, { noLocation: true }), fragments, index),
  );
  const [first] = operations;
  if (!first || operations.some((each) => textOf(each?.directives) !== textOf(first.directives)))
    return undefined;
  const variables = new Map<string, VariableDefinitionNode>();
  const fields: FieldNode[] = [];
  for (const [index, { field, variable }] of parts.entries()) {
    const operation = operations[index] && renameVariable(operations[index], variable);
    const [selection, ...others] = operation?.selectionSet.selections ?? [];
    if (selection?.kind !== Kind.FIELD || selection.name.value !== entitiesField || others.length > 0)
      return undefined;
    fields.push(index === 0 ? selection : { ...selection, alias: { kind: Kind.NAME, value: field } });
    for (const definition of operation?.variableDefinitions ?? []) {
      const { value } = definition.variable.name;
      const known = variables.get(value);
      if (known && print(known) !== print(definition)) return undefined;
      variables.set(value, definition);
    }
  }
  const merged: OperationDefinitionNode = {
    ...first,
    variableDefinitions: [...variables.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
  };
  const text = print({ kind: Kind.DOCUMENT, definitions: [merged, ...fragments.values()] });
  return {
    query: stripIgnoredCharacters(text),
    operationName: first.name?.value,
    variableUsages,
    parts,
  };
}

function toPartNames(index: number, variableUsages: readonly string[]): PartNames {
  if (index === 0) return { field: entitiesField, variable: entitiesVariable };
  let variable = `${entitiesVariable}${index}`;
  while (variableUsages.includes(variable)) variable = `_${variable}`;
  return { field: `${entitiesField}${index}`, variable };
}

function textOf(nodes: readonly ASTNode[] | undefined): string {
  return (nodes ?? []).map(print).join(' ');
}

/** Reads the operation and adds its fragments to those of the others: with a number where one of them has the name of another one. */
function readOperation(
  document: DocumentNode,
  fragments: Map<string, FragmentDefinitionNode>,
  index: number,
): OperationDefinitionNode | undefined {
  const isKnownOtherwise = document.definitions.some((each) => {
    const known = each.kind === Kind.FRAGMENT_DEFINITION && fragments.get(each.name.value);
    return known && print(known) !== print(each);
  });
  // All of them, as a fragment with the same text may spread another one.
  const { definitions } = isKnownOtherwise ? renameFragments(document, `__${index}`) : document;
  for (const each of definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  return definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
}

function renameFragments(document: DocumentNode, ending: string): DocumentNode {
  const rename = <Node extends { readonly name: NameNode }>(node: Node): Node => ({
    ...node,
    name: { ...node.name, value: node.name.value + ending },
  });
  return visit(document, { [Kind.FRAGMENT_DEFINITION]: rename, [Kind.FRAGMENT_SPREAD]: rename });
}

/** Gives the variable of the representations another name. */
function renameVariable(operation: OperationDefinitionNode, name: string): OperationDefinitionNode {
  return visit(operation, {
    [Kind.VARIABLE]: (node) =>
      node.name.value === entitiesVariable ? { ...node, name: { ...node.name, value: name } } : undefined,
  });
}
