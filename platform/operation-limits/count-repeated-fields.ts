import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/**
 * Counts fields that repeat a response name in the place where graphql-js would merge them, fragments included
 * (GraphQL specification, section "Field Selection Merging"). Its rule compares each with each, and then what they
 * select, so that this figure bounds the time of validation.
 *
 * @param maxVisits after so many fields it stops: a circular fragment has no end. The document must have no more
 * fields than that otherwise.
 */
export function countRepeatedFields(document: DocumentNode, maxVisits: number): number {
  return new RepeatedFields(document, maxVisits).count(document);
}

class RepeatedFields {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #usedFragments = new Set<string>();
  #visitsLeft: number;
  #repeated = 0;

  constructor({ definitions }: DocumentNode, maxVisits: number) {
    this.#visitsLeft = maxVisits;
    for (const definition of definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  count({ definitions }: DocumentNode): number {
    for (const definition of definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION) this.#merge([definition.selectionSet]);
    }
    for (const [name, { selectionSet }] of this.#fragments) {
      if (!this.#usedFragments.has(name)) this.#merge([selectionSet]);
    }
    return this.#repeated;
  }

  /** Merges selection sets of one place, and then what their fields select. */
  #merge(sets: readonly SelectionSetNode[]): void {
    const fields = new Map<string, FieldNode[]>();
    const seenFragments = new Set<string>();
    for (const set of sets) this.#collect(set, fields, seenFragments);
    for (const nodes of fields.values()) {
      this.#repeated += nodes.length - 1;
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (below.length > 0 && this.#visitsLeft > 0) this.#merge(below);
    }
  }

  #collect(set: SelectionSetNode, fields: Map<string, FieldNode[]>, seenFragments: Set<string>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        this.#visitsLeft -= 1;
        const name = (selection.alias ?? selection.name).value;
        const nodes = fields.get(name);
        if (nodes) nodes.push(selection);
        else fields.set(name, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#collect(selection.selectionSet, fields, seenFragments);
      } else if (!seenFragments.has(selection.name.value)) {
        seenFragments.add(selection.name.value);
        this.#usedFragments.add(selection.name.value);
        const fragment = this.#fragments.get(selection.name.value);
        if (fragment) this.#collect(fragment.selectionSet, fields, seenFragments);
      }
    }
  }
}
