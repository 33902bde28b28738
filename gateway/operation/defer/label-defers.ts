import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { getOperation, toDocument } from '#platform/authorization/filter/operation.ts';
import { argumentOf, isDefer } from '../../graph/executor/defer/defer-directive.ts';

type Variables = Readonly<Record<string, unknown>>;

/** An operation whose parts can be told apart. */
export interface LabelledOperation {
  /**
   * The operation with those `@defer` alone that apply. Each stands on an inline fragment, and has a label that no other
   * place of the operation has: a named fragment is written out wherever it is spread, if anything of it is deferred.
   */
  readonly document: DocumentNode;
  /** The labels that the client wrote, by ours. */
  readonly labels: ReadonlyMap<string, string | undefined>;
}

/** The number of forms of one document that are kept: variables of `@defer(if:)` decide which. */
const maxForms = 64;

const forms = new WeakMap<DocumentNode, LRUCache<string, LabelledOperation>>();

/**
 * Labels the places of an operation where something is deferred. The same document gives the same object for the same
 * variables of `@defer(if:)`.
 */
export function labelDefers(
  document: DocumentNode,
  operationName: string | undefined,
  variables: Variables,
): LabelledOperation {
  const { definition, fragments } = getOperation(document, operationName);
  const holds = createConditions(definition, variables);
  const byKey = forms.get(document) ?? new LRUCache<string, LabelledOperation>({ max: maxForms });
  forms.set(document, byKey);
  const key = JSON.stringify([operationName, findConditionNames(document).map(holds)]);
  const known = byKey.get(key);
  if (known) return known;
  const labelling = new Labelling(fragments, holds);
  const selectionSet = labelling.selectionSet(definition.selectionSet, true);
  const labelled: LabelledOperation = {
    document: toDocument({ definition: { ...definition, selectionSet }, fragments }),
    labels: labelling.labels,
  };
  byKey.set(key, labelled);
  return labelled;
}

/** Tells by its name whether a variable lets `@defer(if:)` apply: everything but false does. */
type Conditions = (name: string) => boolean;

function createConditions(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): Conditions {
  const defaults = new Map(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.BOOLEAN ? [[variable.name.value, defaultValue.value]] : [],
    ),
  );
  return (name) => (Object.hasOwn(variables, name) ? variables[name] : defaults.get(name)) !== false;
}

const conditionNames = new WeakMap<DocumentNode, readonly string[]>();

function findConditionNames(document: DocumentNode): readonly string[] {
  const known = conditionNames.get(document);
  if (known) return known;
  const names = new Set<string>();
  visit(document, {
    [Kind.DIRECTIVE]: (node) => {
      const condition = isDefer(node) ? argumentOf(node, 'if') : undefined;
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  conditionNames.set(document, [...names]);
  return [...names];
}

class Labelling {
  readonly labels = new Map<string, string | undefined>();
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #holds: Conditions;
  readonly #deferring: ReadonlySet<string>;

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>, holds: Conditions) {
    this.#fragments = fragments;
    this.#holds = holds;
    this.#deferring = findDeferringFragments(fragments);
  }

  /** @param mayDefer false within introspection, which is answered at once */
  selectionSet({ selections, ...rest }: SelectionSetNode, mayDefer: boolean): SelectionSetNode {
    return { ...rest, selections: selections.map((each) => this.#selection(each, mayDefer)) };
  }

  #selection(selection: SelectionNode, mayDefer: boolean): SelectionNode {
    if (selection.kind === Kind.FIELD) {
      const { selectionSet, name } = selection;
      if (!selectionSet) return selection;
      return {
        ...selection,
        selectionSet: this.selectionSet(selectionSet, mayDefer && !name.value.startsWith('__')),
      };
    }
    const { directives = [] } = selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return {
        ...selection,
        directives: this.#directives(directives, mayDefer),
        selectionSet: this.selectionSet(selection.selectionSet, mayDefer),
      };
    }
    const name = selection.name.value;
    const fragment = this.#fragments.get(name);
    if (!fragment || (!directives.some(isDefer) && !this.#deferring.has(name))) return selection;
    return {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: fragment.typeCondition,
      directives: this.#directives(directives, mayDefer),
      selectionSet: this.selectionSet(fragment.selectionSet, mayDefer),
    };
  }

  #directives(directives: readonly DirectiveNode[], mayDefer: boolean): readonly DirectiveNode[] {
    return directives.flatMap((directive) => {
      if (!isDefer(directive)) return [directive];
      if (!mayDefer || !this.#applies(directive)) return [];
      const given = argumentOf(directive, 'label');
      const label = `part${this.labels.size}`;
      this.labels.set(label, given?.kind === Kind.STRING ? given.value : undefined);
      return [toDefer(label)];
    });
  }

  #applies(directive: DirectiveNode): boolean {
    const condition = argumentOf(directive, 'if');
    if (condition?.kind === Kind.VARIABLE) return this.#holds(condition.name.value);
    return condition?.kind !== Kind.BOOLEAN || condition.value;
  }
}

function toDefer(label: string): DirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'defer' },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'label' },
        value: { kind: Kind.STRING, value: label },
      },
    ],
  };
}

/** The fragments of which something is deferred, in them or in those that they spread. */
function findDeferringFragments(fragments: ReadonlyMap<string, FragmentDefinitionNode>): ReadonlySet<string> {
  const deferring = new Set<string>();
  const spreads = new Map<string, readonly string[]>();
  for (const [name, fragment] of fragments) {
    const inner: string[] = [];
    visit(fragment, {
      [Kind.DIRECTIVE]: (node) => void (isDefer(node) && deferring.add(name)),
      [Kind.FRAGMENT_SPREAD]: ({ name: { value } }) => void inner.push(value),
    });
    spreads.set(name, inner);
  }
  for (let size = -1; size !== deferring.size; ) {
    size = deferring.size;
    for (const [name, inner] of spreads) if (inner.some((each) => deferring.has(each))) deferring.add(name);
  }
  return deferring;
}
