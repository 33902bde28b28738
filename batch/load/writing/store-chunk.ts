import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TransactionSql } from 'postgres';
import { openCopyIn } from '#platform/patches/copy-in.ts';
import type { Chunk } from '../reading/thread-messages.ts';
import { stagingColumns } from './encode-chunk.ts';

/** The result of storing a chunk's invoices. */
export interface Merged {
  /** Invoices that are new, and their lines. */
  readonly inserted: number;
  readonly insertedLines: number;
  /** Invoices that billing has with equal figures. */
  readonly alreadyThere: number;
  readonly conflicts: readonly MergeConflict[];
}

/** An invoice that billing has with other figures. */
export interface MergeConflict {
  /** The first of its rows. */
  readonly rowNumber: number;
  readonly number: string;
  /** The figures that differ, by name. */
  readonly stored: ConflictFigures;
  readonly given: ConflictFigures;
}

/** Figures of an invoice by name, and the first line that differs. */
export type ConflictFigures = Readonly<Record<string, string | number | LineFigures>>;

/** The figures of a line that billing compares. */
export interface LineFigures {
  readonly position: number;
  readonly sku: string | null;
  readonly description: string;
  readonly quantityE4: number;
  readonly unit: string;
  readonly unitPriceMicro: number;
  readonly taxRateMilli: number;
}

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
export async function storeChunk(tx: TransactionSql, jobId: string, chunk: Chunk): Promise<Merged> {
  if (chunk.invoiceCount === 0) return { inserted: 0, insertedLines: 0, alreadyThere: 0, conflicts: [] };
  await tx`select billing.open_import()`;
  await copy(tx, 'import_invoices', stagingColumns.invoices, chunk.invoices);
  if (chunk.lines !== undefined) await copy(tx, 'import_lines', stagingColumns.lines, chunk.lines);
  const [merged] = await tx<MergedRow[]>`select * from billing.merge_import(${jobId}::uuid)`;
  if (merged === undefined) throw new TypeError('merge_import answered nothing.');
  return {
    inserted: Number(merged.inserted),
    insertedLines: Number(merged.inserted_lines),
    alreadyThere: Number(merged.already_there),
    conflicts: merged.conflicts,
  };
}

async function copy(
  tx: TransactionSql,
  table: string,
  columns: readonly string[],
  bytes: Uint8Array,
): Promise<void> {
  const query = tx`copy pg_temp.${tx(table)} (${tx([...columns])}) from stdin (format binary)`;
  await pipeline(Readable.from(slices(bytes)), await openCopyIn(query));
}

const sliceBytes = 1 << 16;

/** Cuts bytes into pieces that the socket takes one after the other, so that its queue stays small. */
function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += sliceBytes) yield bytes.subarray(from, from + sliceBytes);
}
