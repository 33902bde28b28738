import type { ISql } from 'postgres';
import type { LogRecord } from '#platform/event-log/event-log.ts';

/** A record that cannot be stored, and all that is wrong with it. */
export interface DeadLetter {
  readonly record: LogRecord;
  readonly reason: string;
}

/** Keeps records that cannot be stored, byte for byte, in the transaction that leaves them behind. */
export async function storeDeadLetters(tx: ISql, letters: readonly DeadLetter[]): Promise<void> {
  if (letters.length === 0) return;
  const rows = letters.map(({ record, reason }) => ({
    topic: record.topic,
    partition: record.partition,
    offset: record.offset.toString(),
    reason,
    key: record.key === null ? null : toHex(Buffer.from(record.key)),
    value: toHex(record.value),
    headers: JSON.stringify(record.headers),
    timestampMs: Math.trunc(record.timestampMs),
  }));
  await tx`
    insert into dead_letters (topic, partition, record_offset, reason, key, value, headers, timestamp_ms)
    select topic, partition, "offset", reason, decode(key, 'hex'), decode(value, 'hex'), headers::json, "timestampMs"
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as letter(
      topic text, partition int, "offset" bigint, reason text, key text, value text, headers text, "timestampMs" bigint)
    on conflict do nothing`;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
