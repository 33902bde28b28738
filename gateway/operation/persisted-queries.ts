import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { OperationParameters } from './operation-parameters.ts';
import { type OperationRefusal, refuseWith } from './refusal.ts';

/** Documents that clients may ask for by the SHA-256 of their text (Automatic Persisted Queries). */
export interface PersistedQueries {
  find(hash: string): string | undefined;
  keep(hash: string, text: string): void;
}

/** The text of an operation. */
export interface ResolvedText {
  readonly kind: 'text';
  readonly text: string;
  /** Under which the client names it from now on, if it does. */
  readonly hash: string | undefined;
}

/** The length of all documents that are kept, in UTF-16 code units. */
const maxKeptLength = 8_000_000;

/** Keeps documents in memory; those that were not asked for longest go first. */
export function createPersistedQueries(): PersistedQueries {
  const texts = new LRUCache<string, string>({
    maxSize: maxKeptLength,
    sizeCalculation: (text, hash) => text.length + hash.length,
  });
  return {
    find: (hash) => texts.get(hash),
    keep: (hash, text) => void texts.set(hash, text),
  };
}

/** Finds the text of an operation, by its hash where the client sent no more. Codes and messages are Apollo Server's. */
export function resolveText(
  { query, extensions }: OperationParameters,
  persisted: PersistedQueries,
): ResolvedText | OperationRefusal {
  const entry = extensions?.persistedQuery;
  if (entry === undefined || entry === null) return { kind: 'text', text: query ?? '', hash: undefined };
  const { version, sha256Hash: hash } = Object(entry) as { version?: unknown; sha256Hash?: unknown };
  if (version !== 1 || typeof hash !== 'string') {
    return refuseWith('BAD_REQUEST', 'Unsupported persisted query version', 400);
  }
  if (query === undefined || query === '') {
    const text = persisted.find(hash);
    if (text === undefined) return refuseWith('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound', 200);
    return { kind: 'text', text, hash };
  }
  if (createHash('sha256').update(query).digest('hex') !== hash) {
    return refuseWith('BAD_REQUEST', 'provided sha does not match query', 400);
  }
  return { kind: 'text', text: query, hash };
}
