import { csvHeaderBytes } from './csv-row.ts';

/** One CSV file as the table describes it, whatever of it has been written. Type alias: rows of SQL are made of it. */
export type CsvFile = {
  /** Counts files from 1, without gaps. */
  readonly id: number;
  readonly name: string;
  /** The seller's day on which its rows were stored, `YYYY-MM-DD`. */
  readonly day: string;
  /** The sequence of its first row; its rows follow without gaps. */
  readonly firstSequence: bigint;
  readonly rowCount: number;
  /** Its length once all its rows are written, header included. */
  readonly bytes: number;
};

/** The place of a row among all rows and in the files. */
export interface Placement {
  readonly sequence: bigint;
  readonly fileId: number;
  /** The offset of the row in the file, in bytes. */
  readonly start: number;
}

export interface Rotation {
  /** Today in the seller's time zone, `YYYY-MM-DD`. A clock that goes back keeps the day of the newest file. */
  readonly day: string;
  /** A file ends before it would have more bytes than this, unless its only row has more. */
  readonly maxBytes: number;
}

/**
 * Gives each new row its place after the newest file's last row, and begins a file when the rotation requires one.
 *
 * @param newest the newest file so far, undefined before the first row of all
 * @param rowBytes the length of each row
 * @returns a place for each row, and every file that changed or is new, in order
 */
export function placeRows(
  newest: CsvFile | undefined,
  rowBytes: readonly number[],
  rotation: Rotation,
): { placements: Placement[]; files: CsvFile[] } {
  const placements: Placement[] = [];
  const files: CsvFile[] = [];
  let file = newest;
  for (const bytes of rowBytes) {
    if (file === undefined || isFull(file, bytes, rotation)) {
      if (file !== undefined && file !== newest) files.push(file);
      file = beginFile(file, rotation.day);
    }
    placements.push({ sequence: endOf(file), fileId: file.id, start: file.bytes });
    file = { ...file, rowCount: file.rowCount + 1, bytes: file.bytes + bytes };
  }
  if (file !== undefined && file !== newest) files.push(file);
  return { placements, files };
}

/** The sequence that the row after the file's last one has. */
function endOf(file: CsvFile): bigint {
  return file.firstSequence + BigInt(file.rowCount);
}

function isFull(file: CsvFile, rowBytes: number, { day, maxBytes }: Rotation): boolean {
  return day > file.day || (file.rowCount > 0 && file.bytes + rowBytes > maxBytes);
}

function beginFile(previous: CsvFile | undefined, day: string): CsvFile {
  const id = (previous?.id ?? 0) + 1;
  const later = previous !== undefined && previous.day > day ? previous.day : day;
  return {
    id,
    name: `facturation-${later}-${String(id).padStart(6, '0')}.csv`,
    day: later,
    firstSequence: previous === undefined ? 1n : endOf(previous),
    rowCount: 0,
    bytes: csvHeaderBytes,
  };
}
