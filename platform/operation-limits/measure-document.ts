import {
  type ArgumentNode,
  type ConstArgumentNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** The figures of a selection set, fragments counted wherever they are spread. */
export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  /** Fields at its top. */
  readonly topFields: number;
  readonly directives: number;
  readonly fields: number;
  readonly literals: number;
}

const NOTHING: Measure = { depth: 0, aliases: 0, topFields: 0, directives: 0, fields: 0, literals: 0 };

/**
 * Measures a document: the sum over its operations and over the fragments that no operation uses; depth and root fields
 * are the largest of any operation.
 *
 * Each fragment is measured once, so that fragments nested in fragments cost no more than their text, although the
 * figures count every spread. A circular fragment, which validation will refuse, counts as nothing within itself.
 */
export function measureDocument(document: DocumentNode): Measure {
  const measurer = new Measurer(document);
  const operations = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => measurer.operation(operation));
  const unused = document.definitions
    .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
    .map((fragment) => ({ ...measurer.unused(fragment), topFields: 0 }));
  return {
    ...[...operations, ...unused].reduce(plus, NOTHING),
    topFields: Math.max(0, ...operations.map(({ topFields }) => topFields)),
  };
}

class Measurer {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #measures = new Map<string, Measure>();

  constructor(document: DocumentNode) {
    this.#fragments = new Map(
      document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]),
    );
  }

  operation({ directives, variableDefinitions = [], selectionSet }: OperationDefinitionNode): Measure {
    return variableDefinitions
      .map((variable) => ({
        ...measureOf(variable.directives),
        literals: countValues(variable.defaultValue) + measureOf(variable.directives).literals,
      }))
      .reduce(plus, plus(measureOf(directives), this.#selectionSet(selectionSet)));
  }

  /** Nothing for a fragment that has been measured where it is spread. */
  unused({ name }: FragmentDefinitionNode): Measure {
    return this.#measures.has(name.value) ? NOTHING : this.#fragment(name.value);
  }

  #selectionSet({ selections }: SelectionSetNode): Measure {
    return selections.map((selection) => this.#selection(selection)).reduce(plus, NOTHING);
  }

  #selection(selection: SelectionNode): Measure {
    const own = measureOf(selection.directives);
    switch (selection.kind) {
      case Kind.FIELD: {
        const below = selection.selectionSet ? this.#selectionSet(selection.selectionSet) : NOTHING;
        const literals = countArguments(selection.arguments);
        const itself = { ...NOTHING, aliases: selection.alias ? 1 : 0, fields: 1, literals };
        return { ...plus(plus(below, itself), own), depth: below.depth + 1, topFields: 1 };
      }
      case Kind.INLINE_FRAGMENT:
        return plus(own, this.#selectionSet(selection.selectionSet));
      case Kind.FRAGMENT_SPREAD:
        return plus(own, this.#fragment(selection.name.value));
    }
  }

  #fragment(name: string): Measure {
    const known = this.#measures.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    if (!fragment) return NOTHING;
    this.#measures.set(name, NOTHING);
    const measure = plus(measureOf(fragment.directives), this.#selectionSet(fragment.selectionSet));
    this.#measures.set(name, measure);
    return measure;
  }
}

function isFragment(definition: DefinitionNode): definition is FragmentDefinitionNode {
  return definition.kind === Kind.FRAGMENT_DEFINITION;
}

function measureOf(directives: readonly DirectiveNode[] = []): Measure {
  if (directives.length === 0) return NOTHING;
  const literals = directives.reduce((count, directive) => count + countArguments(directive.arguments), 0);
  return { ...NOTHING, directives: directives.length, literals };
}

function countArguments(nodes: readonly (ArgumentNode | ConstArgumentNode)[] = []): number {
  return nodes.reduce((count, { value }) => count + countValues(value), 0);
}

function countValues(value: ValueNode | undefined): number {
  if (value === undefined) return 0;
  if (value.kind === Kind.LIST) return value.values.reduce((count, item) => count + countValues(item), 1);
  if (value.kind === Kind.OBJECT)
    return value.fields.reduce((count, field) => count + countValues(field.value), 1);
  return 1;
}

/** Side by side: depth is the deeper one's, the rest adds up. */
function plus(left: Measure, right: Measure): Measure {
  if (right === NOTHING) return left;
  return {
    depth: Math.max(left.depth, right.depth),
    aliases: sum(left.aliases, right.aliases),
    topFields: sum(left.topFields, right.topFields),
    directives: sum(left.directives, right.directives),
    fields: sum(left.fields, right.fields),
    literals: sum(left.literals, right.literals),
  };
}

/** Fragments within fragments double the figures each time: past this they are all the same. */
function sum(left: number, right: number): number {
  return Math.min(left + right, Number.MAX_SAFE_INTEGER);
}
