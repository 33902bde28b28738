import { createRequire } from 'node:module';
import { VarInts } from './var-ints.ts';
import { type WireBatch, WireRecord } from './wire-record.ts';

/** kafkajs's place in the bytes of an answer. */
interface Decoder {
  readonly buffer: Buffer;
  offset: number;
}

type BatchReader = (decoder: Decoder) => Promise<{ readonly records: readonly unknown[] }>;
type RecordReader = (decoder: Decoder, batch: CompressedBatch) => unknown;

/** The fields of a batch that kafkajs has decompressed; 64-bit numbers are texts. */
interface CompressedBatch {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  readonly maxTimestamp: string;
  readonly timestampType: number;
  readonly producerId: string;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
}

/** Where the fields of a record batch lie (Kafka protocol, record batch of magic 2). */
const lengthAt = 8;
const attributesAt = 21;
const firstTimestampAt = 27;
const maxTimestampAt = 35;
const producerIdAt = 43;
const countAt = 57;
const recordsAt = 61;
const compression = 0x07;
const stamped = 0x08;
const transactional = 0x10;
const control = 0x20;

const require = createRequire(import.meta.url);

/**
 * Lets kafkajs 2.2 read records as `WireRecord`. Its own reading makes a view of the bytes for each part of each record and
 * copies the headers once for each of them, which takes longer than all that statistics do with a record. To be called
 * before the first fetch, upon which kafkajs loads its readers.
 */
export function readWireRecords(): void {
  replace<RecordReader>('kafkajs/src/protocol/recordBatch/record/v0/decoder', () => readDecompressed);
  replace<BatchReader>(
    'kafkajs/src/protocol/recordBatch/v0/decoder',
    (original) => async (decoder) => readPlainBatch(decoder) ?? original(decoder),
  );
}

function replace<Exported>(name: string, change: (original: Exported) => Exported): void {
  const path = require.resolve(name);
  const original = require(path) as Exported & { readonly isReplaced?: true };
  const loaded = require.cache[path];
  if (loaded === undefined || original.isReplaced) return;
  loaded.exports = Object.assign(change(original) as object, { isReplaced: true });
}

/** Reads an uncompressed batch and moves to its end; undefined for a compressed or truncated one. */
function readPlainBatch(decoder: Decoder): { readonly records: readonly WireRecord[] } | undefined {
  const { buffer } = decoder;
  const start = decoder.offset;
  if (start + recordsAt > buffer.length) return undefined;
  const end = start + lengthAt + 4 + buffer.readInt32BE(start + lengthAt);
  const attributes = buffer.readInt16BE(start + attributesAt);
  if (end > buffer.length || (attributes & compression) !== 0) return undefined;
  const isStamped = (attributes & stamped) !== 0;
  const batch: WireBatch = {
    bytes: buffer,
    firstOffset: buffer.readBigInt64BE(start),
    timestampMs: Number(buffer.readBigInt64BE(start + (isStamped ? maxTimestampAt : firstTimestampAt))),
    isStamped,
    producerId: buffer.readBigInt64BE(start + producerIdAt).toString(),
    inTransaction: (attributes & transactional) !== 0,
    isControlBatch: (attributes & control) !== 0,
  };
  const records: WireRecord[] = [];
  const count = buffer.readInt32BE(start + countAt);
  const numbers = new VarInts(buffer, start + recordsAt);
  for (let index = 0; index < count; index += 1) {
    const length = numbers.next();
    records.push(new WireRecord(batch, numbers.at));
    numbers.at += length;
  }
  decoder.offset = end;
  return { records };
}

/** The batch whose records were read last: each comes by itself. */
let latest: { readonly of: CompressedBatch; readonly batch: Omit<WireBatch, 'bytes'> } | undefined;

const readDecompressed: RecordReader = ({ buffer, offset }, of) => {
  if (latest?.of !== of) {
    const isStamped = of.timestampType === 1;
    const { producerId, inTransaction, isControlBatch } = of;
    const timestampMs = Number(isStamped ? of.maxTimestamp : of.firstTimestamp);
    const firstOffset = BigInt(of.firstOffset);
    latest = {
      of,
      batch: { firstOffset, timestampMs, isStamped, producerId, inTransaction, isControlBatch },
    };
  }
  return new WireRecord({ ...latest.batch, bytes: buffer }, offset);
};
