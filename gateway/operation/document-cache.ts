import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { FederatedGraph } from '../graph/graph.ts';

/** A valid document. */
export interface ValidDocument {
  readonly kind: 'valid';
  /** As the client wrote it. */
  readonly asked: DocumentNode;
  /** The document with internal names in place of reserved ones, and without `@defer`; the same object if it has neither. */
  readonly internal: DocumentNode;
  /** The same with `@defer`, if it has any. */
  readonly deferring: DocumentNode | undefined;
}

/** Valid documents of each graph, by their text. */
export interface DocumentCache {
  find(graph: FederatedGraph, text: string): ValidDocument | undefined;
  keep(graph: FederatedGraph, text: string, document: ValidDocument): void;
}

/** The length of all documents that one graph keeps, in UTF-16 code units; a parsed one takes some twenty times that. */
const maxKeptLength = 2_000_000;

/** Keeps valid documents for as long as their graph; those that were not used longest go first. */
export function createDocumentCache(): DocumentCache {
  const kept = new WeakMap<FederatedGraph, LRUCache<string, ValidDocument>>();
  return {
    find: (graph, text) => kept.get(graph)?.get(text),
    keep(graph, text, document) {
      const documents =
        kept.get(graph) ??
        new LRUCache<string, ValidDocument>({
          maxSize: maxKeptLength,
          sizeCalculation: (_document, key) => Math.max(1, key.length),
        });
      kept.set(graph, documents);
      documents.set(text, document);
    },
  };
}
