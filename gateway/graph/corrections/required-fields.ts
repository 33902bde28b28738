import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { type JoinedType, joinedTypesOf, nameOf, parseFieldSet } from './joined-types.ts';

/** A field with the arguments that a subgraph requires it with. */
export interface RequiredField {
  readonly name: string;
  readonly arguments: readonly ArgumentNode[];
}

/** A supergraph in which each field that is required with arguments has a stand-in without. */
export interface SeparatedSupergraph {
  readonly document: DocumentNode;
  /** By the names of their stand-ins. */
  readonly requiredFields: ReadonlyMap<string, RequiredField>;
}

/**
 * Gives each field with arguments that a `@requires` names a stand-in for just these arguments, and lets the `@requires`
 * name that: `price(currency: "USD")` becomes `price__required_0`, of the same type and in the same subgraphs.
 *
 * Apollo's planner knows a required field by its name alone. Where a client selects the field with other arguments, or
 * another `@requires` does, one of the two values takes the place of the other. Fields of different names cannot be mixed
 * up. {@link restoreRequiredFields} makes the real fields of them in the plan.
 *
 * @returns the very document that came in if no field with arguments is required
 */
export function separateRequiredFields(supergraph: DocumentNode): SeparatedSupergraph {
  const standIns = new StandIns(supergraph);
  const renamed = mapTypes(supergraph, (type) => standIns.nameInRequires(type));
  if (standIns.requiredFields.size === 0) return { document: supergraph, requiredFields: new Map() };
  const document = mapTypes(renamed, (type) => standIns.addTo(type));
  return { document, requiredFields: standIns.requiredFields };
}

/** The name that a field has in its own schema, whatever stands in for it. */
export function toRequiredFieldName(name: string): string {
  return name.replace(standInPattern, '');
}

/** Names that stand-ins have. */
export const standInPattern = /__required_\d+$/;

class StandIns {
  readonly requiredFields = new Map<string, RequiredField>();
  readonly #types: ReadonlyMap<string, JoinedType>;
  readonly #fieldNames: ReadonlySet<string>;
  /** The names of stand-ins by the fields that they stand for. */
  readonly #names = new Map<string, string>();
  /** The stand-ins that a type needs, by the names of types. */
  readonly #wanted = new Map<string, Set<string>>();
  #count = 0;

  constructor(supergraph: DocumentNode) {
    this.#types = joinedTypesOf(supergraph);
    this.#fieldNames = new Set(
      [...this.#types.values()].flatMap(({ fields = [] }) => fields.map(({ name }) => name.value)),
    );
  }

  nameInRequires(type: JoinedType): JoinedType {
    return mapFields(type, (field) => mapRequires(field, (text) => this.#nameIn(text, type.name.value)));
  }

  addTo(type: JoinedType): JoinedType {
    const wanted = [...(this.#wanted.get(type.name.value) ?? [])];
    const added = wanted.flatMap((standIn) => {
      const { name } = this.requiredFields.get(standIn) ?? {};
      const field = type.fields?.find((each) => each.name.value === name);
      return field ? { ...field, name: { ...field.name, value: standIn }, arguments: [] } : [];
    });
    return { ...type, fields: [...(type.fields ?? []), ...added] };
  }

  #nameIn(fieldSet: string, typeName: string): string {
    const selectionSet = this.#rename(parseFieldSet(fieldSet), typeName);
    return stripIgnoredCharacters(print(selectionSet)).slice(1, -1);
  }

  #rename(selectionSet: SelectionSetNode, typeName: string): SelectionSetNode {
    return {
      ...selectionSet,
      selections: selectionSet.selections.map((each) => this.#renameOne(each, typeName)),
    };
  }

  #renameOne(selection: SelectionNode, typeName: string): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value ?? typeName;
      return { ...selection, selectionSet: this.#rename(selection.selectionSet, condition) };
    }
    const field = this.#types.get(typeName)?.fields?.find(({ name }) => name.value === selection.name.value);
    if (!field) return selection;
    const selectionSet = selection.selectionSet && this.#rename(selection.selectionSet, nameOf(field.type));
    const inner = { ...selection, ...(selectionSet && { selectionSet }) };
    if (!field.arguments?.length) return inner;
    const value = this.#standInFor(typeName, {
      name: field.name.value,
      arguments: selection.arguments ?? [],
    });
    return { ...inner, name: { ...selection.name, value }, arguments: [] };
  }

  #standInFor(typeName: string, required: RequiredField): string {
    const texts = required.arguments.map((argument) => print(argument)).sort();
    const key = JSON.stringify([required.name, ...texts]);
    const name = this.#names.get(key) ?? this.#unusedName(required.name);
    this.#names.set(key, name);
    this.requiredFields.set(name, required);
    this.#want(typeName, name);
    return name;
  }

  /** An interface has no field that the types which implement it lack. */
  #want(typeName: string, standIn: string): void {
    const wanted = this.#wanted.get(typeName) ?? new Set();
    this.#wanted.set(typeName, wanted.add(standIn));
    for (const [name, { interfaces = [] }] of this.#types) {
      const isBelow = interfaces.some((each) => each.name.value === typeName);
      if (isBelow && !this.#wanted.get(name)?.has(standIn)) this.#want(name, standIn);
    }
  }

  #unusedName(name: string): string {
    const standIn = `${name}__required_${this.#count++}`;
    return this.#fieldNames.has(standIn) ? this.#unusedName(name) : standIn;
  }
}

function mapTypes(supergraph: DocumentNode, change: (type: JoinedType) => JoinedType): DocumentNode {
  return visit(supergraph, {
    [Kind.OBJECT_TYPE_DEFINITION]: change,
    [Kind.INTERFACE_TYPE_DEFINITION]: change,
  });
}

function mapFields(
  type: JoinedType,
  change: (field: FieldDefinitionNode) => FieldDefinitionNode,
): JoinedType {
  return { ...type, ...(type.fields && { fields: type.fields.map(change) }) };
}

function mapRequires(field: FieldDefinitionNode, change: (fieldSet: string) => string): FieldDefinitionNode {
  const toChanged = (directive: ConstDirectiveNode): ConstDirectiveNode => ({
    ...directive,
    arguments: (directive.arguments ?? []).map((argument) => {
      const { name, value } = argument;
      if (name.value !== 'requires' || value.kind !== Kind.STRING) return argument;
      return { ...argument, value: { kind: Kind.STRING, value: change(value.value) } };
    }),
  });
  return {
    ...field,
    directives: (field.directives ?? []).map((directive) =>
      directive.name.value === 'join__field' ? toChanged(directive) : directive,
    ),
  };
}
