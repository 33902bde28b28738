import type { Reject } from '../../jobs/job.ts';
import type { ChunkInvoiceRow, ChunkReject } from '../reading/thread-messages.ts';
import { describeConflict } from './describe-conflict.ts';
import type { MergeConflict } from './store-chunk.ts';

/** A row that the mapping or the reader refused: the first problem's column and code, and the messages of all. */
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
export function toConflictReject(
  { rowNumber, line, byteOffset, cells, currency }: Omit<ChunkInvoiceRow, 'firstRow'>,
  conflict: MergeConflict,
): Reject {
  const message = describeConflict(conflict, currency);
  return { rowNumber, line, byteOffset, cells, column: null, code: 'CONFLICT', message };
}

function toSentence({ column, code, message }: ChunkReject['problems'][number]): string {
  return column === null ? `${code}: ${message}` : `${column} ${code}: ${message}`;
}
