import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
  type OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type LimitCheck, toLimitErrors } from '../limits/limit-check.ts';
import type { Graph } from '../operation/graph.ts';

/** A document's text, looked at as far as it must be to know what to do with it. */
export type PreparedOperation =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLFormattedError[] }
  /** Valid, and the same object for the same text. */
  | { readonly kind: 'subscription'; readonly document: DocumentNode }
  /** For Apollo Server, which parses and validates by itself. */
  | { readonly kind: 'other'; readonly type: `${Exclude<OperationTypeNode, 'subscription'>}` };

export type PrepareOperation = (
  graph: Graph,
  text: string,
  operationName: string | undefined,
) => PreparedOperation;

export interface PrepareOptions {
  readonly checkLimits: LimitCheck;
  readonly maxTokens: number;
  /** Whether "Did you mean" may tell strangers the names of types and fields. */
  readonly hideSchemaDetails: boolean;
}

/** Of all documents with subscriptions that one graph keeps, in UTF-16 code units; a parsed one is some twenty times that. */
const MAX_KEPT_LENGTH = 2_000_000;
/** More errors than these help nobody. */
const MAX_ERRORS = 10;

/** Prepares operations; valid documents with subscriptions are kept by their text for as long as their graph. */
export function createOperationPreparer(options: PrepareOptions): PrepareOperation {
  const kept = new WeakMap<Graph, LRUCache<string, DocumentNode>>();

  function keptFor(graph: Graph): LRUCache<string, DocumentNode> {
    const known = kept.get(graph);
    if (known !== undefined) return known;
    const documents = new LRUCache<string, DocumentNode>({
      maxSize: MAX_KEPT_LENGTH,
      sizeCalculation: (_document, text) => Math.max(1, text.length),
    });
    kept.set(graph, documents);
    return documents;
  }

  return (graph, text, operationName) => {
    const documents = keptFor(graph);
    const known = documents.get(text);
    if (known !== undefined) return choose(known, operationName);
    const violations = options.checkLimits(text);
    if (violations.length > 0) return { kind: 'refused', errors: toLimitErrors(violations) };
    const document = parseText(text, options.maxTokens);
    if (document instanceof GraphQLError) return refuse('GRAPHQL_PARSE_FAILED', [document]);
    const operation = choose(document, operationName);
    if (operation.kind !== 'subscription') return operation;
    const errors = validate(graph.supergraph.apiSchema, document, specifiedRules, {
      maxErrors: MAX_ERRORS,
      hideSuggestions: options.hideSchemaDetails,
    });
    if (errors.length > 0) return refuse('GRAPHQL_VALIDATION_FAILED', errors);
    documents.set(text, document);
    return operation;
  };
}

function parseText(text: string, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function choose(document: DocumentNode, operationName: string | undefined): PreparedOperation {
  const operation = getOperationAST(document, operationName);
  if (operation) {
    const type = operation.operation;
    return type === 'subscription' ? { kind: 'subscription', document } : { kind: 'other', type };
  }
  const message =
    operationName === undefined
      ? 'The document has no operation, or several: operationName must say which.'
      : `The document has no operation ${operationName}.`;
  return refuse('OPERATION_RESOLUTION_FAILURE', [new GraphQLError(message)]);
}

function refuse(code: string, errors: readonly GraphQLError[]): PreparedOperation {
  return {
    kind: 'refused',
    errors: errors.map((error) => ({ ...error.toJSON(), extensions: { ...error.extensions, code } })),
  };
}
