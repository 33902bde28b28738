import type { ISql } from 'postgres';
import { type ReceivedInvoice, toRows } from './received-invoice.ts';

/** Keeps invoices that a batch brought, for subscribers that come later; repeats and dead letters are none. */
export function writeReceived(
  tx: ISql,
  partition: number,
  invoices: readonly ReceivedInvoice[],
): Promise<unknown>[] {
  if (invoices.length === 0) return [];
  const rows = JSON.stringify(toRows(invoices));
  return [
    tx`
      insert into received_batches (partition, from_offset, next_offset, count, invoices)
      select ${partition}, "fromOffset", "nextOffset", count, invoices
      from json_to_recordset(${rows}::text::json)
        as batch("fromOffset" bigint, "nextOffset" bigint, count int, invoices json)`,
  ];
}
