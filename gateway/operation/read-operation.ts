import { type DocumentNode, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { checkDocument } from '#platform/operation-limits/check-document.ts';
import { checkVariables } from '#platform/operation-limits/check-variables.ts';
import { coerceVariables } from '#platform/operation-limits/coerce-variables.ts';
import type { OperationLimits } from '#platform/operation-limits/limits.ts';
import { validateDocument } from '#platform/operation-limits/validate-document.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { FederatedGraph } from '../graph/graph.ts';
import { toInternalNames } from './client-names.ts';
import { checkDefers } from './defer/check-defers.ts';
import { withoutDefers } from './defer/without-defers.ts';
import { createDocumentCache, type ValidDocument } from './document-cache.ts';
import { createNameHider } from './hide-names.ts';
import type { OperationParameters } from './operation-parameters.ts';
import { type PersistedQueries, resolveText } from './persisted-queries.ts';
import { type OperationRefusal, refuseErrors, refuseViolations, refuseWith } from './refusal.ts';
import { usesIntrospection } from './uses-introspection.ts';

/** An operation that was read: within the limits, valid, and with variables that fit. */
export interface ReadOperation {
  readonly kind: 'read';
  /** The graph that the document was found valid against. */
  readonly graph: FederatedGraph;
  readonly document: ValidDocument;
  /** The chosen operation of the document as the client wrote it. */
  readonly definition: OperationDefinitionNode;
  readonly operationName: string | undefined;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly coercedVariables: Readonly<Record<string, unknown>>;
}

/** Reads one operation for one caller. It depends on the request, the graph and the caller's rights alone. */
export type ReadParameters = (
  graph: FederatedGraph,
  parameters: OperationParameters,
  principal: Principal | undefined,
) => ReadOperation | OperationRefusal;

export interface ReaderOptions {
  readonly limits: OperationLimits;
  readonly persistedQueries: PersistedQueries;
  /** True if a caller may see the schema, and so its names in error messages. */
  readonly mayIntrospect: (principal: Principal | undefined) => boolean;
}

/**
 * Creates what reads operations. It costs no more than in proportion to the request's size, and the errors of a refusal are
 * few and short.
 */
export function createOperationReader(options: ReaderOptions): ReadParameters {
  const { limits, persistedQueries, mayIntrospect } = options;
  const documents = createDocumentCache();

  /** A valid document, known or new. */
  function readDocument(
    graph: FederatedGraph,
    text: string,
    maySeeNames: boolean,
  ): ValidDocument | OperationRefusal {
    const known = documents.find(graph, text);
    if (known) return known;
    const checked = checkDocument(text, limits);
    if (checked.kind === 'refused') return refuseViolations(checked.violations);
    if (checked.kind === 'malformed') return refuseErrors('GRAPHQL_PARSE_FAILED', [checked.error]);
    const { document: asked } = checked;
    const { apiSchema } = graph.supergraph;
    const invalid = validateDocument(apiSchema, asked, { hasSuggestions: maySeeNames });
    const errors = invalid.length > 0 ? invalid : checkDefers(apiSchema, asked);
    if (errors.length > 0) {
      return refuseErrors(
        'GRAPHQL_VALIDATION_FAILED',
        errors,
        maySeeNames ? undefined : createNameHider(text),
      );
    }
    const named = toInternalNames(asked, graph.reservedNames);
    const internal = withoutDefers(named);
    const deferring = internal === named ? undefined : named;
    const document: ValidDocument = { kind: 'valid', asked, internal, deferring };
    documents.keep(graph, text, document);
    return document;
  }

  return (graph, parameters, principal) => {
    const { operationName, variables, extensions } = parameters;
    const violations = [...checkVariables(variables, limits), ...checkVariables(extensions, limits)];
    if (violations.length > 0) return refuseViolations(violations);
    const resolved = resolveText(parameters, persistedQueries);
    if (resolved.kind === 'refused') return resolved;
    const { text, hash } = resolved;
    const maySeeNames = mayIntrospect(principal);

    const document = readDocument(graph, text, maySeeNames);
    if (document.kind === 'refused') return document;
    if (hash !== undefined) persistedQueries.keep(hash, text);
    const definition = getOperationAST(document.asked, operationName);
    if (!definition) return refuseOperationName(operationName, document.asked);
    if (!maySeeNames && usesIntrospection(document.asked)) return introspectionRefusal;

    const coerced = coerceVariables(graph.supergraph.apiSchema, definition, variables, {
      hasSuggestions: maySeeNames,
    });
    if (coerced.kind === 'refused') {
      const hider = maySeeNames ? undefined : createNameHider(text, JSON.stringify(variables));
      return refuseErrors('BAD_USER_INPUT', coerced.errors, hider);
    }
    const coercedVariables = coerced.values;
    return { kind: 'read', graph, document, definition, operationName, variables, coercedVariables };
  };
}

const introspectionRefusal = refuseWith(
  'INTROSPECTION_DISABLED',
  'The schema is not open to you: __schema and __type need a role that may introspect.',
  403,
);

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
