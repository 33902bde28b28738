import { stat } from 'node:fs/promises';
import type { Log } from '#platform/log/log.ts';
import {
  isRevoked,
  loadTrustedDocuments,
  type Manifest,
  type TrustedDocuments,
} from './document-manifests.ts';

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
      const leavesAtOnce = isRevoked(this.#documents.get(hash) ?? '', revoked);
      const atMs = leavesAtOnce ? nowMs : (this.#leavingAtMs.get(hash) ?? nowMs + this.#keepMs);
      if (!this.#leavingAtMs.has(hash) || leavesAtOnce) left += 1;
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
