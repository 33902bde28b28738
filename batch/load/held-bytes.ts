interface Piece {
  /** Where it begins in the file. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** The bytes of a file that may be wanted again: a row takes less room as it was read than as cells. */
export class HeldBytes {
  #pieces: Piece[] = [];
  #end: number;

  /** @param start where the first bytes that are held begin in the file */
  constructor(start: number) {
    this.#end = start;
  }

  /** Holds the bytes that follow. They must not change. */
  push(bytes: Uint8Array): void {
    this.#pieces.push({ at: this.#end, bytes });
    this.#end += bytes.length;
  }

  /** Lets go of what lies before a place of the file. */
  dropBefore(place: number): void {
    this.#pieces = this.#pieces.filter(({ at, bytes }) => at + bytes.length > place);
  }

  /** The bytes from one place of the file to another, in pieces. */
  between(from: number, to: number): Uint8Array[] {
    return this.#pieces
      .filter(({ at, bytes }) => at < to && at + bytes.length > from)
      .map(({ at, bytes }) => bytes.subarray(Math.max(from - at, 0), to - at));
  }
}
