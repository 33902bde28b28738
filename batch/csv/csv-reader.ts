import { isUtf8 } from 'node:buffer';
import type { RowProblem } from '../row-problem.ts';
import { lineFeed } from './byte-kinds.ts';
import { createCellText } from './cell-text.ts';
import type { CsvDialect } from './dialect.ts';
import type { CsvPosition, CsvRecord } from './record.ts';
import { type CsvColumns, toFlawProblem, toProblem, toRaggedProblem } from './record-problem.ts';
import { cellMark, RecordScanner, scanned } from './record-scanner.ts';
import { countUtf16Bytes, createUtf16Transcoder } from './utf-16.ts';

/** Reads records out of bytes as they come. */
export interface CsvReader {
  /** The records that are complete with these bytes, which may be overwritten afterwards. */
  push(bytes: Uint8Array): CsvRecord[];
  /** The records that the end of the bytes completes; nothing may be pushed afterwards. */
  end(): CsvRecord[];
  /** Behind the last record handed out: reading can go on here. */
  position(): CsvPosition;
}

export interface CsvReaderOptions {
  /** The place of the first byte pushed, where a record may begin. */
  readonly start: CsvPosition;
  /** The header's names, or how many cells a record must have; undefined when it may have any number. */
  readonly columns: CsvColumns;
  /** Physical lines to leave out first, whatever is in them. */
  readonly linesToSkip?: number;
}

/** Of the cells of a record with a problem, so many characters each are kept. */
const maxProblemCellLength = 1_000;
/** ... and so many cells. */
const maxProblemCells = 1_000;

/**
 * Reads the records of a file from a place on, as `csv-parse` would, but goes on behind a record with a problem.
 *
 * The bytes must be the file's own from `start` on; a byte order mark at the begin of the file is left out.
 */
