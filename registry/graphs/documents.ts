import { createHash } from 'node:crypto';
import type { Transaction } from '#platform/database/transaction.ts';
import { documents } from './tables.ts';

/** Hashes a text as documents are named: SHA-256 of its UTF-8, in hexadecimal digits. */
export function hashDocument(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Stores a text once and gives its hash. */
export async function storeDocument(tx: Transaction, text: string): Promise<string> {
  const hash = hashDocument(text);
  await tx.insert(documents).values({ hash, text }).onConflictDoNothing();
  return hash;
}
