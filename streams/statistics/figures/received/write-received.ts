import type { ISql } from 'postgres';
import type { ReceivedRow } from './received-rows.ts';

/** Keeps the invoices of a batch for later subscribers; repeats and dead letters are not among them. */
export function writeReceived(tx: ISql, partition: number, rows: readonly ReceivedRow[]): Promise<unknown>[] {
  if (rows.length === 0) return [];
  const places = rows.map(({ fromOffset, nextOffset, count }) => ({ fromOffset, nextOffset, count }));
  // JSON has no line feed outside its texts, and none in them: so the server takes the rows apart without reading them.
  const lines = rows.map(({ invoices }) => invoices).join('\n');
  return [
    tx`
      insert into received_batches (partition, from_offset, next_offset, count, invoices)
      select ${partition}, from_offset, next_offset, count, line::json
      from rows from (
        json_to_recordset(${JSON.stringify(places)}::text::json)
          as ("fromOffset" bigint, "nextOffset" bigint, count int),
        string_to_table(${lines}, E'\\n')
      ) as batch(from_offset, next_offset, count, line)`,
  ];
}
