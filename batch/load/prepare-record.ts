import type { CsvRecord } from '../csv/record.ts';
import type { Mapper } from '../mapping/compile-mapping.ts';
import type { PrepareRecord } from './chunk-maker.ts';
import { toRejectedCells } from './row-cells.ts';
import type { ReadingTask } from './thread-messages.ts';

/** What is done with each record of a file before it is mapped; undefined when nothing is. */
export function createPrepareRecord(
  { isRejectFile, scattered }: Pick<ReadingTask, 'isRejectFile' | 'scattered'>,
  mapper: Mapper,
): PrepareRecord | undefined {
  if (!isRejectFile && scattered.size === 0) return undefined;
  return (record) => {
    const row = isRejectFile ? { ...record, fields: toRejectedCells(record.fields) } : record;
    const number = row.problem === undefined ? mapper.numberOf(row.fields) : undefined;
    return number !== undefined && scattered.has(number) ? toScattered(row, number) : row;
  };
}

function toScattered(row: CsvRecord, number: string): CsvRecord {
  const message = `the rows of invoice ${number} do not follow each other in the file: put them together`;
  return { ...row, problem: { column: null, code: 'LINES_SCATTERED', message } };
}
