import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createErrorFormatter } from '#platform/graphql/format-error.ts';
import { checkDocument } from '#platform/operation-limits/check-document.ts';
import { DEFAULT_LIMITS } from '#platform/operation-limits/limits.ts';
import { validateDocument } from '#platform/operation-limits/validate-document.ts';
import { describeNotOffered, findEmptyData } from './not-offered.ts';
import type { RoverContext } from './rover-context.ts';

/** An operation as it is sent. */
export interface RoverOperation {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An answer. It has data in any case: Rover 0.41 does not show the errors of an answer without. */
export interface RoverAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Answers operations of Rover over a schema. */
export class RoverApi {
  readonly #schema: GraphQLSchema;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Runs an operation. All that goes wrong becomes an error of the answer. */
  async answer(operation: RoverOperation, context: RoverContext): Promise<RoverAnswer> {
    const checked = checkDocument(operation.query, DEFAULT_LIMITS);
    if (checked.kind === 'refused') return refuseOperation(checked.violations.map(({ message }) => message));
    if (checked.kind === 'malformed') return refuseOperation([checked.error.message]);
    const { document } = checked;
    const definition = getOperationAST(document, operation.operationName);
    if (!definition) return refuseOperation(['The request names no operation of its document.']);
    const name = definition.name?.value ?? '';
    const noData = toNulls(definition, context);
    const [invalid] = validateDocument(this.#schema, document, { hasSuggestions: false });
    if (invalid !== undefined)
      return refuseOperation([describeNotOffered(name, invalid.message)], findEmptyData(name) ?? noData);
    return this.#execute(document, operation, context, noData);
  }

  async #execute(
    document: DocumentNode,
    { operationName, variables }: RoverOperation,
    context: RoverContext,
    noData: RoverAnswer['data'],
  ): Promise<RoverAnswer> {
    const result = (await execute({
      schema: this.#schema,
      document,
      operationName: operationName ?? null,
      variableValues: variables,
      contextValue: context,
    })) as ExecutionResult;
    const format = createErrorFormatter(context.parts.log);
    const errors = result.errors?.map(withCode).map((error) => toRoverError(format(error.toJSON(), error)));
    return { data: { ...(result.data ?? noData) }, ...(errors !== undefined && { errors }) };
  }
}

/**
 * Gives a code to errors that are for the caller: those of graphql itself, such as a variable of a wrong type, and those of a
 * composition that did not end.
 */
function withCode(error: GraphQLError): GraphQLError {
  const { originalError } = error;
  const isOfComposer = originalError instanceof CodedError && composerErrors.includes(originalError.code);
  if (error.extensions['code'] !== undefined || (originalError !== undefined && !isOfComposer)) return error;
  const code = isOfComposer ? originalError.code : 'BAD_USER_INPUT';
  return new GraphQLError(error.message, { nodes: error.nodes ?? [], extensions: { code } });
}

const composerErrors = ['COMPOSER_BUSY', 'COMPOSITION_OVERDUE', 'COMPOSITION_LOST'];

/** Repeats the message where some commands of Rover 0.41 look for it. */
function toRoverError(error: GraphQLFormattedError): GraphQLFormattedError {
  const response = { body: { errors: [{ message: error.message }] } };
  return { ...error, extensions: { ...error.extensions, response } };
}

/** Answers with errors alone. */
export function refuseOperation(messages: readonly string[], data: RoverAnswer['data'] = {}): RoverAnswer {
  const [first = 'The request is not understood.', ...others] = messages;
  return {
    data,
    errors: [first, ...others].map((message) =>
      toRoverError({ message, extensions: { code: 'BAD_USER_INPUT' } }),
    ),
  };
}

/** The data of an operation that is not run. Rover needs the address of pages even then. */
function toNulls({ selectionSet }: OperationDefinitionNode, { parts }: RoverContext): RoverAnswer['data'] {
  return Object.fromEntries(
    selectionSet.selections.flatMap((one) => {
      if (one.kind !== Kind.FIELD) return [];
      const { name, alias } = one;
      return [[(alias ?? name).value, name.value === 'frontendUrlRoot' ? parts.pageUrl : null]];
    }),
  );
}
