import { setImmediate } from 'node:timers/promises';
import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  NoDeprecatedCustomRule,
  NoUnusedFragmentsRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';

const maxTokens = 50_000;
const maxErrors = 20;

/** One operation of a client, with the name by which the client knows it. */
export interface ClientOperation {
  readonly name: string;
  readonly body: string;
}

/** Something that is wrong with an operation of a client. */
export interface ClientProblem {
  readonly type: 'FAILURE' | 'INVALID' | 'WARNING';
  readonly code: 'DEPRECATED_FIELD' | 'INVALID_OPERATION' | 'NON_PARSEABLE_DOCUMENT';
  readonly description: string;
  readonly operation: { readonly name: string };
}

/** Fragments come with the operation that uses them, and others besides. */
const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule);

/** Validates operations against a schema, and warns of what is deprecated. Between two, others get their turn. */
export async function validateClientOperations(
  schema: GraphQLSchema,
  operations: readonly ClientOperation[],
  signal: AbortSignal,
): Promise<ClientProblem[]> {
  const problems: ClientProblem[] = [];
  for (const { name, body } of operations) {
    await setImmediate(undefined, { signal });
    problems.push(...findProblems(schema, name, body));
  }
  return problems;
}

function findProblems(schema: GraphQLSchema, name: string, body: string): ClientProblem[] {
  const document = parseDocument(body);
  const operation = { name };
  if (typeof document === 'string')
    return [{ type: 'INVALID', code: 'NON_PARSEABLE_DOCUMENT', description: document, operation }];
  if (!document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION)) return [];
  const failures = validate(schema, document, rules, { maxErrors });
  const deprecations =
    failures.length > 0 ? [] : validate(schema, document, [NoDeprecatedCustomRule], { maxErrors });
  return [
    ...failures.map(
      ({ message }): ClientProblem => ({
        type: 'FAILURE',
        code: 'INVALID_OPERATION',
        description: message,
        operation,
      }),
    ),
    ...deprecations.map(
      ({ message }): ClientProblem => ({
        type: 'WARNING',
        code: 'DEPRECATED_FIELD',
        description: message,
        operation,
      }),
    ),
  ];
}

function parseDocument(body: string): DocumentNode | string {
  try {
    return parse(body, { maxTokens });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
