import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** How much a selection set asks for, fragments counted wherever they are spread. */
export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  /** Fields at its top. */
  readonly topFields: number;
  readonly directives: number;
  readonly fields: number;
  readonly repeatedFields: number;
}

const NOTHING: Measure = { depth: 0, aliases: 0, topFields: 0, directives: 0, fields: 0, repeatedFields: 0 };

/**
 * Measures a document: the largest figure of any of its operations.
 *
 * Each fragment is measured once, so that fragments nested in fragments cost no more than their text, although the
 * figures count every spread. A circular fragment, which validation will refuse, counts as nothing within itself.
 */
export function measureDocument(document: DocumentNode): Measure {
  const measurer = new Measurer(document);
  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => plus(directivesOf(operation), measurer.selectionSet(operation.selectionSet)))
    .reduce(largest, NOTHING);
}

class Measurer {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #measures = new Map<string, Measure>();

  constructor(document: DocumentNode) {
    const fragments = document.definitions.filter(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
    );
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  selectionSet({ selections }: SelectionSetNode): Measure {
    const content = selections.map((selection) => this.#selection(selection)).reduce(plus, NOTHING);
    const names = selections.flatMap((selection) =>
      selection.kind === Kind.FIELD ? (selection.alias ?? selection.name).value : [],
    );
    return { ...content, repeatedFields: content.repeatedFields + names.length - new Set(names).size };
  }

  #selection(selection: SelectionNode): Measure {
    switch (selection.kind) {
      case Kind.FIELD: {
        const below = selection.selectionSet ? this.selectionSet(selection.selectionSet) : NOTHING;
        const itself = { ...NOTHING, aliases: selection.alias ? 1 : 0, fields: 1 };
        const sum = plus(plus(below, itself), directivesOf(selection));
        return { ...sum, depth: below.depth + 1, topFields: 1 };
      }
      case Kind.INLINE_FRAGMENT:
        return plus(directivesOf(selection), this.selectionSet(selection.selectionSet));
      case Kind.FRAGMENT_SPREAD:
        return plus(directivesOf(selection), this.#fragment(selection.name.value));
    }
  }

  #fragment(name: string): Measure {
    const known = this.#measures.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    if (!fragment) return NOTHING;
    this.#measures.set(name, NOTHING);
    const measure = plus(directivesOf(fragment), this.selectionSet(fragment.selectionSet));
    this.#measures.set(name, measure);
    return measure;
  }
}

function directivesOf({ directives }: { readonly directives?: readonly unknown[] | undefined }): Measure {
  return { ...NOTHING, directives: directives?.length ?? 0 };
}

/** Side by side: depth is the deeper one's, the rest adds up. */
function plus(left: Measure, right: Measure): Measure {
  return {
    depth: Math.max(left.depth, right.depth),
    aliases: sum(left.aliases, right.aliases),
    topFields: sum(left.topFields, right.topFields),
    directives: sum(left.directives, right.directives),
    fields: sum(left.fields, right.fields),
    repeatedFields: sum(left.repeatedFields, right.repeatedFields),
  };
}

function largest(left: Measure, right: Measure): Measure {
  return {
    depth: Math.max(left.depth, right.depth),
    aliases: Math.max(left.aliases, right.aliases),
    topFields: Math.max(left.topFields, right.topFields),
    directives: Math.max(left.directives, right.directives),
    fields: Math.max(left.fields, right.fields),
    repeatedFields: Math.max(left.repeatedFields, right.repeatedFields),
  };
}

/** Fragments within fragments double the figures each time: past this they are all the same. */
function sum(left: number, right: number): number {
  return Math.min(left + right, Number.MAX_SAFE_INTEGER);
}
