import { carriageReturn, createOpenKinds, createQuotedKinds, kindOf, lineFeed, quote } from './byte-kinds.ts';
import type { CsvDialect } from './dialect.ts';

/** The maximum length of a record with its line end; a longer one is taken for a sign of a wrong quote or line end. */
export const maxCsvRecordBytes = 1_048_576;

/** The results of a scan: too few bytes, a line that is not a record, the beginning of a line to skip, or a record. */
export const scanned = { more: 0, nothing: 1, skipLine: 2, record: 3 } as const;
export type Scanned = (typeof scanned)[keyof typeof scanned];

/** A fault in the shape of a scanned record. */
export type Flaw = 'BAD_QUOTE' | 'QUOTE_NOT_CLOSED' | 'UNFINISHED_QUOTE' | 'ROW_TOO_LONG';

/** Marks of a cell: anything but 0 wants more than a slice of ASCII. */
export const cellMark = { doubledQuotes: 1, nonAscii: 2, nul: 4 } as const;

const noPlace = -1;

/** The ends of a quoted cell: too few bytes, the end of its record, its closing quote, or text in which quotes mean nothing. */
const quotedEnding = { more: 0, record: 1, closed: 2, goesOn: 3 } as const;
type QuotedEnding = (typeof quotedEnding)[keyof typeof quotedEnding];

/**
 * Finds the cells of one record in bytes of an encoding that contains ASCII. The only place that knows where records end.
 *
 * A quoted cell that spans lines but is not properly closed (text after its closing quote, the end of the file, or the
 * limit of a record) ends its record at the end of the line in which it was opened, so that one lost quote does not
 * swallow the rows after it. The record's own bytes alone decide this, never the chunks in which they arrived.
 *
 * One object serves many records, as its results are read before the next scan: nothing is allocated for each record.
 */
export class RecordScanner {
  /** Cells of the record scanned last: where each begins and ends, without its quotes, and its marks. */
  cellCount = 0;
  cellStarts = new Int32Array(64);
  cellEnds = new Int32Array(64);
  cellMarks = new Uint8Array(64);
  /** The marks of all cells together. */
  marks = 0;
  /** The place after the record and its line end. */
  next = 0;
  /** The number of line ends within and after the record. */
  lines = 0;
  /** True if the file ended where a line end was due. */
  isUnterminated = false;
  flaw: Flaw | undefined;
  /** The place of the flaw, and the cell that has it. */
  flawAt = 0;
  flawCell = 0;

  readonly #openKinds: Uint8Array;
  readonly #quotedKinds = createQuotedKinds();
  readonly #hasQuotes: boolean;
  readonly #comment: number;
  readonly #maxBytes: number;
  #bytes: Uint8Array = new Uint8Array();
  /** The end of the bytes in which the record must end. */
  #limit = 0;
  /** True if the limit is the end of the file. */
  #isLast = false;
  /** True if the limit is that of a record's bytes. */
  #isAtMost = false;
  // The quoted cell that is scanned: its opening quote, and the places after its first line end and its closing quote.
  #quotedStart = 0;
  #firstLineEnd: number = noPlace;
  #afterQuoted = 0;
  #linesBefore = 0;
  #marksOfCell = 0;
  #isRecordEnd = false;

  constructor(dialect: CsvDialect, maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#openKinds = createOpenKinds(dialect);
    this.#hasQuotes = dialect.quotes;
    this.#comment = dialect.comment?.charCodeAt(0) ?? -1;
  }

