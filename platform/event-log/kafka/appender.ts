import type { Kafka, Message, Producer, RecordMetadata } from 'kafkajs';
import { checkSizes } from '../check-sizes.ts';
import type { NewRecord, Position } from '../event-log.ts';
import { maxRecordBytes } from '../limits.ts';
import { choosePartitions } from '../partitioner.ts';

/** kafkajs takes time that grows with the square of what one partition gets at once. */
const maxRoundRecords = 1000;

interface Placed {
  readonly index: number;
  readonly partition: number;
  readonly bytes: number;
  readonly message: Message;
}

/** Appends records by an idempotent producer, one append at a time. */
export function createAppender(kafka: Kafka) {
  let current: Promise<Producer> | undefined;

  const connect = async (): Promise<Producer> => {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    await producer.connect();
    return producer;
  };

  const drop = async () => {
    const producer = await current?.catch(() => undefined);
    current = undefined;
    await producer?.disconnect().catch(() => {});
  };

  const send = async (topic: string, round: readonly Placed[]): Promise<RecordMetadata[]> => {
    current ??= connect();
    try {
      const producer = await current;
      return await producer.send({ topic, acks: -1, messages: round.map(({ message }) => message) });
    } catch (error) {
      // The next send of this producer would take the same sequence numbers again, and a broker that has written
      // this one would take it for a repeat and drop it. A new producer counts anew.
      await drop();
      throw error;
    }
  };

  return {
    append: async (
      topic: string,
      partitionCount: number,
      records: readonly NewRecord[],
    ): Promise<readonly Position[]> => {
      const partitions = choosePartitions(records, partitionCount);
      const placed = records.map((record, index) => place(record, index, partitions[index] ?? 0));
      checkSizes(
        topic,
        placed.map(({ bytes }) => bytes),
      );
      const positions: Position[] = [];
      for (const round of toRounds(placed)) {
        const metadata = await send(topic, round);
        const next = new Map(metadata.map((m) => [m.partition, BigInt(m.baseOffset ?? m.offset ?? 0)]));
        for (const { index, partition } of round) {
          const offset = next.get(partition) ?? 0n;
          positions[index] = { partition, offset };
          next.set(partition, offset + 1n);
        }
      }
      return positions;
    },
    close: drop,
  };
}

function place(record: NewRecord, index: number, partition: number): Placed {
  const value = Buffer.from(record.value.buffer, record.value.byteOffset, record.value.byteLength);
  const key = record.key === null ? null : Buffer.from(record.key);
  const headers = record.headers ?? {};
  const headerBytes = Object.entries(headers).reduce(
    (bytes, [name, text]) => bytes + Buffer.byteLength(name) + Buffer.byteLength(text) + 10,
    0,
  );
  const timestamp = String(record.timestampMs ?? Date.now());
  return {
    index,
    partition,
    bytes: 20 + value.length + (key?.length ?? 0) + headerBytes,
    message: { key, value, headers, timestamp, partition },
  };
}

/** Splits records so that what a partition gets at once stays within what a broker takes as one batch. */
function toRounds(placed: readonly Placed[]): Placed[][] {
  const rounds: Placed[][] = [];
  let round: Placed[] = [];
  let bytes = 0;
  for (const record of placed) {
    if (round.length === maxRoundRecords || (round.length > 0 && bytes + record.bytes > maxRecordBytes)) {
      rounds.push(round);
      round = [];
      bytes = 0;
    }
    round.push(record);
    bytes += record.bytes;
  }
  if (round.length > 0) rounds.push(round);
  return rounds;
}
