import { type DocumentNode, type InputValueDefinitionNode, Kind, type TypeNode } from 'graphql';

/** The id of nothing, so that a mutation that is let through changes nothing. */
export const nobodysId = '00000000-0000-7000-8000-000000000000';

const scalarSamples: Readonly<Record<string, unknown>> = { ID: nobodysId, Int: 1, Float: 1, Boolean: false };

/** Gives each type of an argument a value that its field takes, and that a use case answers with user errors. */
export type DefaultSamples = (type: TypeNode) => unknown;

/** Reads the input types of some subgraphs' SDL. Optional values are left out; a text is empty, a list too. */
export function readDefaultSamples(documents: readonly DocumentNode[]): DefaultSamples {
  const inputs = new Map<string, readonly InputValueDefinitionNode[]>();
  const enums = new Map<string, string | undefined>();
  for (const definition of documents.flatMap((document) => document.definitions)) {
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      inputs.set(definition.name.value, definition.fields ?? []);
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION)
      enums.set(definition.name.value, definition.values?.[0]?.name.value);
  }
  const toSample = (type: TypeNode): unknown => {
    if (type.kind === Kind.NON_NULL_TYPE) return toSample(type.type);
    if (type.kind === Kind.LIST_TYPE) return [];
    const name = type.name.value;
    const fields = inputs.get(name);
    if (fields === undefined) return enums.get(name) ?? scalarSamples[name] ?? '';
    return Object.fromEntries(
      fields.filter(isRequired).map((field) => [field.name.value, toSample(field.type)]),
    );
  };
  return toSample;
}

/** Tests if an argument or a field of an input must be given. */
export function isRequired({ type, defaultValue }: InputValueDefinitionNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
}
