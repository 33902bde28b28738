/** From the Unix epoch to PostgreSQL's, 2000-01-01. */
const postgresEpochDay = 10_957;
const postgresEpochMs = postgresEpochDay * 86_400_000;
/** Signature, flags and length of the extension area: the beginning of a binary COPY. */
const head = Buffer.from([
  ...Buffer.from('PGCOPY\n', 'latin1'),
  0xff,
  0x0d,
  0x0a,
  0x00,
  ...new Array<number>(8).fill(0),
]);
/** The end of a binary COPY: a tuple of -1 fields. */
const trailerBytes = 2;
const initialBytes = 1 << 16;
/** The maximum number of bytes of a column that is not a text: a UUID and its length. */
const maxFixedBytes = 20;
/** The longest text that is written character by character; longer ones are worth a call into the runtime. */
const shortText = 64;

/**
 * Rows in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"), which the server need not parse.
 *
 * Call `beginRow` for each row and then write its columns in order; `take` returns the written rows and begins anew.
 */
export class CopyBuffer {
  readonly #spares: ArrayBuffer[];
  #bytes = Buffer.from(new ArrayBuffer(initialBytes));
  /** The same bytes, for writing numbers: the compiler turns each write into one instruction. */
  #view = new DataView(this.#bytes.buffer);
  #length = head.copy(this.#bytes);
  #rows = 0;
  /** The maximum number of bytes of the row's columns without their texts: there is always room for them. */
  #fixedBytes = 0;

  /** @param spares unused memory, which is taken before new memory is */
  constructor(spares: ArrayBuffer[] = []) {
    this.#spares = spares;
  }

  /** The number of rows that were begun. */
  get rows(): number {
    return this.#rows;
  }

  beginRow(columns: number): void {
    this.#fixedBytes = columns * maxFixedBytes;
    this.#reserve(2);
    this.#view.setInt16(this.#length, columns);
    this.#length += 2;
    this.#rows += 1;
  }

  null(): void {
    this.#view.setInt32(this.#length, -1);
    this.#length += 4;
  }

  bool(value: boolean): void {
    this.#view.setInt32(this.#length, 1);
    this.#bytes[this.#length + 4] = value ? 1 : 0;
    this.#length += 5;
  }

  int4(value: number): void {
    this.#view.setInt32(this.#length, 4);
    this.#view.setInt32(this.#length + 4, value);
    this.#length += 8;
  }

  /** A whole number within JavaScript's safe integers. */
  int8(value: number): void {
    const view = this.#view;
    view.setInt32(this.#length, 8);
    // Two's complement of 64 bits in two halves: the upper one rounds down, the lower one is the remainder.
    const upper = Math.floor(value / 0x1_0000_0000);
    view.setInt32(this.#length + 4, upper);
    view.setUint32(this.#length + 8, value - upper * 0x1_0000_0000);
    this.#length += 12;
  }

  /** A whole number of 64 bits. */
  bigint8(value: bigint): void {
    this.#view.setInt32(this.#length, 8);
    this.#view.setBigInt64(this.#length + 4, value);
    this.#length += 12;
  }

  /** `timestamptz` from milliseconds since the Unix epoch. */
  instant(epochMs: number): void {
    this.int8((epochMs - postgresEpochMs) * 1_000);
  }

  /** `date` from days since the Unix epoch. */
  date(epochDay: number): void {
    this.int4(epochDay - postgresEpochDay);
  }

  text(value: string): void {
    const { length } = value;
    if (length > shortText) {
      this.#longText(value);
      return;
    }
    this.#reserve(4 + length);
    const bytes = this.#bytes;
    const start = this.#length + 4;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code >= 0x80) {
        this.#longText(value);
        return;
      }
      bytes[start + index] = code;
    }
    this.#view.setInt32(this.#length, length);
    this.#length = start + length;
  }

  /** @param id sixteen bytes */
  uuid(id: Uint8Array): void {
    this.#view.setInt32(this.#length, 16);
    const bytes = this.#bytes;
    const at = this.#length + 4;
    for (let index = 0; index < 16; index++) bytes[at + index] = id[index] as number;
    this.#length = at + 16;
  }

  /** Ends the rows and returns all bytes, with their memory: a buffer may be larger than its content. */
  take(): Uint8Array<ArrayBuffer> {
    this.#reserve(0);
    this.#view.setInt16(this.#length, -1);
    const { buffer } = this.#bytes;
    const taken = new Uint8Array(buffer, 0, this.#length + trailerBytes);
    // As large as the rows before, as the next ones will need the same.
    this.#use(this.#spares.pop() ?? new ArrayBuffer(buffer.byteLength));
    this.#length = head.copy(this.#bytes);
    this.#rows = 0;
    return taken;
  }

  #longText(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.#reserve(4 + bytes);
    this.#view.setInt32(this.#length, bytes);
    this.#length += 4;
    this.#length += this.#bytes.write(value, this.#length, bytes, 'utf8');
  }

  /** Makes room for bytes and for all other columns of the row. */
  #reserve(bytes: number): void {
    const wanted = this.#length + bytes + this.#fixedBytes + trailerBytes;
    if (wanted > this.#bytes.length) this.#grow(Math.max(wanted, this.#bytes.length * 2));
  }

  #grow(bytes: number): void {
    const full = this.#bytes;
    this.#use(new ArrayBuffer(bytes));
    full.copy(this.#bytes, 0, 0, this.#length);
  }

  #use(memory: ArrayBuffer): void {
    this.#bytes = Buffer.from(memory);
    this.#view = new DataView(memory);
  }
}
