import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Log } from '#platform/log/log.ts';

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

export interface FollowedDocumentsOptions {
  readonly file: string | undefined;
  readonly log: Pick<Log, 'warn' | 'info'>;
  /** Time between two looks at the file, in milliseconds. */
  readonly pollMs?: number;
}

/**
 * Loads a manifest and adds to it what newer ones have, as a new build of a page comes with new documents while the gateway runs.
 * Documents of before stay until the gateway ends, since pages that are open still ask for them.
 *
 * @throws if the first manifest is wrong; a later one that is wrong is logged and left out.
 */
export async function followTrustedDocuments({
  file,
  log,
  pollMs = 2_000,
}: FollowedDocumentsOptions): Promise<{ readonly documents: TrustedDocuments; close(): void }> {
  const documents = new Map(await loadTrustedDocuments(file));
  if (file === undefined) return { documents, close: () => {} };
  let knownMs = (await stat(file)).mtimeMs;
  const look = async () => {
    try {
      const { mtimeMs } = await stat(file);
      if (mtimeMs === knownMs) return;
      const before = documents.size;
      for (const [hash, text] of await loadTrustedDocuments(file)) documents.set(hash, text);
      knownMs = mtimeMs;
      log.info({ file, added: documents.size - before }, 'trusted documents loaded again');
    } catch (error) {
      log.warn({ err: error, file }, 'could not load trusted documents again; those of before stay');
    }
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, pollMs);
  timer.unref();
  return { documents, close: () => clearInterval(timer) };
}
