import type { Reject } from '../jobs/job.ts';
import type { MergeConflict } from './store-chunk.ts';
import type { ChunkReject, ChunkRow } from './thread-messages.ts';

/** A row that the mapping or the reader refused: the first problem's column and code, and what every one of them says. */
export function toReject({ rowNumber, line, byteOffset, cells, problems }: ChunkReject): Reject {
  const [first] = problems;
  const message = problems.length === 1 ? first.message : problems.map(toSentence).join('; ');
  return {
    rowNumber,
    line,
    byteOffset,
    cells,
    column: first.column,
    code: first.code,
    message,
  };
}

/** A row of an invoice that billing has with other figures. */
export function toConflictReject(row: ChunkRow, { number, stored, given }: MergeConflict): Reject {
  const differences = Object.keys(given).map(
    (name) => `${name} is ${stored[name]} there and ${given[name]} here`,
  );
  return {
    ...row,
    column: null,
    code: 'CONFLICT',
    message: `invoice ${number} is there with other figures: ${differences.join(', ')}`,
  };
}

function toSentence({ column, code, message }: ChunkReject['problems'][number]): string {
  return column === null ? `${code}: ${message}` : `${column} ${code}: ${message}`;
}
