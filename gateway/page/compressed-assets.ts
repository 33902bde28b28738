import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { LRUCache } from 'lru-cache';

/** Several builds of a page; one has about 0.3 MB. */
const maxBytes = 16_000_000;
/** A larger file is read from the disk each time. */
const maxFileBytes = 1_000_000;

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface CompressedAsset {
  /** As Brotli has compressed it (RFC 7932). */
  readonly content: Buffer;
  readonly type: string;
}

/**
 * The scripts and styles of a page as the build has compressed them, kept in memory from the first request on. A visit asks for a
 * dozen at once, each of which would take several turns of reading while the page waits for them. A name stands for one content, as
 * it holds a hash of it.
 */
export class CompressedAssets {
  readonly #folder: string;
  readonly #assets = new LRUCache<string, CompressedAsset>({
    maxSize: maxBytes,
    sizeCalculation: ({ content }) => content.length + 1,
  });

  /** @param folder of the built page */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param name from the page's folder on, such as `assets/index-abc.js`. @returns undefined if it has no copy for memory */
  async find(name: string): Promise<CompressedAsset | undefined> {
    const found = this.#assets.get(name) ?? (await this.#load(name));
    if (found !== undefined) this.#assets.set(name, found);
    return found;
  }

  async #load(name: string): Promise<CompressedAsset | undefined> {
    const type = types[extname(name)];
    const path = join(this.#folder, `${name}.br`);
    try {
      if (type === undefined || (await stat(path)).size > maxFileBytes) return undefined;
      return { content: await readFile(path), type };
    } catch {
      return undefined;
    }
  }
}
