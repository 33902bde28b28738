import { type FileHandle, open } from 'node:fs/promises';

/** A row with its sort key. */
export interface SortItem {
  readonly key: string;
  readonly rowNumber: number;
  /** The row in UTF-8. */
  readonly bytes: Buffer;
}

/** Compares keys in the order of UTF-16 code units, and rows of one key by their order in the file. */
export function compareItems(one: SortItem, other: SortItem): number {
  if (one.key !== other.key) return one.key < other.key ? -1 : 1;
  return one.rowNumber - other.rowNumber;
}

const bufferBytes = 1 << 20;
/** The header of an item: bytes of the key, bytes of the row, number of the row. */
export const itemHeadBytes = 16;

/** Writes bytes to a new file through a buffer. */
export class BufferedFile {
  readonly #file: FileHandle;
  readonly #pieces: Buffer[] = [];
  #waiting = 0;
  /** The number of bytes of the file, including buffered ones. */
  bytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string): Promise<BufferedFile> {
    return new BufferedFile(await open(path, 'wx', 0o600));
  }

  /** Writes bytes; returns a promise if the buffer is full, which the caller must await. */
  write(bytes: Buffer): Promise<void> | undefined {
    this.#pieces.push(bytes);
    this.#waiting += bytes.length;
    this.bytes += bytes.length;
    return this.#waiting >= bufferBytes ? this.#flush() : undefined;
  }

  async #flush(): Promise<void> {
    const all = Buffer.concat(this.#pieces.splice(0), this.#waiting);
    this.#waiting = 0;
    await this.#file.writeFile(all);
  }

  /** Writes the buffered bytes and closes the file. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.close();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Encodes an item for a run. */
export function encodeItem({ key, rowNumber, bytes }: SortItem): Buffer {
  const keyBytes = Buffer.from(key, 'utf16le');
  const head = Buffer.allocUnsafe(itemHeadBytes);
  head.writeUInt32LE(keyBytes.length, 0);
  head.writeUInt32LE(bytes.length, 4);
  head.writeDoubleLE(rowNumber, 8);
  return Buffer.concat([head, keyBytes, bytes]);
}
