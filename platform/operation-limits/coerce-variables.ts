import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import { shortenMessage } from './shorten-message.ts';

type Values = Readonly<Record<string, unknown>>;

/** Variables as their operation declares them. */
export type CoercedVariables =
  | { readonly kind: 'coerced'; readonly values: Values }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

export interface CoercionOptions {
  /** True if errors may suggest names that the client did not write. */
  readonly hasSuggestions: boolean;
}

/** More errors than these help nobody. */
export const MAX_COERCION_ERRORS = 5;

/** Thrown to leave graphql-js's coercion, which knows no other way to stop. */
class EnoughErrors extends Error {}

/**
 * Coerces variables (GraphQL specification, section "Coercing Variable Values"). Unlike `getVariableValues` of
 * graphql-js it stops after {@link MAX_COERCION_ERRORS} errors, and none of them repeats a value: the time and the
 * answer's size stay within bounds whatever a client sends.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  inputs: Values,
  { hasSuggestions }: CoercionOptions,
): CoercedVariables {
  const errors: GraphQLError[] = [];
  const values: Record<string, unknown> = Object.create(null);
  const report = (node: VariableDefinitionNode, message: string) => {
    errors.push(new GraphQLError(shortenMessage(message), { nodes: node }));
    if (errors.length >= MAX_COERCION_ERRORS) throw new EnoughErrors();
  };
  try {
    for (const node of variableDefinitions) {
      coerceVariable(schema, node, inputs, { values, report, hideSuggestions: !hasSuggestions });
    }
  } catch (error) {
    if (!(error instanceof EnoughErrors)) throw error;
  }
  return errors.length > 0 ? { kind: 'refused', errors } : { kind: 'coerced', values };
}

interface Coercion {
  readonly values: Record<string, unknown>;
  readonly report: (node: VariableDefinitionNode, message: string) => void;
  readonly hideSuggestions: boolean;
}

function coerceVariable(
  schema: GraphQLSchema,
  node: VariableDefinitionNode,
  inputs: Values,
  { values, report, hideSuggestions }: Coercion,
): void {
  const name = node.variable.name.value;
  const type = typeFromAST(schema, node.type);
  if (!isInputType(type)) {
    const typeName = print(node.type);
    report(
      node,
      `Variable "$${name}" expected value of type "${typeName}" which cannot be used as an input type.`,
    );
    return;
  }
  const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (input === undefined) {
    if (node.defaultValue) values[name] = valueFromAST(node.defaultValue, type);
    else if (isNonNullType(type)) {
      report(node, `Variable "$${name}" of required type "${type}" was not provided.`);
    }
    return;
  }
  if (input === null && isNonNullType(type)) {
    report(node, `Variable "$${name}" of non-null type "${type}" must not be null.`);
    return;
  }
  values[name] = coerceInputValue(
    input,
    type,
    (path, value, error) => {
      const place = path.length > 0 ? ` at "${printPath(name, path)}"` : '';
      report(node, `Variable "$${name}" got invalid value${place}; ${withoutValue(error, value)}`);
    },
    hideSuggestions,
  );
}

/** The part of a leaf's message that does not repeat its value. */
function withoutValue({ message }: GraphQLError, value: unknown): string {
  if (message.includes(' cannot represent ')) return `${message.split(': ')[0]}.`;
  const isUnknownEnumValue = message.startsWith('Value "') && message.includes(' does not exist in "');
  if (!isUnknownEnumValue || typeof value !== 'string') return message;
  return `Value${message.slice(message.lastIndexOf(' does not exist in "'))}`;
}

function printPath(name: string, path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (printed, key) => (typeof key === 'number' ? `${printed}[${key}]` : `${printed}.${key}`),
    name,
  );
}
