/** Microseconds from the Unix epoch to PostgreSQL's, 2000-01-01. */
const postgresEpochMs = 946_684_800_000;
/** Signature, flags and length of the extension area: what a binary COPY begins with. */
const head = Buffer.from([
  ...Buffer.from('PGCOPY\n', 'latin1'),
  0xff,
  0x0d,
  0x0a,
  0x00,
  ...new Array<number>(8).fill(0),
]);
/** A tuple of -1 fields ends it. */
const trailerBytes = 2;
const initialBytes = 1 << 20;
/** The longest text that is written character by character; longer ones are worth a call into the runtime. */
const shortText = 64;

/**
 * Rows in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"), which the server need not parse.
 *
 * Give each row `beginRow` and then its columns in order. A buffer is filled once: `take` hands it out.
 */
export class CopyBuffer {
  #bytes = Buffer.allocUnsafe(initialBytes);
  #length = head.copy(this.#bytes);
  #rows = 0;

  /** How many rows were begun. */
  get rows(): number {
    return this.#rows;
  }

  beginRow(columns: number): void {
    this.#reserve(2);
    this.#length = this.#bytes.writeInt16BE(columns, this.#length);
    this.#rows += 1;
  }

  null(): void {
    this.#reserve(4);
    this.#length = this.#bytes.writeInt32BE(-1, this.#length);
  }

  int4(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeInt32BE(4, this.#length);
    this.#length = this.#bytes.writeInt32BE(value, this.#length);
  }

  /** A whole number within JavaScript's safe integers. */
  int8(value: number): void {
    this.#reserve(12);
    const bytes = this.#bytes;
    bytes.writeInt32BE(8, this.#length);
    // Two's complement of 64 bits in two halves: the upper one rounds down, the lower one is what is left.
    const upper = Math.floor(value / 0x1_0000_0000);
    bytes.writeInt32BE(upper, this.#length + 4);
    bytes.writeUInt32BE(value - upper * 0x1_0000_0000, this.#length + 8);
    this.#length += 12;
  }

  /** `timestamptz` from milliseconds since the Unix epoch. */
  instant(epochMs: number): void {
    this.int8((epochMs - postgresEpochMs) * 1_000);
  }

  text(value: string): void {
    if (value.length <= shortText) {
      if (this.#shortAscii(value)) return;
    }
    const bytes = Buffer.byteLength(value);
    this.#reserve(4 + bytes);
    this.#length = this.#bytes.writeInt32BE(bytes, this.#length);
    this.#length += this.#bytes.write(value, this.#length, bytes, 'utf8');
  }

  /** Sixteen bytes that `write` puts at the offset it is given. */
  uuid(write: (bytes: Buffer, offset: number) => void): void {
    this.#reserve(20);
    this.#length = this.#bytes.writeInt32BE(16, this.#length);
    write(this.#bytes, this.#length);
    this.#length += 16;
  }

  /** Ends it and gives all bytes, in memory of their own. */
  take(): Uint8Array<ArrayBuffer> {
    this.#reserve(trailerBytes);
    this.#length = this.#bytes.writeInt16BE(-1, this.#length);
    return Uint8Array.prototype.slice.call(this.#bytes, 0, this.#length) as Uint8Array<ArrayBuffer>;
  }

  #shortAscii(value: string): boolean {
    const { length } = value;
    this.#reserve(4 + length);
    const bytes = this.#bytes;
    let at = this.#length + 4;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code >= 0x80) return false;
      bytes[at++] = code;
    }
    bytes.writeInt32BE(length, this.#length);
    this.#length = at;
    return true;
  }

  #reserve(bytes: number): void {
    const wanted = this.#length + bytes + trailerBytes;
    if (wanted <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(wanted, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
