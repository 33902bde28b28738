import type { TransactionSql } from 'postgres';
import type { Chunk } from '../reading/thread-messages.ts';
import { copyInto } from './copy-into.ts';
import { describeConflict } from './describe-conflict.ts';
import { stagingColumns } from './encode-chunk.ts';
import type { MergeConflict } from './merge-conflict.ts';
import { conflictCode, nothingStored, type StoredChunk } from './stored-chunk.ts';

/** The answer of `merge_import`; counts are text, as bigint is. */
type MergedRow = {
  readonly inserted: string;
  readonly inserted_lines: string;
  readonly already_there: string;
  readonly conflicts: readonly MergeConflict[];
};

/**
 * Puts a chunk's invoices into billing, in the transaction given: COPY into the staging tables that billing's
 * `open_import` makes for this session, then billing's `merge_import`.
 *
 * @param jobId the job instance that the invoices name as their source
 */
export async function storeInvoiceChunk(
  tx: TransactionSql,
  jobId: string,
  chunk: Chunk,
): Promise<StoredChunk> {
  if (chunk.itemCount === 0) return nothingStored;
  await tx`select billing.open_import()`;
  await copyInto(tx, 'import_invoices', stagingColumns.invoices, chunk.items);
  if (chunk.details !== undefined) await copyInto(tx, 'import_lines', stagingColumns.lines, chunk.details);
  const [merged] = await tx<MergedRow[]>`select * from billing.merge_import(${jobId}::uuid)`;
  if (merged === undefined) throw new TypeError('merge_import answered nothing.');
  const inserted = Number(merged.inserted);
  return {
    loadedItems: inserted,
    // A file whose rows are lines has one line for each row; otherwise each row is an invoice.
    loadedRows: chunk.details === undefined ? inserted : Number(merged.inserted_lines),
    refused: merged.conflicts.map((conflict) => ({
      rowNumber: conflict.rowNumber,
      code: conflictCode,
      describe: (currency) => describeConflict(conflict, currency),
    })),
  };
}
