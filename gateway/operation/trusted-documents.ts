import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Documents that clients ask for by hash alone, by the SHA-256 of their text in hexadecimal. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** A larger file is not a manifest. */
const maxManifestLength = 20_000_000;

/**
 * Loads a manifest of trusted documents: a JSON object from hashes to texts, as GraphQL Code Generator's client preset writes it.
 *
 * @returns nothing without a file.
 * @throws naming all entries that are wrong.
 */
export async function loadTrustedDocuments(file: string | undefined): Promise<TrustedDocuments> {
  if (file === undefined) return new Map();
  const text = await readFile(file, 'utf8');
  if (text.length > maxManifestLength)
    throw new Error(`${file} is longer than ${maxManifestLength} characters.`);
  const entries = parseManifest(file, text);
  const problems = entries.flatMap(([hash, document]) => {
    if (typeof document !== 'string') return [`${hash}: must be the text of a document`];
    return createHash('sha256').update(document).digest('hex') === hash
      ? []
      : [`${hash}: is not the SHA-256 of its text in hexadecimal`];
  });
  if (problems.length > 0) throw new Error(`${file} is not a manifest of documents:\n${problems.join('\n')}`);
  return new Map(entries as [string, string][]);
}

function parseManifest(file: string, text: string): [string, unknown][] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON.`, { cause });
  }
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest))
    throw new Error(`${file} must be an object from hashes to texts.`);
  return Object.entries(manifest);
}
