import { type DocumentNode, GraphQLError, Kind, visit } from 'graphql';
import { toRequiredFieldName } from '../graph/corrections/required-fields.ts';
import { toObject } from '../graph/executor/response/json-text.ts';
import type { ReservedNames } from '../graph/reserved-names.ts';
import type { GraphQLAnswer } from './graphql-answer.ts';

/** Prefix of client names that are reserved; a name that begins with it already gets one more. */
const clientPrefix = '_client_';

type Variables = Readonly<Record<string, unknown>>;

/**
 * Renames aliases and variables that planner and executor would mix up with their own (see {@link ReservedNames}).
 *
 * @returns the very document that came in when nothing has such a name.
 */
export function toInternalNames(document: DocumentNode, reserved: ReservedNames): DocumentNode {
  const isRenamed = (name: string) => name.startsWith(clientPrefix);
  return visit(document, {
    [Kind.FIELD]: (node) => {
      const { alias, name } = node;
      if (!alias || alias.value === name.value) return undefined;
      if (!isRenamed(alias.value) && !reserved.isReservedAlias(alias.value)) return undefined;
      return { ...node, alias: { ...alias, value: clientPrefix + alias.value } };
    },
    [Kind.VARIABLE]: (node) => {
      const { value } = node.name;
      if (!isRenamed(value) && !reserved.isReservedVariable(value)) return undefined;
      return { ...node, name: { ...node.name, value: clientPrefix + value } };
    },
  });
}

/** Renames variables' values as their definitions were. */
export function toInternalVariables(document: DocumentNode, variables: Variables): Variables {
  const renamed = variablesOf(document).filter((name) => name.startsWith(clientPrefix));
  if (renamed.length === 0) return variables;
  const values = { ...variables };
  for (const name of renamed) {
    const clientName = name.slice(clientPrefix.length);
    if (!Object.hasOwn(variables, clientName)) continue;
    values[name] = variables[clientName];
    delete values[clientName];
  }
  return values;
}

/** Gives the names that a client chose back to an answer. */
export function toClientNames(document: DocumentNode, answer: GraphQLAnswer): GraphQLAnswer {
  const { data, errors } = answer;
  const isRenamed = hasInternalNames(document);
  if (!isRenamed && !errors) return answer;
  return {
    ...answer,
    ...(data && isRenamed && { data: restoreKeys(toObject(data)) as Record<string, unknown> }),
    ...(errors && { errors: errors.map(restorePath) }),
  };
}

function restorePath(error: GraphQLError): GraphQLError {
  const path = error.path?.map((key) => (typeof key === 'string' ? toNameInPath(key) : key));
  if (!path || path.every((key, index) => key === error.path?.[index])) return error;
  return new GraphQLError(error.message, { path, extensions: error.extensions });
}

function restoreKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restoreKeys);
  if (typeof value !== 'object' || value === null) return value;
  const restored: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value)) restored[toClientName(key)] = restoreKeys(member);
  return restored;
}

/** A path may lead through fields that only a subgraph requires. */
function toNameInPath(name: string): string {
  return name.startsWith(clientPrefix) ? toClientName(name) : toRequiredFieldName(name);
}

/** The name that the client wrote. */
export function toClientName(name: string): string {
  return name.startsWith(clientPrefix) ? name.slice(clientPrefix.length) : name;
}

const renamedDocuments = new WeakMap<DocumentNode, boolean>();

function hasInternalNames(document: DocumentNode): boolean {
  const known = renamedDocuments.get(document);
  if (known !== undefined) return known;
  let isFound = false;
  visit(document, {
    [Kind.FIELD]: ({ alias }) => {
      if (alias?.value.startsWith(clientPrefix)) isFound = true;
    },
  });
  renamedDocuments.set(document, isFound);
  return isFound;
}

const variableNames = new WeakMap<DocumentNode, readonly string[]>();

function variablesOf(document: DocumentNode): readonly string[] {
  const known = variableNames.get(document);
  if (known) return known;
  const names = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  );
  variableNames.set(document, names);
  return names;
}
