import { pieceBytes } from '../../csv/open-bytes.ts';

interface Piece {
  /** Its beginning in the file. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * The bytes of a file that may be needed again: a row takes less room as bytes than as cells. Their memory is used
 * again once they are not needed any more, so that a file of any size takes as much memory as a part of it.
 */
export class HeldBytes {
  #pieces: Piece[] = [];
  #end: number;
  readonly #own = new WeakSet<ArrayBufferLike>();
  readonly #free: Buffer[] = [];

  /** @param start the beginning in the file of the first bytes that are held */
  constructor(start: number) {
    this.#end = start;
  }

  /** Returns memory for the bytes that are pushed next. */
  take(): Buffer {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const memory = Buffer.allocUnsafeSlow(pieceBytes);
    this.#own.add(memory.buffer);
    return memory;
  }

  /** Holds the bytes that follow. They must not change. */
  push(bytes: Uint8Array): void {
    this.#pieces.push({ at: this.#end, bytes });
    this.#end += bytes.length;
  }

  /** Releases the bytes before a place of the file. */
  dropBefore(place: number): void {
    const kept = this.#pieces.findIndex(({ at, bytes }) => at + bytes.length > place);
    const dropped = this.#pieces.splice(0, kept === -1 ? this.#pieces.length : kept);
    for (const { bytes } of dropped) {
      if (this.#own.has(bytes.buffer)) this.#free.push(Buffer.from(bytes.buffer));
    }
  }

  /** Returns the bytes from one place of the file to another, in pieces. */
  between(from: number, to: number): Uint8Array[] {
    return this.#pieces
      .filter(({ at, bytes }) => at < to && at + bytes.length > from)
      .map(({ at, bytes }) => bytes.subarray(Math.max(from - at, 0), to - at));
  }
}
