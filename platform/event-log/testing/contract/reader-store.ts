import type { Sql } from 'postgres';
import type { LogBatch, SubscribeOptions } from '../../event-log.ts';
import { loadReaderOffset, moveReaderOffset, readerOffsetDdl } from '../../reader-offsets.ts';

/** What a group made of a record; nothing keeps it from being stored twice but the reader itself. */
export interface Effect {
  readonly partition: number;
  readonly offset: bigint;
  readonly value: string;
}

/** A reader as the port wants it: effects and position in one transaction of a database of its own. */
export function createReaderStore(sql: Sql, topic: string, group: string) {
  const store = async (batch: LogBatch): Promise<void> => {
    const { partition, records } = batch;
    await sql.begin(async (tx) => {
      await moveReaderOffset(tx, { group, topic, partition }, batch);
      const rows = records.map((record) => ({
        reader_group: group,
        topic,
        partition,
        log_offset: record.offset.toString(),
        value: Buffer.from(record.value).toString(),
      }));
      for (let from = 0; from < rows.length; from += 1000) {
        await tx`insert into effect ${tx(rows.slice(from, from + 1000))}`;
      }
    });
  };
  return {
    store,

    /** What to subscribe with. */
    options: (): Pick<SubscribeOptions, 'topic' | 'group' | 'startAt' | 'onBatch'> => ({
      topic,
      group,
      startAt: (partition) => loadReaderOffset(sql, { group, topic, partition }),
      onBatch: store,
    }),

    count: async (): Promise<number> => {
      const [row] = await sql<{ count: string }[]>`
        select count(*) from effect where reader_group = ${group} and topic = ${topic}`;
      return Number(row?.count);
    },

    /** In the order in which they were stored. */
    effects: async (): Promise<Effect[]> => {
      const rows = await sql<{ partition: number; log_offset: string; value: string }[]>`
        select partition, log_offset, value from effect
        where reader_group = ${group} and topic = ${topic} order by id`;
      return rows.map(({ partition, log_offset, value }) => ({
        partition,
        offset: BigInt(log_offset),
        value,
      }));
    },
  };
}

/** Makes the tables of `createReaderStore`. */
export async function createReaderTables(sql: Sql): Promise<void> {
  await sql.unsafe(readerOffsetDdl);
  await sql`
    create table effect (
      id bigint generated always as identity primary key,
      reader_group text not null, topic text not null, partition int not null, log_offset bigint not null,
      value text not null)`;
}
