import { createHash } from 'node:crypto';
import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
  print,
  separateOperations,
  TypeInfo,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { LiteralHoister } from './literal-hoister.ts';
import { NameSource } from './name-source.ts';

/** An operation without the values that a client wrote. */
export interface NormalisedOperation {
  /** `undefined` for an operation without a name. */
  readonly name: string | undefined;
  readonly type: `${OperationTypeNode}`;
  /** Valid against the same schema. Literals are variables, aliases are numbered, no variable has a default value. */
  readonly text: string;
  /** The SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
}

/**
 * Takes all values out of an operation: literals become variables, default values go, and so do the words of aliases, which
 * programs make of identifiers. Operations that differ in values alone become equal.
 *
 * An object keeps its shape, so that a validation of the text tells of a field that has gone; a list is one variable,
 * however many items it has. Where a scalar takes an object, its keys are values too, and it is one variable.
 *
 * @throws {TypeError} if the document, which must be valid, has no such operation
 */
export function normaliseOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string,
): NormalisedOperation {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new TypeError('The document has no such operation.');
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const aliases = new AliasNumbers(own);
  const literals = new LiteralHoister(namesOfVariables(operation));
  const typeInfo = new TypeInfo(schema);
  const fields: FieldNode[] = [];
  const hoisted: DocumentNode = visit(
    own,
    visitWithTypeInfo(typeInfo, {
      enter(node) {
        if (node.kind === Kind.VARIABLE_DEFINITION) return false;
        if (node.kind === Kind.FIELD) fields.push(node);
        return literals.replace(node, typeInfo, toResponseName(fields.at(-1)));
      },
      leave(node) {
        if (node.kind !== Kind.FIELD) return undefined;
        fields.pop();
        return aliases.replace(node);
      },
    }),
  );
  const definitions = withVariables(hoisted, [
    ...(operation.variableDefinitions ?? []).map(withoutDefault),
    ...literals.definitions,
  ]);
  const text = print({ kind: Kind.DOCUMENT, definitions });
  return {
    name: operation.name?.value,
    type: operation.operation,
    text,
    hash: createHash('sha256').update(text).digest('hex'),
  };
}

/** Numbers the aliases of a document, equal ones alike. */
class AliasNumbers {
  readonly #names: NameSource;
  readonly #numbers = new Map<string, string>();

  constructor(document: DocumentNode) {
    const taken = new Set<string>();
    visit(document, { [Kind.FIELD]: ({ name }) => void taken.add(name.value) });
    this.#names = new NameSource(taken);
  }

  replace(node: FieldNode): FieldNode | undefined {
    if (!node.alias) return undefined;
    const { alias, ...plain } = node;
    if (alias.value === node.name.value) return plain;
    const number = this.#numbers.get(alias.value) ?? this.#names.next();
    this.#numbers.set(alias.value, number);
    return { ...node, alias: { kind: Kind.NAME, value: number } };
  }
}

function toResponseName(field: FieldNode | undefined): string {
  return field?.alias?.value ?? field?.name.value ?? '';
}

function namesOfVariables({ variableDefinitions = [] }: OperationDefinitionNode): ReadonlySet<string> {
  return new Set(variableDefinitions.map(({ variable }) => variable.name.value));
}

/**
 * A variable with a default value may stand where null may not (GraphQL specification, section "All Variable Usages Are
 * Allowed"); one without needs a type that says so.
 */
function withoutDefault({ variable, type, defaultValue }: VariableDefinitionNode): VariableDefinitionNode {
  const isGiven = defaultValue !== undefined && defaultValue.kind !== Kind.NULL;
  const kind = Kind.VARIABLE_DEFINITION;
  return isGiven && type.kind !== Kind.NON_NULL_TYPE
    ? { kind, variable, type: { kind: Kind.NON_NULL_TYPE, type } }
    : { kind, variable, type };
}

/** Declares the variables that are still used. */
function withVariables(
  { definitions }: DocumentNode,
  declared: readonly VariableDefinitionNode[],
): readonly DefinitionNode[] {
  const used = new Set<string>();
  const parts = definitions.filter(isExecutable);
  for (const part of parts) {
    const body = 'variableDefinitions' in part ? { ...part, variableDefinitions: [] } : part;
    visit(body, { [Kind.VARIABLE]: ({ name }) => void used.add(name.value) });
  }
  const variableDefinitions = declared.filter(({ variable }) => used.has(variable.name.value));
  return parts.map((part) =>
    part.kind === Kind.OPERATION_DEFINITION ? { ...part, variableDefinitions } : part,
  );
}

function isExecutable(
  definition: DefinitionNode,
): definition is OperationDefinitionNode | FragmentDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION;
}
