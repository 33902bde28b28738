import { hash as digest } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

/**
 * Documents that clients ask for by hash alone, by the hash that their manifest has and by the SHA-256 of their text, both in
 * hexadecimal.
 */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** The documents of manifests, and the hashes of those that are trusted no more. */
export interface Manifest {
  readonly documents: TrustedDocuments;
  readonly revoked: ReadonlySet<string>;
}

/** One entry of a manifest, nothing of it checked. */
type Entry = readonly [hash: string, text: unknown];

/** A larger file is not a manifest. */
const maxManifestBytes = 20_000_000;
/** Wrong entries that are named; the others are counted. */
const maxProblems = 20;

/** The algorithm of a hash, by its length in hexadecimal. Relay's compiler has all of them, MD5 unless told otherwise. */
const algorithms: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };

/** The `format` of manifests of `@apollo/generate-persisted-query-manifest`. */
const apolloFormat = 'apollo-persisted-query-manifest';

/**
 * Loads manifests of trusted documents, each in one of these forms:
 *
 * - a JSON object from hashes to texts, as GraphQL Code Generator's client preset (SHA-256) and Relay's compiler (MD5, SHA-1 or
 *   SHA-256) write it; null in place of a text revokes a document, whichever manifest has it
 * - Apollo's, whose `operations` have a hash as `id` and a text as `body`
 *
 * @throws naming the first 20 entries of a file that are wrong, and the number of others
 */
export async function loadTrustedDocuments(files: readonly string[]): Promise<Manifest> {
  const manifests = await Promise.all(files.map(loadManifest));
  const entries = manifests.flat();
  const revoked = new Set(entries.flatMap(([hash, text]) => (text === null ? [hash] : [])));
  const documents = new Map(
    entries.flatMap(([hash, text]) =>
      text === null || isRevoked(text, revoked)
        ? []
        : [[hash, text] as const, [digest('sha256', text), text] as const],
    ),
  );
  return { documents, revoked };
}

/** True if any hash of a text is revoked, also one that no manifest has it by. */
export function isRevoked(text: string, revoked: ReadonlySet<string>): boolean {
  if (revoked.size === 0) return false;
  return Object.values(algorithms).some((algorithm) => revoked.has(digest(algorithm, text)));
}

async function loadManifest(file: string): Promise<(readonly [hash: string, text: string | null])[]> {
  if ((await stat(file)).size > maxManifestBytes)
    throw new Error(`${file} is larger than ${maxManifestBytes} bytes.`);
  const entries = parseManifest(file, await readFile(file, 'utf8'));
  const problems = entries.flatMap(findProblem);
  if (problems.length > 0) {
    const more = problems.length > maxProblems ? [`and ${problems.length - maxProblems} more`] : [];
    const named = [...problems.slice(0, maxProblems).map((one) => one.slice(0, 200)), ...more];
    throw new Error(`${file} is not a manifest of documents:\n${named.join('\n')}`);
  }
  return entries as (readonly [string, string | null])[];
}

function findProblem([hash, text]: Entry): readonly string[] {
  const algorithm = /^[0-9a-f]+$/.test(hash) ? algorithms[hash.length] : undefined;
  if (text !== null && typeof text !== 'string')
    return [`${hash}: must be the text of a document, or null for one that is trusted no more`];
  if (algorithm === undefined) return [`${hash}: is not a SHA-256, SHA-1 or MD5 in hexadecimal`];
  if (text === null || digest(algorithm, text) === hash) return [];
  return [`${hash}: is not the hash of its text (${algorithm})`];
}

function parseManifest(file: string, text: string): readonly Entry[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON.`, { cause });
  }
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest))
    throw new Error(`${file} must be an object from hashes to texts, or Apollo's manifest.`);
  return 'format' in manifest ? parseApolloManifest(file, manifest) : Object.entries(manifest);
}

function parseApolloManifest(file: string, manifest: object): readonly Entry[] {
  const { format, version, operations } = manifest as Readonly<Record<string, unknown>>;
  if (format !== apolloFormat || version !== 1 || !Array.isArray(operations))
    throw new Error(`${file} must have the format ${apolloFormat}, version 1, and a list of operations.`);
  return operations.map((operation: unknown) => {
    const { id, body } = Object(operation) as { readonly id?: unknown; readonly body?: unknown };
    return [String(id), typeof body === 'string' ? body : undefined] as const;
  });
}
