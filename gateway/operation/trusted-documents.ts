import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Log } from '#platform/log/log.ts';

/** Documents that clients ask for by hash alone, by the SHA-256 of their text in hexadecimal. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** The documents of manifests, and the hashes of those that are trusted no more. */
export interface Manifest {
  readonly documents: TrustedDocuments;
  readonly revoked: ReadonlySet<string>;
}

/** A larger file is not a manifest. */
const maxManifestBytes = 20_000_000;
/** Wrong entries that are named; the others are counted. */
const maxProblems = 20;

/**
 * Loads manifests of trusted documents: JSON objects from hashes to texts, as GraphQL Code Generator's client preset writes them,
 * or to null for a document that is trusted no more, whichever manifest has it.
 *
 * @throws naming the first 20 entries of a file that are wrong, and the number of others
 */
export async function loadTrustedDocuments(files: readonly string[]): Promise<Manifest> {
  const manifests = await Promise.all(files.map(loadManifest));
  const entries = manifests.flat();
  const revoked = new Set(entries.flatMap(([hash, text]) => (text === null ? [hash] : [])));
  const documents = new Map(
    entries.flatMap(([hash, text]) => (text === null || revoked.has(hash) ? [] : [[hash, text] as const])),
  );
  return { documents, revoked };
}

async function loadManifest(file: string): Promise<[hash: string, text: string | null][]> {
  if ((await stat(file)).size > maxManifestBytes)
    throw new Error(`${file} is larger than ${maxManifestBytes} bytes.`);
  const entries = parseManifest(file, await readFile(file, 'utf8'));
  const problems = entries.flatMap(([hash, document]) => {
    if (document === null) return /^[0-9a-f]{64}$/.test(hash) ? [] : [`${hash}: is not a SHA-256`];
    if (typeof document !== 'string')
      return [`${hash}: must be the text of a document, or null for one that is trusted no more`];
    return createHash('sha256').update(document).digest('hex') === hash
      ? []
      : [`${hash}: is not the SHA-256 of its text in hexadecimal`];
  });
  if (problems.length > 0) {
    const more = problems.length > maxProblems ? [`and ${problems.length - maxProblems} more`] : [];
    const named = [...problems.slice(0, maxProblems).map((one) => one.slice(0, 200)), ...more];
    throw new Error(`${file} is not a manifest of documents:\n${named.join('\n')}`);
  }
  return entries as [string, string | null][];
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
  readonly files: readonly string[];
  /** The time for which a document stays trusted that a newer manifest lacks, in milliseconds. */
  readonly keepMs: number;
  readonly log: Pick<Log, 'warn' | 'info'>;
  /** Time between two looks at the files, in milliseconds. */
  readonly pollMs?: number;
}

/**
 * Loads manifests, and again whenever one changes, as a new build of a page comes with new documents while the gateway runs. A
 * document that is left out stays for some time, since pages that are open still ask for it; one that is revoked goes at once.
 *
 * @throws if a first manifest is wrong; a later one that is wrong is logged and left out.
 */
export async function followTrustedDocuments(
  options: FollowedDocumentsOptions,
): Promise<{ readonly documents: TrustedDocuments; close(): void }> {
  const { files, log, keepMs, pollMs = 2_000 } = options;
  if (files.length === 0) return { documents: new Map(), close: () => {} };
  let seen = await readStamp(files);
  const kept = new KeptDocuments(await loadTrustedDocuments(files), keepMs);
  const look = async () => {
    try {
      const stamp = await readStamp(files);
      if (stamp !== seen) {
        // Before it is known to be right: a wrong one is told of once, and tried again when it changes.
        seen = stamp;
        const change = kept.replace(await loadTrustedDocuments(files), Date.now());
        log.info({ files, ...change }, 'trusted documents loaded again');
      }
    } catch (error) {
      log.warn({ err: error, files }, 'could not load trusted documents again; those of before stay');
    }
    kept.removeOld(Date.now());
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, pollMs);
  timer.unref();
  return { documents: kept.documents, close: () => clearInterval(timer) };
}

/** Changes when a file does. */
async function readStamp(files: readonly string[]): Promise<string> {
  const found = await Promise.all(files.map((file) => stat(file)));
  return found.map(({ mtimeMs, size }) => `${mtimeMs} ${size}`).join(', ');
}

/** Trusted documents, of which those that manifests lack go after a time. */
class KeptDocuments {
  readonly #documents: Map<string, string>;
  readonly #keepMs: number;
  /** Of documents that the newest manifests lack: the time until which they stay. */
  readonly #leavingAtMs = new Map<string, number>();

  constructor({ documents }: Manifest, keepMs: number) {
    this.#documents = new Map(documents);
    this.#keepMs = keepMs;
  }

  get documents(): TrustedDocuments {
    return this.#documents;
  }

  /** Takes newer manifests; the answer counts the documents that came, and that are trusted no more or not for long. */
  replace(
    { documents, revoked }: Manifest,
    nowMs: number,
  ): { readonly added: number; readonly left: number } {
    const before = this.#documents.size;
    for (const [hash, text] of documents) {
      this.#documents.set(hash, text);
      this.#leavingAtMs.delete(hash);
    }
    const added = this.#documents.size - before;
    const absent = [...this.#documents.keys()].filter((hash) => !documents.has(hash));
    let left = 0;
    for (const hash of absent) {
      const atMs = revoked.has(hash) ? nowMs : (this.#leavingAtMs.get(hash) ?? nowMs + this.#keepMs);
      if (!this.#leavingAtMs.has(hash) || revoked.has(hash)) left += 1;
      this.#leavingAtMs.set(hash, atMs);
    }
    return { added, left };
  }

  /** Removes what has stayed for long enough. */
  removeOld(nowMs: number): void {
    for (const [hash, atMs] of this.#leavingAtMs)
      if (atMs <= nowMs) {
        this.#leavingAtMs.delete(hash);
        this.#documents.delete(hash);
      }
  }
}