  /** Scans from a place where a record may begin; `isLast` when no bytes follow `end`. */
  scan(bytes: Uint8Array, start: number, end: number, isLast: boolean): Scanned {
    if (start >= end) return scanned.more;
    const first = bytes[start];
    this.flaw = undefined;
    if (first === this.#comment) {
      return this.skipLine(bytes, start, end, isLast) ? scanned.nothing : scanned.skipLine;
    }
    if (first === lineFeed || first === carriageReturn) {
      return this.skipLine(bytes, start, end, isLast) ? scanned.nothing : scanned.more;
    }
    this.#bytes = bytes;
    this.#isAtMost = end - start >= this.#maxBytes;
    this.#limit = this.#isAtMost ? start + this.#maxBytes : end;
    this.#isLast = isLast && !this.#isAtMost;
    this.cellCount = 0;
    this.marks = 0;
    this.lines = 0;
    this.isUnterminated = false;
    if (this.#scanCells(start)) return scanned.record;
    if (!this.#isAtMost) return scanned.more;
    this.flaw = undefined;
    this.#noteFlaw('ROW_TOO_LONG', start);
    // The last byte may be the first of a line end.
    this.next = this.#limit - 1;
    return scanned.skipLine;
  }

  /** Skips a line: sets `next` and `lines` and returns true, or sets `next` alone to where the search continues. */
  skipLine(bytes: Uint8Array, start: number, end: number, isLast: boolean): boolean {
    const kinds = this.#openKinds;
    let at = start;
    while (at < end) {
      const kind = kinds[bytes[at] as number];
      if (kind === kindOf.lineFeed || kind === kindOf.carriageReturn) break;
      at += 1;
    }
    const after = findLineEnd(bytes, at, end, isLast);
    const isFound = after !== noPlace;
    this.lines = isFound ? 1 : 0;
    this.next = isFound ? after : at;
    return isFound;
  }

  /** Returns true if the record ended within the bytes at hand. */
  #scanCells(start: number): boolean {
    let at = start;
    for (;;) {
      let from = at;
      let to = noPlace;
      this.#marksOfCell = 0;
      if (this.#hasQuotes && this.#bytes[at] === quote && at < this.#limit) {
        const ending = this.#scanQuoted(at);
        if (ending === quotedEnding.more) return false;
        if (ending === quotedEnding.record) return true;
        at = this.#afterQuoted;
        if (ending === quotedEnding.closed) {
          from += 1;
          to = at - 1;
        }
      }
      at = this.#scanOpen(at);
      if (at === noPlace) return false;
      this.#addCell(from, to === noPlace ? at : to, this.#marksOfCell);
      if (this.#isRecordEnd) return true;
      at += 1;
    }
  }

  /** Scans up to the end of a cell: a separator, or the end of the record; no place if there are too few bytes. */
  #scanOpen(start: number): number {
    const bytes = this.#bytes;
    const kinds = this.#openKinds;
    const limit = this.#limit;
    for (let at = start; ; at += 1) {
      let kind: number = kindOf.plain;
      // Most of the time goes into this loop.
      while (at < limit) {
        kind = kinds[bytes[at] as number] as number;
        if (kind !== kindOf.plain) break;
        at += 1;
      }
      if (at < limit && kind === kindOf.separator) {
        this.#isRecordEnd = false;
        return at;
      }
      if (at >= limit || kind === kindOf.lineFeed || kind === kindOf.carriageReturn) {
        return this.#endRecord(at);
      }
      if (kind === kindOf.nonAscii) this.#marksOfCell |= cellMark.nonAscii;
      else if (kind === kindOf.nul) this.#marksOfCell |= cellMark.nul;
      else this.#noteFlaw('BAD_QUOTE', at);
    }
  }

  /** Ends the record at a line end or the end of the file; no place if more bytes are needed to be certain. */
  #endRecord(at: number): number {
    const after = findLineEnd(this.#bytes, at, this.#limit, this.#isLast);
    if (after === noPlace) return noPlace;
    this.isUnterminated = at >= this.#limit;
    this.lines += this.isUnterminated ? 0 : 1;
    this.next = after;
    this.#isRecordEnd = true;
    return at;
  }

  /** Scans from an opening quote. */
  #scanQuoted(start: number): QuotedEnding {
    const bytes = this.#bytes;
    const kinds = this.#quotedKinds;
    const limit = this.#limit;
    this.#quotedStart = start;
    this.#firstLineEnd = noPlace;
    this.#linesBefore = this.lines;
    for (let at = start + 1; ; at += 1) {
      let kind: number = kindOf.plain;
      while (at < limit) {
        kind = kinds[bytes[at] as number] as number;
        if (kind !== kindOf.plain) break;
        at += 1;
      }
      // The meaning of a quote and of a carriage return depends on the byte after them.
      const wantsNext = kind === kindOf.quote || kind === kindOf.carriageReturn;
      if (at >= limit || (wantsNext && at + 1 >= limit && !this.#isLast)) return this.#endWithinQuotes();
      const next = at + 1 < limit ? bytes[at + 1] : lineFeed;
      if (kind === kindOf.quote) {
        if (next !== quote) return this.#closeQuotes(at, next as number);
        this.#marksOfCell |= cellMark.doubledQuotes;
        at += 1;
      } else if (kind === kindOf.nonAscii) this.#marksOfCell |= cellMark.nonAscii;
      else if (kind === kindOf.nul) this.#marksOfCell |= cellMark.nul;
      else if (kind === kindOf.lineFeed || next !== lineFeed || at + 1 >= limit) this.#noteLineEnd(at + 1);
    }
  }

  #noteLineEnd(after: number): void {
    this.lines += 1;
    if (this.#firstLineEnd === noPlace) this.#firstLineEnd = after;
  }

  /** Handles a quote that is not doubled: it closes the cell if a separator or line end follows. */
  #closeQuotes(at: number, next: number): QuotedEnding {
    const kind = this.#openKinds[next];
    this.#afterQuoted = at + 1;
    if (kind === kindOf.separator || kind === kindOf.lineFeed || kind === kindOf.carriageReturn) {
      return quotedEnding.closed;
    }
    if (this.#firstLineEnd !== noPlace) return this.#giveUp(this.#firstLineEnd);
    this.#marksOfCell &= ~cellMark.doubledQuotes;
    this.#noteFlaw('BAD_QUOTE', at);
    return quotedEnding.goesOn;
  }

  /** Handles the end of the bytes before the end of the cell. */
  #endWithinQuotes(): QuotedEnding {
    if (!this.#isLast && !this.#isAtMost) return quotedEnding.more;
    if (this.#firstLineEnd !== noPlace) return this.#giveUp(this.#firstLineEnd);
    // A row over the limit.
    if (!this.#isLast) return quotedEnding.more;
    this.#noteFlaw('UNFINISHED_QUOTE', this.#quotedStart);
    this.#addCell(this.#quotedStart, this.#limit, this.#marksOfCell & ~cellMark.doubledQuotes);
    this.isUnterminated = true;
    this.next = this.#limit;
    return quotedEnding.record;
  }

  /** Ends the record with the line in which its quoted cell was opened. */
  #giveUp(lineEnd: number): QuotedEnding {
    const bytes = this.#bytes;
    const isPair = bytes[lineEnd - 1] === lineFeed && bytes[lineEnd - 2] === carriageReturn;
    this.#noteFlaw('QUOTE_NOT_CLOSED', this.#quotedStart);
    this.#addCell(this.#quotedStart, lineEnd - (isPair ? 2 : 1), this.#marksOfCell & ~cellMark.doubledQuotes);
    this.lines = this.#linesBefore + 1;
    this.next = lineEnd;
    return quotedEnding.record;
  }

  #addCell(from: number, to: number, marks: number): void {
    const cell = this.cellCount;
    if (cell === this.cellStarts.length) this.#grow();
    this.cellStarts[cell] = from;
    this.cellEnds[cell] = to;
    this.cellMarks[cell] = marks;
    this.marks |= marks;
    this.cellCount = cell + 1;
  }

  #noteFlaw(flaw: Flaw, at: number): void {
    if (this.flaw !== undefined) return;
    this.flaw = flaw;
    this.flawAt = at;
    this.flawCell = this.cellCount;
  }

  #grow(): void {
    const { cellStarts, cellEnds, cellMarks } = this;
    this.cellStarts = new Int32Array(cellStarts.length * 2);
    this.cellEnds = new Int32Array(cellEnds.length * 2);
    this.cellMarks = new Uint8Array(cellMarks.length * 2);
    this.cellStarts.set(cellStarts);
    this.cellEnds.set(cellEnds);
    this.cellMarks.set(cellMarks);
  }
}

/** Finds the place after LF, CR or CRLF, or the end of the file; no place while a CR may still become CRLF. */
function findLineEnd(bytes: Uint8Array, at: number, end: number, isLast: boolean): number {
  if (at >= end) return isLast ? end : noPlace;
  if (bytes[at] === lineFeed) return at + 1;
  if (at + 1 >= end) return isLast ? end : noPlace;
  return bytes[at + 1] === lineFeed ? at + 2 : at + 1;
}
