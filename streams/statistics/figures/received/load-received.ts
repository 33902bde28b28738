import type { Sql } from 'postgres';
import { CodedError } from '#platform/errors/coded-error.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { readerGroup } from '../../store/reader-group.ts';
import { type Positions, positionOf } from './positions.ts';
import { type ReceivedBatch, type ReceivedInvoiceColumns, toInvoices } from './received-invoice.ts';

/** Invoices after a position cannot be read: some of them are no longer kept, or the position is not reached yet. */
export class PositionError extends CodedError<'POSITION_EXPIRED' | 'POSITION_AHEAD'> {
  override readonly name = 'PositionError';
}

/** The largest number of invoices of a partition on a page, unless its first row has more. */
export const pageSize = 250;
/** The number of rows of a partition that are read to fill a page. */
const pageRows = 250;

interface PageRow {
  readonly partition: number;
  readonly keptFrom: string;
  /** This and what follows is null for a partition with nothing new. */
  readonly fromOffset: string | null;
  readonly nextOffset: string;
  readonly storedMs: number;
  readonly invoices: string;
}

/**
 * Reads the next invoices after a position: of each partition some, in the partition's order, and among partitions about
 * as they were stored. Empty when there is none yet.
 *
 * @throws {PositionError} POSITION_EXPIRED
 */
export async function loadReceived(sql: Sql, after: Positions): Promise<ReceivedBatch[]> {
  const rows = await sql<PageRow[]>`
    select progress.partition, progress.received_from::text as "keptFrom",
      batch.from_offset::text as "fromOffset", batch.next_offset::text as "nextOffset",
      (extract(epoch from batch.stored_at) * 1000)::float8 as "storedMs", batch.invoices::text
    from partition_progress as progress
    left join json_to_recordset(${toJson(after)}::text::json) as at(partition int, "nextOffset" bigint)
      on at.partition = progress.partition
    left join lateral (
      select *, sum(count) over (order by next_offset) - count as before
      from (
        select * from received_batches
        where partition = progress.partition and next_offset > coalesce(at."nextOffset", 0)
        order by next_offset
        limit ${pageRows}) as following) as batch on batch.before < ${pageSize}
    order by progress.partition, batch.next_offset`;
  for (const { partition, keptFrom } of rows) {
    if (positionOf(after, partition) < BigInt(keptFrom)) throw createExpiredError();
  }
  return inOrderOfStoring(rows);
}

/**
 * Checks that invoices can be read from a position on.
 *
 * @throws {PositionError}
 */
export async function checkPositions(sql: Sql, after: Positions): Promise<void> {
  const rows = await sql<{ partition: number; keptFrom: string; nextOffset: string }[]>`
    select partition, received_from::text as "keptFrom", next_offset::text as "nextOffset"
    from reader_offset join partition_progress using (partition)
    where reader_group = ${readerGroup} and topic = ${FACTURATION}`;
  const ends = toPositions(rows);
  const isAhead = after.some((offset, partition) => offset > positionOf(ends, partition));
  if (isAhead) throw new PositionError('POSITION_AHEAD', 'The cursor is after the last invoice.');
  const isExpired = rows.some(({ partition, keptFrom }) => positionOf(after, partition) < BigInt(keptFrom));
  if (isExpired) throw createExpiredError();
}

/** Loads the position of the statistics. */
export async function loadPositions(sql: Sql): Promise<bigint[]> {
  const rows = await sql<{ partition: number; nextOffset: string }[]>`
    select partition, next_offset::text as "nextOffset" from reader_offset
    where reader_group = ${readerGroup} and topic = ${FACTURATION}`;
  return toPositions(rows);
}

/** Positions of rows that may leave partitions out. */
export function toPositions(
  rows: readonly { readonly partition: number; readonly nextOffset: string }[],
): bigint[] {
  const length = Math.max(0, ...rows.map(({ partition }) => partition + 1));
  const positions = Array.from({ length }, () => 0n);
  for (const { partition, nextOffset } of rows) positions[partition] = BigInt(nextOffset);
  return positions;
}

function createExpiredError(): PositionError {
  return new PositionError(
    'POSITION_EXPIRED',
    'Invoices after this cursor are no longer kept. Read the totals anew and continue after their cursor.',
  );
}

function toJson(positions: Positions): string {
  return JSON.stringify(positions.map((offset, partition) => ({ partition, nextOffset: offset.toString() })));
}

/** A partition's rows stay in their order, even where a clock went back between them. */
function inOrderOfStoring(rows: readonly PageRow[]): ReceivedBatch[] {
  let storedMs = 0;
  let current = -1;
  const timed = rows.flatMap((row) => {
    if (row.fromOffset === null) return [];
    storedMs = row.partition === current ? Math.max(storedMs, row.storedMs) : row.storedMs;
    current = row.partition;
    return [{ storedMs, batch: toBatch(row, BigInt(row.fromOffset)) }];
  });
  return timed.toSorted((left, right) => left.storedMs - right.storedMs).map(({ batch }) => batch);
}

function toBatch({ partition, nextOffset, invoices }: PageRow, fromOffset: bigint): ReceivedBatch {
  const stored = JSON.parse(invoices) as readonly ReceivedInvoiceColumns[];
  return {
    partition,
    fromOffset,
    nextOffset: BigInt(nextOffset),
    invoices: toInvoices(fromOffset, stored),
  };
}
