import type { Sql } from 'postgres';
import { toPgArray } from '#platform/database/pg-array.ts';
import { checkSizes } from '../check-sizes.ts';
import type { NewRecord, Position } from '../event-log.ts';
import { maxRecordBytes } from '../limits.ts';
import { choosePartitions } from '../partitioner.ts';
import { type EncodedRecord, packRecords, sizeOf, toEncodedRecord } from './record-batch.ts';
import type { StoredTopic } from './topics.ts';

/** Records that become one row. */
interface Chunk {
  readonly partition: number;
  readonly records: EncodedRecord[];
  /** Where each record stood in the list given. */
  readonly indexes: number[];
  bytes: number;
}

/** Appends records in one statement, which is one transaction. */
export async function appendRecords(
  sql: Sql,
  topic: StoredTopic,
  records: readonly NewRecord[],
): Promise<readonly Position[]> {
  const encoded = records.map(toEncodedRecord);
  checkSizes(topic.name, encoded.map(sizeOf));
  const partitions = choosePartitions(records, topic.partitions);
  const chunks = toChunks(encoded, partitions);
  const packed = chunks.map((chunk) => packRecords(chunk.records));
  const [row] = await sql<{ first_offsets: string[] }[]>`
    select to_json(event_log.append(
      ${topic.id},
      ${toPgArray(chunks.map((chunk) => chunk.partition))}::text::int[],
      ${toPgArray(chunks.map((chunk) => chunk.records.length))}::text::int[],
      ${toPgArray(packed.map((bytes) => bytes.length))}::text::int[],
      ${Buffer.concat(packed)}
    )::text[]) as first_offsets`;
  const positions: Position[] = [];
  chunks.forEach((chunk, number) => {
    const firstOffset = BigInt(row?.first_offsets[number] ?? 0);
    chunk.indexes.forEach((index, nth) => {
      positions[index] = { partition: chunk.partition, offset: firstOffset + BigInt(nth) };
    });
  });
  return positions;
}

/** Splits records by partition, and a partition's records into rows of a bounded size. */
function toChunks(records: readonly EncodedRecord[], partitions: readonly number[]): Chunk[] {
  const chunks: Chunk[] = [];
  const open = new Map<number, Chunk>();
  records.forEach((record, index) => {
    const partition = partitions[index] ?? 0;
    const bytes = sizeOf(record);
    let chunk = open.get(partition);
    if (chunk === undefined || chunk.bytes + bytes > maxRecordBytes) {
      chunk = { partition, records: [], indexes: [], bytes: 0 };
      chunks.push(chunk);
      open.set(partition, chunk);
    }
    chunk.records.push(record);
    chunk.indexes.push(index);
    chunk.bytes += bytes;
  });
  return chunks;
}
