import type { CsvDialect } from './dialect.ts';
import type { CsvPosition } from './record.ts';
import { maxCsvRecordBytes, RecordScanner, scanned } from './record-scanner.ts';
import { countUtf16Bytes, createUtf16Transcoder, type Utf16Transcoder } from './utf-16.ts';

/** The byte with which CP/M and DOS end a text file, and fill up its last block: Ctrl-Z. */
const endMark = 0x1a;

export interface WalkOptions {
  /** The place of the first byte, where a record may begin. */
  readonly start: CsvPosition;
  /** The number of physical lines to leave out first, whatever they contain. */
  readonly linesToSkip?: number | undefined;
  /** The limit of a record with its line end; `maxCsvRecordBytes` if absent. */
  readonly maxBytes?: number | undefined;
}

/**
 * Goes from record to record through bytes as they arrive, and knows where in the file each begins.
 *
 * `toItem` is called for each record, while `scanner` has its cells and the position is that of its first byte.
 */
export class RecordWalker<Item> {
  readonly scanner: RecordScanner;
  /** The bytes at hand: the rest of the last piece, and the new ones. UTF-16 is UTF-8 here. */
  buffer: Buffer = Buffer.alloc(0);
  /** The record's first byte among those at hand. */
  at = 0;
  byteOffset: number;
  rowNumber: number;
  line: number;

  readonly #toItem: (walker: RecordWalker<Item>) => Item;
  readonly #transcoder: Utf16Transcoder | undefined;
  #linesToSkip: number;
  #mayHaveMark: boolean;
  #tail: Buffer | undefined;
  /** The memory in which the rest of the last piece and the new bytes are joined. */
  #joint = Buffer.alloc(0);
  /** The beginning of the line that is being skipped. */
  #skipStart: CsvPosition | undefined;
  /** The record that ends with that line, if it is one. */
  #pending: { readonly item: Item } | undefined;

  constructor(dialect: CsvDialect, options: WalkOptions, toItem: (walker: RecordWalker<Item>) => Item) {
    const { byteOffset, rowNumber, line } = options.start;
    const { encoding } = dialect;
    const isUtf16 = encoding === 'utf-16le' || encoding === 'utf-16be';
    this.scanner = new RecordScanner(dialect, options.maxBytes ?? maxCsvRecordBytes);
    this.byteOffset = byteOffset;
    this.rowNumber = rowNumber;
    this.line = line;
    this.#toItem = toItem;
    this.#transcoder = isUtf16 ? createUtf16Transcoder(encoding === 'utf-16be') : undefined;
    this.#linesToSkip = options.linesToSkip ?? 0;
    this.#mayHaveMark = byteOffset === 0 && (isUtf16 || encoding === 'utf-8');
  }

  /** Returns the items of the records that are complete with these bytes; `isLast` with the last bytes. */
  walk(bytes: Uint8Array, isLast: boolean): Item[] {
    const given = this.#transcoder?.transcode(bytes, isLast) ?? bytes;
    this.buffer = this.#tail
      ? this.#join(this.#tail, given)
      : Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    if (isLast) this.buffer = withoutEndMark(this.buffer);
    this.at = 0;
    const items: Item[] = [];
    if (this.#skipMark(isLast)) while (this.#step(items, isLast));
    // A copy, as the caller may overwrite its bytes.
    this.#tail = this.at < this.buffer.length ? Buffer.from(this.buffer.subarray(this.at)) : undefined;
    return items;
  }

  #join(tail: Buffer, given: Uint8Array): Buffer {
    const length = tail.length + given.length;
    if (this.#joint.length < length) this.#joint = Buffer.allocUnsafeSlow(2 * length);
    this.#joint.set(tail);
    this.#joint.set(given, tail.length);
    return this.#joint.subarray(0, length);
  }

  /** The place after the last record returned. */
  position(): CsvPosition {
    const { byteOffset, rowNumber, line } = this.#skipStart ?? this;
    return { byteOffset, rowNumber, line };
  }

  /** Returns the place in the file of a byte at hand, from the record's first on. */
  offsetOf(place: number): number {
    return (
      this.byteOffset + (this.#transcoder ? countUtf16Bytes(this.buffer, this.at, place) : place - this.at)
    );
  }

  /** Leaves a byte order mark out; false while there are too few bytes to detect it. */
  #skipMark(isLast: boolean): boolean {
    if (!this.#mayHaveMark) return true;
    const { buffer } = this;
    if (buffer.length < 3 && !isLast) return false;
    this.#mayHaveMark = false;
    if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) this.#goTo(3);
    return true;
  }

  /** Reads a record or a line that is not a record; false if there are too few bytes for it. */
  #step(items: Item[], isLast: boolean): boolean {
    if (this.#linesToSkip > 0) this.#skipStart ??= this.position();
    if (this.#skipStart !== undefined) return this.#skipLine(items, isLast);
    const { scanner } = this;
    const found = scanner.scan(this.buffer, this.at, this.buffer.length, isLast);
    if (found === scanned.more) return false;
    if (found === scanned.record) {
      items.push(this.#toItem(this));
      this.rowNumber += 1;
    } else if (found === scanned.skipLine) {
      if (scanner.flaw !== undefined) this.#pending = { item: this.#toItem(this) };
      this.#skipStart = this.position();
    }
    this.#goTo(scanner.next);
    this.line += scanner.lines;
    return true;
  }

  #skipLine(items: Item[], isLast: boolean): boolean {
    const { scanner } = this;
    const isEnd = scanner.skipLine(this.buffer, this.at, this.buffer.length, isLast);
    this.#goTo(scanner.next);
    if (!isEnd) return false;
    this.line += scanner.lines;
    this.#skipStart = undefined;
    this.#linesToSkip = Math.max(0, this.#linesToSkip - 1);
    if (this.#pending !== undefined) {
      items.push(this.#pending.item);
      this.#pending = undefined;
      this.rowNumber += 1;
    }
    return true;
  }

  #goTo(next: number): void {
    this.byteOffset = this.offsetOf(next);
    this.at = next;
  }
}

function withoutEndMark(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === endMark) end -= 1;
  return bytes.subarray(0, end);
}
