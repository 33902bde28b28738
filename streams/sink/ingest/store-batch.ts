import type { Sql } from 'postgres';
import { storeDeadLetter } from '#platform/event-log/dead-letters/dead-letters.ts';
import type { LogBatch } from '#platform/event-log/event-log.ts';
import { moveReaderOffset } from '#platform/event-log/reader-offsets.ts';
import type { Rotation } from '../csv/csv-layout.ts';
import { storeInvoices } from '../store/store-invoices.ts';
import { readRecord } from './read-record.ts';

/** The sink's group of readers. */
export const sinkGroup = 'sink';

/** The result of storing a batch. */
export interface StoredBatch {
  readonly stored: number;
  /** Messages that were stored already. */
  readonly repeats: number;
  /** Records that became dead letters. */
  readonly dead: number;
}

export interface StoreBatchOptions {
  readonly sql: Sql;
  readonly rotation: Rotation;
  /** The seller's time zone, for example `Europe/Paris`. */
  readonly timeZone: string;
}

/**
 * Stores a batch in one transaction: invoices, dead letters, places in the files, and how far the partition is done.
 *
 * @throws {ReaderOffsetError} when another reader has stored from there; nothing of the batch is stored then
 */
export async function storeBatch(
  batch: LogBatch,
  { sql, rotation, timeZone }: StoreBatchOptions,
): Promise<StoredBatch> {
  const { topic, partition } = batch;
  const read = batch.records.map((record) => ({ record, result: readRecord(record, timeZone) }));
  const invoices = read.flatMap(({ result }) => (result.kind === 'invoice' ? [result.invoice] : []));
  const dead = read.flatMap(({ record, result }) =>
    result.kind === 'bad' ? [{ record, reason: result.reason }] : [],
  );
  const stored = await sql.begin(async (tx) => {
    await moveReaderOffset(tx, { group: sinkGroup, topic, partition }, batch);
    for (const { record, reason } of dead) await storeDeadLetter(tx, record, reason);
    return storeInvoices(tx, invoices, rotation);
  });
  return { stored, repeats: invoices.length - stored, dead: dead.length };
}
