import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isEnumType,
  isInputObjectType,
  type OperationDefinitionNode,
  parse,
  typeFromAST,
} from 'graphql';
import type { PersistedOperation } from '../../persisted/load-persisted.ts';
import { listPossibleCoordinates } from '../../usage/possible-coordinates.ts';
import { hashText } from '../../usage/to-usage-rows.ts';
import type { CheckedOperation } from './checked-operation.ts';

const maxTokens = 50_000;

/** Marks the operations that are persisted, and adds those persisted ones that nobody sent in the period. */
export function addPersisted(
  seen: readonly CheckedOperation[],
  persisted: readonly PersistedOperation[],
  schema: GraphQLSchema,
): CheckedOperation[] {
  const hashes = new Set(persisted.map(({ usageHash }) => usageHash));
  const known = new Set(seen.map(({ hash }) => hash));
  return [
    ...seen.map((operation) =>
      hashes.has(operation.hash) ? { ...operation, isPersisted: true } : operation,
    ),
    ...persisted
      .filter(({ usageHash }) => usageHash === null || !known.has(usageHash))
      .flatMap((operation) => toKnownOperation(operation, schema) ?? []),
  ];
}

function toKnownOperation(
  { name, body, usageHash, clientName }: PersistedOperation,
  schema: GraphQLSchema,
): CheckedOperation | undefined {
  const read = readOperation(body, name);
  if (read === undefined) return undefined;
  const { document, operation } = read;
  const coordinates = listPossibleCoordinates(schema, document, operation.name?.value);
  return {
    hash: usageHash ?? hashText(body),
    name,
    text: body,
    isPersisted: true,
    count: 0,
    clients: clientName === '' ? [] : [{ name: clientName, count: 0 }],
    coordinates: new Map(coordinates.map((one) => [one, 1])),
    areInputsKnown: !takesInputs(operation, schema),
  };
}

function readOperation(
  body: string,
  name: string,
): { readonly document: DocumentNode; readonly operation: OperationDefinitionNode } | undefined {
  try {
    const document = parse(body, { noLocation: true, maxTokens });
    const operation = getOperationAST(document, name) ?? getOperationAST(document);
    return operation ? { document, operation } : undefined;
  } catch {
    return undefined;
  }
}

function takesInputs({ variableDefinitions = [] }: OperationDefinitionNode, schema: GraphQLSchema): boolean {
  return variableDefinitions.some(({ type }) => {
    const named = getNamedType(typeFromAST(schema, type));
    return isInputObjectType(named) || isEnumType(named);
  });
}
