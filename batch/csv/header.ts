import type { RowProblem } from '../row-problem.ts';
import { createCsvReader } from './csv-reader.ts';
import type { CsvDialect } from './dialect.ts';
import { type CsvPosition, fileStart } from './record.ts';
import { maxCsvRecordBytes } from './record-scanner.ts';

/** The part of a file before its data records. */
export interface CsvHeader {
  /** The columns' names without blanks around them; undefined if the dialect has no header. */
  readonly names: readonly string[] | undefined;
  /** Problems such as a header that is missing or cannot be read, or names that are blank or repeated. */
  readonly problems: readonly RowProblem[];
  /** The place where the first data record begins, or would begin. */
  readonly first: CsvPosition;
}

/** The number of bytes at the beginning of a file that are enough for its header. */
export const maxHeaderBytes = 2 * maxCsvRecordBytes;

/**
 * Reads the header and finds the first data record.
 *
 * `head` is the beginning of the file: `maxHeaderBytes` of it, or the whole file if it is shorter.
 */
export function parseHeader(head: Uint8Array, dialect: CsvDialect): CsvHeader {
  const { linesToSkip } = dialect;
  const reader = createCsvReader(dialect, { start: fileStart, columns: undefined, linesToSkip });
  const records = [...reader.push(head), ...reader.end()];
  if (!dialect.header) {
    return { names: undefined, problems: [], first: toFirst(records[0] ?? reader.position()) };
  }
  const [header, second] = records;
  const first = toFirst(second ?? reader.position());
  if (header === undefined) {
    const message = 'the file has no record, not even a header with the names of its columns';
    return { names: [], problems: [{ column: null, code: 'NO_HEADER', message }], first };
  }
  const names = header.fields.map((name) => name.trim());
  return { names, problems: header.problem ? [header.problem] : findNameProblems(names), first };
}

function toFirst({ byteOffset, line }: CsvPosition): CsvPosition {
  return { byteOffset, rowNumber: 1, line };
}

function findNameProblems(names: readonly string[]): RowProblem[] {
  const places = new Map<string, number[]>();
  for (const [index, name] of names.entries()) places.set(name, [...(places.get(name) ?? []), index + 1]);
  const problems: RowProblem[] = [];
  for (const [name, numbers] of places) {
    const where = `${numbers.length === 1 ? 'column' : 'columns'} ${numbers.join(', ')}`;
    if (name === '') {
      problems.push({ column: null, code: 'BLANK_COLUMN', message: `no name in the header: ${where}` });
    } else if (numbers.length > 1) {
      const message = `the header has ${JSON.stringify(name)} more than once: ${where}`;
      problems.push({ column: name, code: 'DUPLICATE_COLUMN', message });
    }
  }
  return problems;
}
