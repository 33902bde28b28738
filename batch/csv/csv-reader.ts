import { isUtf8 } from 'node:buffer';
import type { RowProblem } from '../row-problem.ts';
import { lineFeed } from './byte-kinds.ts';
import { createCellText } from './cell-text.ts';
import type { CsvDialect } from './dialect.ts';
import { maxKeptCells, toKeptCells } from './kept-cells.ts';
import type { CsvPosition, CsvRecord } from './record.ts';
import { type CsvColumns, toFlawProblem, toProblem, toRaggedProblem } from './record-problem.ts';
import { cellMark } from './record-scanner.ts';
import { RecordWalker, type WalkOptions } from './record-walker.ts';

/** Reads records from bytes as they arrive. */
export interface CsvReader {
  /** Returns the records that are complete with these bytes, which may be overwritten afterwards. */
  push(bytes: Uint8Array): CsvRecord[];
  /** Returns the records that the end of the bytes completes; nothing may be pushed afterwards. */
  end(): CsvRecord[];
  /** The place after the last record returned: reading can continue there. */
  position(): CsvPosition;
}

export interface CsvReaderOptions extends WalkOptions {
  /** The header's names, or the number of cells that a record must have; undefined if any number is allowed. */
  readonly columns: CsvColumns;
}

/**
 * Reads the records of a file from a place on, as `csv-parse` would, but continues after a record with a problem.
 *
 * The bytes must be the file's own from `start` on; a byte order mark at the beginning of the file is left out.
 */
export function createCsvReader(dialect: CsvDialect, options: CsvReaderOptions): CsvReader {
  const { columns } = options;
  const { encoding } = dialect;
  const expectedCells = typeof columns === 'object' ? columns.length : columns;
  const isSingleByte = encoding === 'windows-1252' || encoding === 'iso-8859-15';
  const cellText = createCellText(encoding);
  const walker = new RecordWalker(dialect, options, toRecord);
  const { scanner } = walker;

  /** The bytes of `text`, which has one character for each. */
  let buffer = walker.buffer;
  let text = '';
  /** The end of the bytes known to be whole characters; -1 if they have not been checked. */
  let validEnd = -1;

  return {
    push: (bytes) => walker.walk(bytes, false),
    end: () => walker.walk(new Uint8Array(), true),
    position: () => walker.position(),
  };

  function toRecord(): CsvRecord {
    if (buffer !== walker.buffer) {
      buffer = walker.buffer;
      text = buffer.toString('latin1');
      validEnd = -1;
    }
    const { cellCount, cellStarts, cellEnds, marks, flaw } = scanner;
    if (marks !== 0 || flaw !== undefined || (expectedCells !== undefined && cellCount !== expectedCells)) {
      return toUnusualRecord();
    }
    const fields = new Array<string>(cellCount);
    for (let cell = 0; cell < cellCount; cell += 1) {
      fields[cell] = text.slice(cellStarts[cell], cellEnds[cell]);
    }
    const { rowNumber, line, byteOffset } = walker;
    return { fields, problem: undefined, rowNumber, line, byteOffset };
  }

  /** A record with doubled quotes, with other characters than ASCII, or with a problem. */
  function toUnusualRecord(): CsvRecord {
    const problem = findProblem();
    const isBad = problem !== undefined;
    const count = isBad ? Math.min(scanner.cellCount, maxKeptCells) : scanner.cellCount;
    // A loop: Array.from takes several times as long, and most files have such records.
    const fields = new Array<string>(count);
    for (let cell = 0; cell < count; cell += 1) fields[cell] = toField(cell);
    const { rowNumber, line, byteOffset } = walker;
    // PostgreSQL stores no NUL, and a row with a problem is stored for people.
    const kept = isBad ? toKeptCells(fields).map((field) => field.replaceAll('\0', '\u2400')) : fields;
    return { fields: kept, problem, rowNumber, line, byteOffset };
  }

  function toField(cell: number): string {
    const marks = scanner.cellMarks[cell] as number;
    const start = scanner.cellStarts[cell] as number;
    const end = scanner.cellEnds[cell] as number;
    const field = marks & cellMark.nonAscii ? cellText.decode(buffer, start, end) : text.slice(start, end);
    return marks & cellMark.doubledQuotes ? field.replaceAll('""', '"') : field;
  }

  function findProblem(): RowProblem | undefined {
    const { flaw, marks, cellCount } = scanner;
    if (flaw !== undefined) {
      return toFlawProblem(
        flaw,
        { cell: scanner.flawCell, byteOffset: walker.offsetOf(scanner.flawAt) },
        columns,
      );
    }
    if (marks & cellMark.nonAscii) {
      const problem = findBadEncoding();
      if (problem) return problem;
    }
    if (marks & cellMark.nul) {
      const cell = scanner.cellMarks.findIndex((mark) => (mark & cellMark.nul) !== 0);
      const place = buffer.indexOf(0, scanner.cellStarts[cell]);
      const message = 'the character NUL, which no text may have; is the file in another encoding (UTF-16)?';
      return toProblem('NUL_CHARACTER', message, { cell, byteOffset: walker.offsetOf(place) }, columns);
    }
    return expectedCells === undefined || cellCount === expectedCells ? undefined : toRagged(expectedCells);
  }

  function toRagged(expected: number): RowProblem {
    const place = { cell: undefined, byteOffset: walker.byteOffset };
    return toRaggedProblem(scanner.cellCount, expected, scanner.isUnterminated, place, columns);
  }

  function findBadEncoding(): RowProblem | undefined {
    if (!isSingleByte && scanner.next <= knownValidEnd()) return undefined;
    for (let cell = 0; cell < scanner.cellCount; cell += 1) {
      if (!((scanner.cellMarks[cell] as number) & cellMark.nonAscii)) continue;
      const end = scanner.cellEnds[cell] as number;
      const place = cellText.findBadByte(buffer, scanner.cellStarts[cell] as number, end);
      if (place === -1) continue;
      const what = encoding.startsWith('utf-16')
        ? 'half of a character'
        : `byte 0x${(buffer[place] as number).toString(16).toUpperCase()}`;
      const message = `${what} that is not valid in ${encoding}; is the file in another encoding?`;
      return toProblem('BAD_ENCODING', message, { cell, byteOffset: walker.offsetOf(place) }, columns);
    }
    return undefined;
  }

  /** Checks all whole lines at hand at once, as most files are valid throughout. */
  function knownValidEnd(): number {
    if (validEnd !== -1) return validEnd;
    const linesEnd = buffer.lastIndexOf(lineFeed) + 1;
    validEnd = isUtf8(buffer.subarray(walker.at, linesEnd)) ? linesEnd : 0;
    return validEnd;
  }
}
