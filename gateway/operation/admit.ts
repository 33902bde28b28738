import { type DocumentNode, getOperationAST, type OperationTypeNode } from 'graphql';
import { checkDocument } from '#platform/operation-limits/check-document.ts';
import { checkVariables } from '#platform/operation-limits/check-variables.ts';
import { coerceVariables } from '#platform/operation-limits/coerce-variables.ts';
import { createCostEstimator } from '#platform/operation-limits/estimate-cost.ts';
import { findViolation, type LimitViolation } from '#platform/operation-limits/limits.ts';
import { validateDocument } from '#platform/operation-limits/validate-document.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { Graph } from '../graph/graph.ts';
import { toInternalNames, toInternalVariables } from './client-names.ts';
import { createDocumentCache, type ValidDocument } from './document-cache.ts';
import type { GatewayLimits } from './gateway-limits.ts';
import { createNameHider } from './hide-names.ts';
import type { OperationParameters } from './operation-parameters.ts';
import { type PersistedQueries, resolveText } from './persisted-queries.ts';
import { type OperationRefusal, refuseErrors, refuseViolations, refuseWith } from './refusal.ts';
import { usesIntrospection } from './uses-introspection.ts';

/** An operation that may be run: within the limits, valid, and with variables that fit. */
export interface AdmittedOperation {
  readonly kind: 'admitted';
  /** The graph that the document was found valid against. */
  readonly graph: Graph;
  /** The same object for the same text: plans are kept by it. Reserved names have been replaced. */
  readonly document: DocumentNode;
  readonly type: `${OperationTypeNode}`;
  readonly operationName: string | undefined;
  /** As the client sent them, under the names that the document gives them. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Looks at one operation of one caller before anything is done for it. */
export type AdmitOperation = (
  graph: Graph,
  parameters: OperationParameters,
  principal: Principal | undefined,
) => AdmittedOperation | OperationRefusal;

export interface AdmissionOptions {
  readonly limits: GatewayLimits;
  readonly persistedQueries: PersistedQueries;
  /** Whether a caller may see the schema, and so its names in error messages. */
  readonly mayIntrospect: (principal: Principal | undefined) => boolean;
}

/**
 * Creates the one entry of all operations, whatever brought them: HTTP, a stream or a WebSocket. What it does for a
 * request costs no more than in proportion to the request's size, and the errors of a refusal are few and short.
 */
export function createAdmission(options: AdmissionOptions): AdmitOperation {
  const { limits, persistedQueries, mayIntrospect } = options;
  const documents = createDocumentCache();
  const estimateCost = createCostEstimator(limits.listSizes);

  /** A valid document, known or new. */
  function admitDocument(graph: Graph, text: string, maySeeNames: boolean): ValidDocument | OperationRefusal {
    const known = documents.find(graph, text);
    if (known) return known;
    const checked = checkDocument(text, limits);
    if (checked.kind === 'refused') return refuseViolations(checked.violations);
    if (checked.kind === 'malformed') return refuseErrors('GRAPHQL_PARSE_FAILED', [checked.error]);
    const { document: asked } = checked;
    const errors = validateDocument(graph.supergraph.apiSchema, asked, { hasSuggestions: maySeeNames });
    if (errors.length > 0) {
      return refuseErrors(
        'GRAPHQL_VALIDATION_FAILED',
        errors,
        maySeeNames ? undefined : createNameHider(text),
      );
    }
    const internal = toInternalNames(asked, graph.reservedNames);
    const document: ValidDocument = { kind: 'valid', asked, internal };
    documents.keep(graph, text, document);
    return document;
  }

  return (graph, parameters, principal) => {
    const { operationName, variables, extensions } = parameters;
    const violations = [variables, extensions].flatMap((values) => checkVariables(values, limits));
    if (violations.length > 0) return refuseViolations(violations);
    const resolved = resolveText(parameters, persistedQueries);
    if (resolved.kind === 'refused') return resolved;
    const { text, hash } = resolved;
    const maySeeNames = mayIntrospect(principal);

    const document = admitDocument(graph, text, maySeeNames);
    if (document.kind === 'refused') return document;
    if (hash !== undefined) persistedQueries.keep(hash, text);
    const asked = getOperationAST(document.asked, operationName);
    if (!asked) return refuseOperationName(operationName, document.asked);
    if (!maySeeNames && usesIntrospection(document.asked)) return INTROSPECTION_REFUSAL;

    const { apiSchema } = graph.supergraph;
    const coerced = coerceVariables(apiSchema, asked, variables, { hasSuggestions: maySeeNames });
    if (coerced.kind === 'refused') {
      const hider = maySeeNames ? undefined : createNameHider(text, JSON.stringify(variables));
      return refuseErrors('BAD_USER_INPUT', coerced.errors, hider);
    }
    const cost = estimateCost(apiSchema, {
      document: document.asked,
      operation: asked,
      variables: coerced.values,
    });
    const tooCostly = findCostViolation(cost, limits);
    if (tooCostly) return refuseViolations([tooCostly]);
    return {
      kind: 'admitted',
      graph,
      document: document.internal,
      type: asked.operation,
      operationName,
      variables: toInternalVariables(document.internal, variables),
    };
  };
}

const INTROSPECTION_REFUSAL = refuseWith(
  'INTROSPECTION_DISABLED',
  'The schema is not open to you: __schema and __type need a role that may introspect.',
  403,
);

function findCostViolation(measured: number, { maxCost }: GatewayLimits): LimitViolation | undefined {
  return findViolation({
    code: 'MAX_COST_LIMIT',
    subject: 'operation',
    unit: 'values to answer, by the sizes of its lists',
    measured,
    allowed: maxCost,
  });
}

/** As graphql-js says it. */
function refuseOperationName(operationName: string | undefined, document: DocumentNode): OperationRefusal {
  const code = 'OPERATION_RESOLUTION_FAILURE';
  if (operationName !== undefined) return refuseWith(code, `Unknown operation named "${operationName}".`);
  const hasOperations = document.definitions.some(({ kind }) => kind === 'OperationDefinition');
  return refuseWith(
    code,
    hasOperations
      ? 'Must provide operation name if query contains multiple operations.'
      : 'Must provide an operation.',
  );
}
