import type { LogRecord, NewRecord } from '../event-log.ts';
import {
  createHeaderPacker,
  createHeaderReader,
  type HeaderReader,
  type Headers,
  readJson,
} from './packed-headers.ts';

/**
 * The form in which records that are appended at once are kept: a format byte, the byte length (int32) of the first
 * record's headers and these as a JSON object, then for each record its timestamp (float64), the byte lengths of key (-1
 * for none), value and headers (int32 each) and the three themselves, headers as `packed-headers.ts` says. Numbers are
 * little-endian. In format 1, which is still read, a record's headers are a JSON object and nothing goes before the records.
 */
const format = 2;
const formatWithoutFirst = 1;
const fixedBytes = 8 + 4 + 4 + 4;

/** A record with its text already in bytes. */
export interface EncodedRecord {
  readonly key: Buffer | undefined;
  readonly value: Uint8Array;
  readonly headers: Headers;
  /** The headers as JSON. */
  readonly headersJson: Buffer;
  readonly timestampMs: number;
}

const noHeaders: Headers = {};

/** Puts a record's text into bytes. */
export function toEncodedRecord(record: NewRecord): EncodedRecord {
  const headers = record.headers ?? noHeaders;
  return {
    key: record.key === null ? undefined : Buffer.from(record.key),
    value: record.value,
    headers,
    headersJson: Buffer.from(JSON.stringify(headers)),
    timestampMs: record.timestampMs ?? Date.now(),
  };
}

/** The largest number of bytes of a record, besides the batch's head, which has the first record's headers. */
export function sizeOf({ key, value, headersJson }: EncodedRecord): number {
  return fixedBytes + (key?.length ?? 0) + value.length + headersJson.length;
}

/** Packs records into one run of bytes. */
export function packRecords(records: readonly EncodedRecord[]): Buffer {
  const [first] = records;
  const head = Buffer.alloc(1 + 4);
  head.writeUInt8(format, 0);
  head.writeInt32LE(first?.headersJson.length ?? 0, 1);
  const parts: Uint8Array[] = [head, first?.headersJson ?? Buffer.alloc(0)];
  const headerPacker = createHeaderPacker(first?.headers ?? noHeaders);
  for (const { key, value, headers, headersJson, timestampMs } of records) {
    const packedHeaders = headerPacker(headers, headersJson);
    const fixed = Buffer.allocUnsafe(fixedBytes);
    fixed.writeDoubleLE(timestampMs, 0);
    fixed.writeInt32LE(key?.length ?? -1, 8);
    fixed.writeInt32LE(value.length, 12);
    fixed.writeInt32LE(packedHeaders.length, 16);
    parts.push(fixed, ...(key === undefined ? [] : [key]), value, packedHeaders);
  }
  return Buffer.concat(parts);
}

/**
 * Unpacks the records of a batch from an offset on; keys, values and headers stay in the batch's bytes.
 *
 * @param place where the batch stands, `firstOffset` being its first record's
 */
export function unpackRecords(
  packed: Buffer,
  place: { readonly topic: string; readonly partition: number; readonly firstOffset: bigint },
  fromOffset: bigint,
): LogRecord[] {
  const head = readHead(packed);
  const batch: PackedBatch = { ...place, packed, readHeaders: head.readHeaders };
  const records: LogRecord[] = [];
  const firstWanted = Number(fromOffset - place.firstOffset);
  let index = 0;
  let at = head.bytes;
  while (at < packed.length) {
    if (index >= firstWanted) records.push(new PackedRecord(batch, index, at));
    at = endOf(packed, at);
    index += 1;
  }
  return records;
}

function readHead(packed: Buffer): { readonly bytes: number; readonly readHeaders: HeaderReader } {
  if (packed[0] === formatWithoutFirst) return { bytes: 1, readHeaders: readJson };
  if (packed[0] !== format) throw new TypeError(`Format ${packed[0]} of a record batch is not known`);
  const bytes = 1 + 4 + packed.readInt32LE(1);
  return { bytes, readHeaders: createHeaderReader(readJson(packed, 1 + 4, bytes)) };
}

/** Where the record that begins here ends. */
function endOf(packed: Buffer, at: number): number {
  const keyBytes = Math.max(packed.readInt32LE(at + 8), 0);
  return at + fixedBytes + keyBytes + packed.readInt32LE(at + 12) + packed.readInt32LE(at + 16);
}

interface PackedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly firstOffset: bigint;
  readonly packed: Buffer;
  readonly readHeaders: HeaderReader;
}

/** Parts are read when asked for: together they outweigh the bytes they are in, and most records wait for their turn. */
class PackedRecord implements LogRecord {
  readonly #batch: PackedBatch;
  readonly #index: number;
  readonly #at: number;

  /**
   * @param index its place among the batch's records
   * @param at where it begins in the batch's bytes
   */
  constructor(batch: PackedBatch, index: number, at: number) {
    this.#batch = batch;
    this.#index = index;
    this.#at = at;
  }

  get topic(): string {
    return this.#batch.topic;
  }

  get partition(): number {
    return this.#batch.partition;
  }

  get offset(): bigint {
    return this.#batch.firstOffset + BigInt(this.#index);
  }

  get timestampMs(): number {
    return this.#batch.packed.readDoubleLE(this.#at);
  }

  get key(): string | null {
    const { packed } = this.#batch;
    if (packed.readInt32LE(this.#at + 8) < 0) return null;
    return packed.toString('utf8', this.#at + fixedBytes, this.#valueAt());
  }

  get value(): Uint8Array {
    return this.#batch.packed.subarray(this.#valueAt(), this.#headersAt());
  }

  get headers(): Headers {
    const { packed, readHeaders } = this.#batch;
    return readHeaders(packed, this.#headersAt(), endOf(packed, this.#at));
  }

  #valueAt(): number {
    return this.#at + fixedBytes + Math.max(this.#batch.packed.readInt32LE(this.#at + 8), 0);
  }

  #headersAt(): number {
    return this.#valueAt() + this.#batch.packed.readInt32LE(this.#at + 12);
  }
}
