import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DocumentFiles } from './document-files.ts';

/** The age of a file that is not whole from which no process writes it any more, in milliseconds. */
const abandonedAfterMs = 60 * 60_000;
/** The folder of files that are being written. */
const incoming = 'incoming';

/**
 * Documents in a folder that several processes may share. A file is written under another name, brought to the disk and then
 * renamed, so that a process that is killed leaves nothing half-done under a hash.
 */
export class DocumentFolder implements DocumentFiles {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Opens a folder, which is made if it is not there, and removes the files that killed processes left unfinished.
   *
   * @throws if it cannot be written to
   */
  static async open(folder: string): Promise<DocumentFolder> {
    const unfinished = join(folder, incoming);
    await mkdir(unfinished, { recursive: true });
    for (const name of await readdir(unfinished)) {
      const path = join(unfinished, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > abandonedAfterMs) await rm(path, { force: true });
    }
    const files = new DocumentFolder(folder);
    await rm(await files.#writeIncoming(new Uint8Array()));
    return files;
  }

  async read(sha256: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.#toPath(sha256));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async write(sha256: string, bytes: Uint8Array): Promise<void> {
    const path = this.#toPath(sha256);
    const folder = dirname(path);
    if ((await mkdir(folder, { recursive: true })) !== undefined) await syncFolder(this.#folder);
    const written = await this.#writeIncoming(bytes);
    try {
      await rename(written, path);
    } catch (error) {
      await rm(written, { force: true });
      throw error;
    }
    await syncFolder(folder);
  }

  async #writeIncoming(bytes: Uint8Array): Promise<string> {
    const path = join(this.#folder, incoming, randomUUID());
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return path;
  }

  /** A file in one of 256 folders, so that none has too many. */
  #toPath(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }
}

/** Brings the names of a folder to the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
