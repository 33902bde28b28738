import { createHash, randomBytes } from 'node:crypto';

/** The fewest characters of a key that is given by configuration. */
export const minKeyLength = 32;

/** The name that stands for all graphs; no graph may have it. */
export const allGraphs = 'registry';

/** The most characters of a presented key that are looked at. */
const maxKeyLength = 512;

/**
 * Creates the text of a key: 256 random bits after the prefix by which Apollo's tools know a graph's key.
 *
 * @param graph the one graph that it is for; undefined for all
 */
export function createKeySecret(graph: string | undefined): string {
  return `service:${graph ?? allGraphs}:${randomBytes(32).toString('base64url')}`;
}

/**
 * Hashes the text of a key. Plain SHA-256 is right for random keys: a slow hash protects what people choose.
 *
 * @returns the hash in hexadecimal digits; undefined if the text cannot be a key
 */
export function hashKeySecret(secret: string): string | undefined {
  if (secret.length < minKeyLength || secret.length > maxKeyLength) return undefined;
  return createHash('sha256').update(secret).digest('hex');
}
