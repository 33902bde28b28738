import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Graph } from './graph.ts';

/** Valid documents of each graph, by their text. */
export interface DocumentCache {
  find(graph: Graph, text: string): DocumentNode | undefined;
  keep(graph: Graph, text: string, document: DocumentNode): void;
}

/** Of all documents that one graph keeps, in UTF-16 code units; a parsed one is some twenty times that. */
const MAX_KEPT_LENGTH = 2_000_000;

/** Keeps valid documents for as long as their graph; those that were not used longest go first. */
export function createDocumentCache(): DocumentCache {
  const kept = new WeakMap<Graph, LRUCache<string, DocumentNode>>();
  return {
    find: (graph, text) => kept.get(graph)?.get(text),
    keep(graph, text, document) {
      const documents =
        kept.get(graph) ??
        new LRUCache<string, DocumentNode>({
          maxSize: MAX_KEPT_LENGTH,
          sizeCalculation: (_document, key) => Math.max(1, key.length),
        });
      kept.set(graph, documents);
      documents.set(text, document);
    },
  };
}
