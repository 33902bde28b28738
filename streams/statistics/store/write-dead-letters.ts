import type { ISql } from 'postgres';
import type { DeadRecord } from '../runtime/partition-statistics.ts';

/** Keeps records that are no messages, whole, with what is wrong with them. */
export function writeDeadLetters(tx: ISql, dead: readonly DeadRecord[]): Promise<unknown>[] {
  if (dead.length === 0) return [];
  const letters = dead.map(({ record, problems }) => ({
    topic: record.topic,
    partition: record.partition,
    offset: record.offset.toString(),
    problems,
    key: record.key === null ? null : Buffer.from(record.key).toString('hex'),
    // A text within the text: PostgreSQL takes no escaped character 0 from what it unpacks.
    headers: JSON.stringify(record.headers),
    value: Buffer.from(record.value).toString('hex'),
  }));
  return [
    tx`
      insert into dead_letters (topic, partition, log_offset, problems, record_key, headers, value)
      select topic, partition, "offset", problems, decode(key, 'hex'), headers::json, decode(value, 'hex')
      from json_to_recordset(${JSON.stringify(letters)}::text::json) as letter(
        topic text, partition int, "offset" bigint, problems json, key text, headers text, value text)`,
  ];
}
