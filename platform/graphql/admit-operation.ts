import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { checkDocument } from '#platform/operation-limits/check-document.ts';
import { checkVariables } from '#platform/operation-limits/check-variables.ts';
import { coerceVariables } from '#platform/operation-limits/coerce-variables.ts';
import { createCostEstimator } from '#platform/operation-limits/estimate-cost.ts';
import { findViolations, type LimitViolation } from '#platform/operation-limits/limits.ts';
import { shortenMessage } from '#platform/operation-limits/shorten-message.ts';
import { validateDocument } from '#platform/operation-limits/validate-document.ts';
import type { SubgraphLimits } from './subgraph-limits.ts';

/** The operation that a client asks a subgraph to run. */
export interface SubgraphOperation {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** An operation that may be run: within the limits, valid, with variables that fit. */
interface AdmittedSubgraphOperation {
  readonly kind: 'admitted';
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** An operation that is not run, and why: at least one error, each short and with a code. */
interface RefusedOperation {
  readonly kind: 'refused';
  readonly errors: readonly GraphQLFormattedError[];
}

/** Checks an operation before any work is done for it. Its time depends only on the size of the request. */
export type AdmitSubgraphOperation = (
  parameters: SubgraphOperation,
) => AdmittedSubgraphOperation | RefusedOperation;

export interface SubgraphAdmissionOptions {
  readonly limits: SubgraphLimits;
  /** True if errors may suggest names that the client did not write. */
  readonly hasSuggestions: boolean;
}

/** The total length of the valid documents that are kept, in UTF-16 code units; a parsed one is about twenty times as large. */
const maxKeptLength = 2_000_000;

/**
 * Creates the entry of all operations of a subgraph, over HTTP and WebSocket: limits, syntax, validity, variables and cost,
 * in this order. It holds for every caller, with a token or without.
 */
export function createSubgraphAdmission(
  schema: GraphQLSchema,
  options: SubgraphAdmissionOptions,
): AdmitSubgraphOperation {
  const { limits, hasSuggestions } = options;
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: maxKeptLength,
    sizeCalculation: (_document, text) => Math.max(1, text.length),
  });

  const estimateCost = createCostEstimator();

  function admitDocument(text: string): DocumentNode | RefusedOperation {
    const known = documents.get(text);
    if (known !== undefined) return known;
    const checked = checkDocument(text, limits);
    if (checked.kind === 'refused') return refuseViolations(checked.violations);
    if (checked.kind === 'malformed') return refuse('GRAPHQL_PARSE_FAILED', [checked.error]);
    const { document } = checked;
    const errors = validateDocument(schema, document, { hasSuggestions });
    if (errors.length > 0) return refuse('GRAPHQL_VALIDATION_FAILED', errors);
    documents.set(text, document);
    return document;
  }

  return ({ query, operationName, variables, extensions }) => {
    const values = variables ?? {};
    const violations = [values, extensions ?? {}].flatMap((each) => checkVariables(each, limits));
    if (violations.length > 0) return refuseViolations(violations);
    const document = admitDocument(query);
    if (document.kind === 'refused') return document;
    const operation = getOperationAST(document, operationName);
    if (!operation) {
      const message = operationName
        ? `Unknown operation named "${operationName}".`
        : 'Name one of the operations.';
      return refuse('OPERATION_RESOLUTION_FAILURE', [new GraphQLError(message)]);
    }
    const coerced = coerceVariables(schema, operation, values, { hasSuggestions });
    if (coerced.kind === 'refused') return refuse('BAD_USER_INPUT', coerced.errors);
    const cost = estimateCost(schema, { document, operation, variables: coerced.values });
    const costs = findCostViolations(cost, limits);
    return costs.length > 0 ? refuseViolations(costs) : { kind: 'admitted', document, operation };
  };
}

function findCostViolations(measured: number, { maxCost }: SubgraphLimits): readonly LimitViolation[] {
  return findViolations([
    { code: 'MAX_COST_LIMIT', subject: 'operation', unit: 'values to answer', measured, allowed: maxCost },
  ]);
}

function refuseViolations(violations: readonly LimitViolation[]): RefusedOperation {
  const errors = violations.map(({ message, ...extensions }) => ({ message, extensions: { ...extensions } }));
  return { kind: 'refused', errors };
}

function refuse(code: string, errors: readonly GraphQLError[]): RefusedOperation {
  return {
    kind: 'refused',
    errors: errors.map(({ message, locations, extensions }) => ({
      message: shortenMessage(message),
      ...(locations && { locations }),
      extensions: { code, ...extensions },
    })),
  };
}
