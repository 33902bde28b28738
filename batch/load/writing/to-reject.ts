import type { Reject } from '../../jobs/job.ts';
import type { ChunkInvoiceRow, ChunkReject } from '../reading/thread-messages.ts';
import type { RefusedItem } from './stored-chunk.ts';

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

/** A row of a record that billing does not take. */
export function toRefusedReject(
  { rowNumber, line, byteOffset, cells, currency }: Omit<ChunkInvoiceRow, 'firstRow'>,
  refused: RefusedItem,
): Reject {
  const message = refused.describe(currency);
  return { rowNumber, line, byteOffset, cells, column: null, code: refused.code, message };
}

function toSentence({ column, code, message }: ChunkReject['problems'][number]): string {
  return column === null ? `${code}: ${message}` : `${column} ${code}: ${message}`;
}