export function createCsvReader(dialect: CsvDialect, options: CsvReaderOptions): CsvReader {
  const { start, columns } = options;
  const expectedCells = typeof columns === 'object' ? columns.length : columns;
  const scanner = new RecordScanner(dialect);
  const cellText = createCellText(dialect.encoding);
  const isUtf16 = dialect.encoding === 'utf-16le' || dialect.encoding === 'utf-16be';
  const isUnicode = isUtf16 || dialect.encoding === 'utf-8';
  const transcoder = isUtf16 ? createUtf16Transcoder(dialect.encoding === 'utf-16be') : undefined;

  let { byteOffset, rowNumber, line } = start;
  let linesLeft = options.linesToSkip ?? 0;
  let mayHaveMark = isUnicode && byteOffset === 0;
  let tail: Buffer | undefined;
  /** A record that ends with a line end not yet seen; undefined for a comment. */
  let pending: CsvRecord | undefined;
  /** Where the line begins that is being skipped. */
  let skipStart: CsvPosition | undefined;
  // The bytes at hand, each of them as a character.
  let buffer: Buffer = Buffer.alloc(0);
  let text = '';
  let at = 0;
  /** Up to here the bytes at hand are known to be whole characters; -1 when nobody has looked. */
  let validEnd = -1;

  return {
    push: (bytes) => read(transcoder ? transcoder.transcode(bytes, false) : bytes, false),
    end: () => read(transcoder ? transcoder.transcode(new Uint8Array(), true) : new Uint8Array(), true),
    position: () => skipStart ?? { byteOffset, rowNumber, line },
  };

  function read(bytes: Uint8Array, isLast: boolean): CsvRecord[] {
    buffer = tail
      ? Buffer.concat([tail, bytes])
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    at = 0;
    validEnd = -1;
    const records: CsvRecord[] = [];
    if (skipMark(isLast)) {
      text = buffer.toString('latin1');
      while (readRecord(records, isLast));
    }
    tail = at < buffer.length ? Buffer.from(buffer.subarray(at)) : undefined;
    return records;
  }

  /** Leaves a byte order mark out; false while there are too few bytes to know of it. */
  function skipMark(isLast: boolean): boolean {
    if (!mayHaveMark) return true;
    if (buffer.length < 3 && !isLast) return false;
    mayHaveMark = false;
    if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) goTo(3);
    return true;
  }

  /** Reads a record or a line that is none; false when there are no more bytes to read it from. */
  function readRecord(records: CsvRecord[], isLast: boolean): boolean {
    if (linesLeft > 0) skipStart ??= { byteOffset, rowNumber, line };
    if (skipStart !== undefined) return skipLine(records, isLast);
    const found = scanner.scan(buffer, at, buffer.length, isLast);
    if (found === scanned.more) return false;
    if (found === scanned.record) {
      records.push(toRecord());
      rowNumber += 1;
    } else if (found === scanned.skipLine) {
      skipStart = { byteOffset, rowNumber, line };
      pending = scanner.flaw === undefined ? undefined : toRecord();
    }
    goTo(scanner.next);
    line += scanner.lines;
    return true;
  }

  function skipLine(records: CsvRecord[], isLast: boolean): boolean {
    const isEnd = scanner.skipLine(buffer, at, buffer.length, isLast);
    goTo(scanner.next);
    if (!isEnd) return false;
    line += scanner.lines;
    skipStart = undefined;
    linesLeft = Math.max(0, linesLeft - 1);
    if (pending !== undefined) {
      records.push(pending);
      rowNumber += 1;
      pending = undefined;
    }
    return true;
  }

  function goTo(next: number): void {
    byteOffset = offsetOf(next);
    at = next;
  }

  /** Where a byte at hand is in the file. */
  function offsetOf(place: number): number {
    return byteOffset + (isUtf16 ? countUtf16Bytes(buffer, at, place) : place - at);
  }

  function toRecord(): CsvRecord {
    const { cellCount, cellStarts, cellEnds, marks, flaw } = scanner;
    if (marks !== 0 || flaw !== undefined) return toUnusualRecord();
    const fields = new Array<string>(cellCount);
    for (let cell = 0; cell < cellCount; cell += 1) {
      fields[cell] = text.slice(cellStarts[cell], cellEnds[cell]);
    }
    const problem =
      expectedCells === undefined || cellCount === expectedCells ? undefined : toRagged(expectedCells);
    return { fields, problem, rowNumber, line, byteOffset };
  }

  /** A record with quotes, with other characters than ASCII, or with a problem. */
  function toUnusualRecord(): CsvRecord {
    const { cellCount, cellMarks } = scanner;
    const problem = findProblem();
    const isBad = problem !== undefined;
    const fields = new Array<string>(isBad ? Math.min(cellCount, maxProblemCells) : cellCount);
    for (let cell = 0; cell < fields.length; cell += 1) {
      const field = toField(cell, cellMarks[cell] as number);
      // PostgreSQL keeps no NUL, and a row with a problem is to be kept for people.
      fields[cell] = isBad ? field.slice(0, maxProblemCellLength).replaceAll('\0', '\u2400') : field;
    }
    return { fields, problem, rowNumber, line, byteOffset };
  }

  function toField(cell: number, marks: number): string {
    const start = scanner.cellStarts[cell] as number;
    const end = scanner.cellEnds[cell] as number;
    const field = marks & cellMark.nonAscii ? cellText.decode(buffer, start, end) : text.slice(start, end);
    return marks & cellMark.doubledQuotes ? field.replaceAll('""', '"') : field;
  }

  function findProblem(): RowProblem | undefined {
    const { flaw, marks, cellCount } = scanner;
    if (flaw !== undefined) {
      return toFlawProblem(flaw, { cell: scanner.flawCell, byteOffset: offsetOf(scanner.flawAt) }, columns);
    }
    if (marks & cellMark.nonAscii) {
      const problem = findBadEncoding();
      if (problem) return problem;
    }
    if (marks & cellMark.nul) {
      const cell = scanner.cellMarks.findIndex((mark) => (mark & cellMark.nul) !== 0);
      const place = buffer.indexOf(0, scanner.cellStarts[cell]);
      const message = 'the character NUL, which no text may have; is the file in another encoding (UTF-16)?';
      return toProblem('NUL_CHARACTER', message, { cell, byteOffset: offsetOf(place) }, columns);
    }
    return expectedCells === undefined || cellCount === expectedCells ? undefined : toRagged(expectedCells);
  }

  function toRagged(expected: number): RowProblem {
    const place = { cell: undefined, byteOffset };
    return toRaggedProblem(scanner.cellCount, expected, scanner.isUnterminated, place, columns);
  }

  function findBadEncoding(): RowProblem | undefined {
    if (isUnicode && scanner.next <= knownValidEnd()) return undefined;
    for (let cell = 0; cell < scanner.cellCount; cell += 1) {
      if (!((scanner.cellMarks[cell] as number) & cellMark.nonAscii)) continue;
      const end = scanner.cellEnds[cell] as number;
      const place = cellText.findBadByte(buffer, scanner.cellStarts[cell] as number, end);
      if (place === -1) continue;
      const what = isUtf16
        ? 'half of a character'
        : `byte 0x${(buffer[place] as number).toString(16).toUpperCase()}`;
      const message = `${what} that is not valid in ${dialect.encoding}; is the file in another encoding?`;
      return toProblem('BAD_ENCODING', message, { cell, byteOffset: offsetOf(place) }, columns);
    }
    return undefined;
  }

  /** Looks once at all whole lines at hand, as most files are valid throughout. */
  function knownValidEnd(): number {
    if (validEnd !== -1) return validEnd;
    const linesEnd = buffer.lastIndexOf(lineFeed) + 1;
    validEnd = isUtf8(buffer.subarray(at, linesEnd)) ? linesEnd : 0;
    return validEnd;
  }
}
