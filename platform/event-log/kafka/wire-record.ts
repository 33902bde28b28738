import { createRequire } from 'node:module';
import { HeaderTexts } from '../header-texts.ts';
import { VarInts } from './var-ints.ts';

/** What kafkajs says of the batch a record lies in; 64-bit numbers are texts. */
export interface BatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  readonly maxTimestamp: string;
  /** 1 when the broker stamped the records: all have the batch's largest timestamp then. */
  readonly timestampType: number;
  readonly isControlBatch: boolean;
  readonly magicByte: number;
}

const appendTime = 1;
const attributesBytes = 1;
const texts = new HeaderTexts();

/**
 * A record in the bytes in which it came (Kafka protocol, record batch of magic 2), in the shape that kafkajs wants of it.
 * Its parts are read when they are asked for.
 */
export class WireRecord {
  readonly batchContext: BatchContext;
  readonly position: bigint;
  readonly timestampMs: number;
  readonly #bytes: Buffer;
  readonly #keyAt: number;
  /** Lengths are -1 for null. */
  readonly #keyBytes: number;
  readonly #valueAt: number;
  readonly #valueBytes: number;

  /** @param bytes the record without its length */
  constructor(bytes: Buffer, batch: BatchContext) {
    const numbers = new VarInts(bytes, attributesBytes);
    const timestampDelta = numbers.next();
    const { firstOffset, timestampMs } = numbersOf(batch);
    this.batchContext = batch;
    this.timestampMs = batch.timestampType === appendTime ? timestampMs : timestampMs + timestampDelta;
    this.position = firstOffset + BigInt(numbers.next());
    this.#bytes = bytes;
    this.#keyBytes = numbers.next();
    this.#keyAt = numbers.at;
    numbers.at += Math.max(this.#keyBytes, 0);
    this.#valueBytes = numbers.next();
    this.#valueAt = numbers.at;
  }

  get key(): Buffer | null {
    return this.#keyBytes < 0 ? null : this.#bytes.subarray(this.#keyAt, this.#keyAt + this.#keyBytes);
  }

  get value(): Buffer | null {
    return this.#valueBytes < 0
      ? null
      : this.#bytes.subarray(this.#valueAt, this.#valueAt + this.#valueBytes);
  }

  /** As texts; of a header that is given more than once, the last counts. */
  get headers(): Record<string, string> {
    const bytes = this.#bytes;
    const numbers = new VarInts(bytes, this.#valueAt + Math.max(this.#valueBytes, 0));
    const count = numbers.next();
    const headers: Record<string, string> = {};
    for (let place = 0; place < 2 * count; place += 2) {
      const nameEnd = numbers.next() + numbers.at;
      const name = texts.read(place, bytes, numbers.at, nameEnd);
      numbers.at = nameEnd;
      const valueEnd = Math.max(numbers.next(), 0) + numbers.at;
      headers[name] = texts.read(place + 1, bytes, numbers.at, valueEnd);
      numbers.at = valueEnd;
    }
    return headers;
  }

  get offset(): string {
    return this.position.toString();
  }

  get timestamp(): string {
    return this.timestampMs.toString();
  }

  get attributes(): number {
    return this.#bytes[0] ?? 0;
  }

  get magicByte(): number {
    return this.batchContext.magicByte;
  }

  get isControlRecord(): boolean {
    return this.batchContext.isControlBatch;
  }
}

interface BatchNumbers {
  readonly batch: BatchContext;
  readonly firstOffset: bigint;
  readonly timestampMs: number;
}

/** Of the batch whose records are read just now. */
let latest: BatchNumbers | undefined;

function numbersOf(batch: BatchContext): BatchNumbers {
  if (latest?.batch === batch) return latest;
  const { timestampType, firstTimestamp, maxTimestamp } = batch;
  const timestampMs = Number(timestampType === appendTime ? maxTimestamp : firstTimestamp);
  latest = { batch, firstOffset: BigInt(batch.firstOffset), timestampMs };
  return latest;
}

const require = createRequire(import.meta.url);

/**
 * Lets kafkajs 2.2 read records as `WireRecord`. Its own reading makes a view of the bytes for each part of each record and
 * copies the headers once for each of them, which takes longer than all that statistics do with a record. To be called
 * before the first fetch, upon which kafkajs loads its reader.
 */
export function readWireRecords(): void {
  const reader = require.resolve('kafkajs/src/protocol/recordBatch/record/v0/decoder');
  require(reader);
  const loaded = require.cache[reader];
  if (loaded !== undefined)
    loaded.exports = (decoder: { readonly buffer: Buffer }, batch: BatchContext) =>
      new WireRecord(decoder.buffer, batch);
}
