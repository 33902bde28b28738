import {
  type DocumentNode,
  getOperationAST,
  type OperationDefinitionNode,
  specifiedRules,
  validate,
} from 'graphql';
import { checkDocument } from '#platform/operation-limits/check-document.ts';
import { checkVariables } from '#platform/operation-limits/check-variables.ts';
import { coerceVariables } from '#platform/operation-limits/coerce-variables.ts';
import type { OperationLimits } from '#platform/operation-limits/limits.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { createDocumentCache } from './document-cache.ts';
import type { Graph } from './graph.ts';
import { createNameHider } from './hide-names.ts';
import type { OperationParameters } from './operation-parameters.ts';
import { type PersistedQueries, resolveText } from './persisted-queries.ts';
import { type Refusal, refuseErrors, refuseViolations, refuseWith } from './refusal.ts';
import { usesIntrospection } from './uses-introspection.ts';

/** An operation that may be run: within the limits, valid, and with variables that fit. */
export interface AdmittedOperation {
  readonly kind: 'admitted';
  /** The graph that the document was found valid against. */
  readonly graph: Graph;
  /** The same object for the same text: plans are kept by it. */
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly operationName: string | undefined;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Looks at one operation of one caller before anything is done for it. */
export type AdmitOperation = (
  graph: Graph,
  parameters: OperationParameters,
  principal: Principal | undefined,
) => AdmittedOperation | Refusal;

export interface AdmissionOptions {
  readonly limits: OperationLimits;
  readonly persistedQueries: PersistedQueries;
  /** Whether a caller may see the schema, and so its names in error messages. */
  readonly mayIntrospect: (principal: Principal | undefined) => boolean;
}

/** More errors than these help nobody. */
const MAX_ERRORS = 10;

/**
 * Creates the one entry of all operations, whatever brought them: HTTP, a stream or a WebSocket. What it does for a
 * request costs no more than in proportion to the request's size, and the errors of a refusal are few and short.
 */
export function createAdmission(options: AdmissionOptions): AdmitOperation {
  const { limits, persistedQueries, mayIntrospect } = options;
  const documents = createDocumentCache();

  /** A valid document, known or new. */
  function admitDocument(graph: Graph, text: string, maySeeNames: boolean): DocumentNode | Refusal {
    const known = documents.find(graph, text);
    if (known) return known;
    const checked = checkDocument(text, limits);
    if (checked.kind === 'refused') return refuseViolations(checked.violations);
    if (checked.kind === 'malformed') return refuseErrors('GRAPHQL_PARSE_FAILED', [checked.error]);
    const { document } = checked;
    const errors = validate(graph.supergraph.apiSchema, document, specifiedRules, {
      maxErrors: MAX_ERRORS,
      hideSuggestions: !maySeeNames,
    });
    if (errors.length > 0) {
      return refuseErrors(
        'GRAPHQL_VALIDATION_FAILED',
        errors,
        maySeeNames ? undefined : createNameHider(text),
      );
    }
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
    const definition = getOperationAST(document, operationName);
    if (!definition) return refuseOperationName(operationName, document);
    if (!maySeeNames && usesIntrospection(document)) return INTROSPECTION_REFUSAL;

    const { apiSchema } = graph.supergraph;
    const coerced = coerceVariables(apiSchema, definition, variables, { hasSuggestions: maySeeNames });
    if (coerced.kind === 'refused') {
      const hider = maySeeNames ? undefined : createNameHider(text, JSON.stringify(variables));
      return refuseErrors('BAD_USER_INPUT', coerced.errors, hider);
    }
    return { kind: 'admitted', graph, document, definition, operationName, variables };
  };
}

const INTROSPECTION_REFUSAL = refuseWith(
  'INTROSPECTION_DISABLED',
  'The schema is not open to you: __schema and __type need a role that may introspect.',
  403,
);

/** As graphql-js says it. */
function refuseOperationName(operationName: string | undefined, document: DocumentNode): Refusal {
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
