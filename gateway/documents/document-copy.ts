import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The first line, which GraphQL takes for a comment: the text after it has this SHA-256. */
const firstLine = /^# sha256 ([0-9a-f]{64})\n/;

/** The last good text of a document, in a file of its own. */
export class DocumentCopy {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Reads the copy.
   *
   * @returns `undefined` if there is none
   * @throws {Error} if it cannot be read, or is not as it was written
   */
  async read(): Promise<string | undefined> {
    const content = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (content === undefined) return undefined;
    const [line, hash] = firstLine.exec(content) ?? [];
    const text = content.slice(line?.length ?? 0);
    if (hash !== toDocumentHash(text)) throw new Error(`${this.#path} is not as it was written.`);
    return text;
  }

  /** Puts another copy in its place, as a whole: whatever happens meanwhile, the old one or the new one is there. */
  async write(text: string): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const next = `${this.#path}.${randomUUID()}`;
    try {
      const file = await open(next, 'w', 0o600);
      try {
        await file.writeFile(`# sha256 ${toDocumentHash(text)}\n${text}`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(next, this.#path);
    } catch (error) {
      await rm(next, { force: true });
      throw error;
    }
  }
}

/** The SHA-256 of a text, in hexadecimal. A registry's ETag is this hash. */
export function toDocumentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
