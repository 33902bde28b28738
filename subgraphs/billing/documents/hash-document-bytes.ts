import { createHash } from 'node:crypto';

/** The SHA-256 of a document, by which its bytes are kept. */
export function hashDocumentBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
