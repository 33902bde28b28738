import { createGrouper, createRowGrouper, isLeftOut } from '../../mapping/grouper.ts';
import type { ImportInvoice, SourceRow } from '../../mapping/import-invoice.ts';
import type { ImportPayment } from '../../mapping/payments/import-payment.ts';
import type { PaymentMapper } from '../../mapping/payments/payment-mapper.ts';
import type { Mapper } from '../../mapping/row-mapper.ts';
import { toRejectedCells } from '../../rejects/reject-columns.ts';
import type { RowProblem } from '../../row-problem.ts';
import { decodeSortedRow } from '../sort/sorted-row.ts';
import { ChunkMaker, type PreparedRow, type PrepareRecord } from './chunk-maker.ts';
import type { ReadingTask } from './thread-messages.ts';

/** Cuts the records of a task, which are prepared first, into chunks of invoices. */
export function createInvoiceMaker(task: ReadingTask, mapper: Mapper): ChunkMaker<ImportInvoice> {
  const groupers = { together: createGrouper(mapper), alone: createGrouper(mapper, false) };
  return new ChunkMaker(groupers, task.start, task.chunkRows, createPrepareRecord(task, mapper));
}

/** Cuts the records of a task, which are prepared first, into chunks of payments. */
export function createPaymentMaker(task: ReadingTask, mapper: PaymentMapper): ChunkMaker<ImportPayment> {
  const grouper = createRowGrouper(mapper);
  const prepare = createPrepareRow(task);
  return new ChunkMaker({ together: grouper, alone: grouper }, task.start, task.chunkRows, prepare);
}

/** Returns the preparation of a record that is a row of its own; undefined if none is needed. */
function createPrepareRow({ isRejectFile, sorted }: ReadingTask): PrepareRecord | undefined {
  if (sorted !== undefined) return decodeSortedRow;
  return isRejectFile ? (record) => ({ ...record, fields: toRejectedCells(record.fields) }) : undefined;
}

/** Returns the preparation of each record of a file before it is mapped; undefined if none is needed. */
function createPrepareRecord(
  { isRejectFile, scattered, sorted }: ReadingTask,
  mapper: Mapper,
): PrepareRecord | undefined {
  if (sorted !== undefined) return (record) => markSuspect(decodeSortedRow(record), sorted.suspects, mapper);
  if (!isRejectFile && scattered.size === 0) return undefined;
  return (record) => {
    const row = isRejectFile ? { ...record, fields: toRejectedCells(record.fields) } : record;
    if (isLeftOut(mapper, row)) return row;
    const number = row.problem === undefined ? mapper.numberOf(row.fields) : undefined;
    return number !== undefined && scattered.has(number) ? { ...row, problem: toScattered(number) } : row;
  };
}

function toScattered(number: string): RowProblem {
  const message = `the rows of invoice ${number} do not follow each other in the file: load it with --sort, which puts them together`;
  return { column: null, code: 'LINES_SCATTERED', message };
}

/** Rejects a row of an invoice to which a row without a number may belong: an invoice is loaded whole or not at all. */
function markSuspect(row: PreparedRow, suspects: ReadonlyMap<string, number>, mapper: Mapper): SourceRow {
  if (row.problem !== undefined || row.standsAlone === true || isLeftOut(mapper, row)) return row;
  const suspect = suspects.get(mapper.numberOf(row.fields) ?? '');
  if (suspect === undefined) return row;
  const message = `row ${suspect} may be a row of the same invoice and has no number that can be read: an invoice is loaded whole or not at all`;
  return { ...row, problem: { column: null, code: 'INVOICE_REJECTED', message } };
}
