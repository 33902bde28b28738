import { createHash } from 'node:crypto';
import { type DocumentNode, print } from 'graphql';

const hashes = new WeakMap<DocumentNode, string>();

/**
 * The SHA-256 of a document's text, in hexadecimal digits: the one by which clients ask for it as a persisted query. It is
 * computed once for each document that is kept.
 */
export function getDocumentHash(document: DocumentNode): string {
  const known = hashes.get(document);
  if (known !== undefined) return known;
  const hash = createHash('sha256')
    .update(document.loc?.source.body ?? print(document))
    .digest('hex');
  hashes.set(document, hash);
  return hash;
}
