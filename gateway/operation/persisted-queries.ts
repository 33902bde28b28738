import { hash as digest } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { TrustedDocuments } from './document-manifests.ts';
import type { OperationParameters } from './operation-parameters.ts';
import { type OperationRefusal, refuseWith } from './refusal.ts';

/** Documents that clients may ask for by the SHA-256 of their text (Automatic Persisted Queries). */
export interface PersistedQueries {
  /** True if no other document is run than those trusted. */
  readonly isTrustedOnly: boolean;
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

export interface PersistedQueriesOptions {
  /** Known without having been sent; more may come into it. */
  readonly trusted?: TrustedDocuments;
  /** True if no other document is run. */
  readonly isTrustedOnly?: boolean;
}

/** Keeps trusted documents, and those that clients send in memory; of these the ones that were not asked for longest go first. */
export function createPersistedQueries({
  trusted = new Map(),
  isTrustedOnly = false,
}: PersistedQueriesOptions = {}): PersistedQueries {
  const texts = new LRUCache<string, string>({
    maxSize: maxKeptLength,
    sizeCalculation: (text, hash) => text.length + hash.length,
  });
  return {
    isTrustedOnly,
    find: (hash) => trusted.get(hash) ?? texts.get(hash),
    keep(hash, text) {
      if (!isTrustedOnly && !trusted.has(hash)) texts.set(hash, text);
    },
  };
}

/** Finds the text of an operation, by its hash where the client sent no more. Codes and messages are Apollo Server's. */
export function resolveText(
  { query, extensions }: OperationParameters,
  persisted: PersistedQueries,
): ResolvedText | OperationRefusal {
  const entry = extensions?.persistedQuery;
  if (entry === undefined || entry === null) return toTrusted(query ?? '', undefined, persisted);
  const { version, sha256Hash: hash } = Object(entry) as { version?: unknown; sha256Hash?: unknown };
  if (version !== 1 || typeof hash !== 'string') {
    return refuseWith('BAD_REQUEST', 'Unsupported persisted query version', 400);
  }
  if (query === undefined || query === '') {
    const text = persisted.find(hash);
    if (text === undefined) return refuseWith('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound', 200);
    return { kind: 'text', text, hash };
  }
  // Apollo Server has found the text already; a manifest may have it by another hash than SHA-256.
  if (toSha256(query) !== hash && persisted.find(hash) !== query)
    return refuseWith('BAD_REQUEST', 'provided sha does not match query', 400);
  return toTrusted(query, hash, persisted);
}

/** The text that a client sent, if it is trusted or need not be. */
function toTrusted(
  text: string,
  hash: string | undefined,
  persisted: PersistedQueries,
): ResolvedText | OperationRefusal {
  if (persisted.isTrustedOnly && persisted.find(hash ?? toSha256(text)) === undefined) {
    return refuseWith(
      'DOCUMENT_NOT_TRUSTED',
      'Only documents of the manifest TRUSTED_DOCUMENTS_FILE are run here.',
      403,
    );
  }
  return { kind: 'text', text, hash };
}

function toSha256(text: string): string {
  return digest('sha256', text);
}
