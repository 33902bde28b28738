import { type FileHandle, open } from 'node:fs/promises';
import { itemHeadBytes, type SortItem } from './run-writer.ts';

const pieceBytes = 1 << 18;

/** Reads the items of a run one after the other. */
export class RunReader {
  readonly #file: FileHandle;
  #buffer = Buffer.alloc(0);
  #at = 0;
  /** The item at hand; undefined after the last one. */
  item: SortItem | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Opens a run at its first item. */
  static async open(path: string): Promise<RunReader> {
    const reader = new RunReader(await open(path, 'r'));
    await reader.advance();
    return reader;
  }

  /** Moves to the next item; returns a promise if the file must be read for it, which the caller must await. */
  advance(): Promise<void> | undefined {
    return this.#take() ? undefined : this.#read();
  }

  /** Takes an item from the bytes at hand; returns false if they are too few. */
  #take(): boolean {
    const at = this.#at;
    const buffer = this.#buffer;
    if (buffer.length - at < itemHeadBytes) return false;
    const keyEnd = at + itemHeadBytes + buffer.readUInt32LE(at);
    const end = keyEnd + buffer.readUInt32LE(at + 4);
    if (buffer.length < end) return false;
    this.item = {
      key: buffer.toString('utf16le', at + itemHeadBytes, keyEnd),
      rowNumber: buffer.readDoubleLE(at + 8),
      bytes: buffer.subarray(keyEnd, end),
    };
    this.#at = end;
    return true;
  }

  async #read(): Promise<void> {
    do {
      const piece = Buffer.allocUnsafe(pieceBytes);
      const { bytesRead } = await this.#file.read(piece, 0, pieceBytes);
      if (bytesRead === 0) {
        this.item = undefined;
        return;
      }
      this.#buffer = Buffer.concat([this.#buffer.subarray(this.#at), piece.subarray(0, bytesRead)]);
      this.#at = 0;
    } while (!this.#take());
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
