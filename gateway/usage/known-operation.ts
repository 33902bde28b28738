import type { DocumentNode } from 'graphql';
import { type NormalisedOperation, normaliseOperation } from '#platform/usage/normalise-operation.ts';
import { OperationCoordinates } from '#platform/usage/operation-coordinates.ts';
import type { FederatedGraph } from '../graph/graph.ts';

/** An operation of a document, read once for all its executions. */
export interface KnownOperation {
  readonly normal: NormalisedOperation;
  readonly coordinates: OperationCoordinates;
}

/** The operations of documents, for as long as anything holds the document. A document belongs to one graph. */
export class KnownOperations {
  readonly #known = new WeakMap<DocumentNode, Map<string | undefined, KnownOperation>>();

  get({ supergraph }: FederatedGraph, document: DocumentNode, operationName?: string): KnownOperation {
    const ofDocument = this.#known.get(document) ?? new Map<string | undefined, KnownOperation>();
    this.#known.set(document, ofDocument);
    const known = ofDocument.get(operationName);
    if (known) return known;
    const operation: KnownOperation = {
      normal: normaliseOperation(supergraph.apiSchema, document, operationName),
      coordinates: new OperationCoordinates(supergraph.apiSchema, document, operationName),
    };
    ofDocument.set(operationName, operation);
    return operation;
  }
}
