import type { LogRecord, NewRecord } from '../event-log.ts';

/**
 * The form in which records that are appended at once are kept: a format byte, then for each record its timestamp
 * (float64), the byte lengths of key (-1 for none), value and headers (int32 each) and the three themselves; headers as
 * a JSON object. Numbers are little-endian.
 */
const format = 1;
const fixedBytes = 8 + 4 + 4 + 4;

/** A record with its text already in bytes. */
export interface EncodedRecord {
  readonly key: Buffer | undefined;
  readonly value: Uint8Array;
  readonly headers: Buffer;
  readonly timestampMs: number;
}

const noHeaders = Buffer.from('{}');

/** Puts a record's text into bytes. */
export function encodeRecord(record: NewRecord): EncodedRecord {
  return {
    key: record.key === null ? undefined : Buffer.from(record.key),
    value: record.value,
    headers: record.headers === undefined ? noHeaders : Buffer.from(JSON.stringify(record.headers)),
    timestampMs: record.timestampMs ?? Date.now(),
  };
}

/** How many bytes a record takes. */
export function sizeOf({ key, value, headers }: EncodedRecord): number {
  return fixedBytes + (key?.length ?? 0) + value.length + headers.length;
}

/** Packs records into one run of bytes. */
export function packRecords(records: readonly EncodedRecord[]): Buffer {
  const packed = Buffer.allocUnsafe(records.reduce((bytes, record) => bytes + sizeOf(record), 1));
  packed.writeUInt8(format, 0);
  let at = 1;
  for (const { key, value, headers, timestampMs } of records) {
    at = packed.writeDoubleLE(timestampMs, at);
    at = packed.writeInt32LE(key?.length ?? -1, at);
    at = packed.writeInt32LE(value.length, at);
    at = packed.writeInt32LE(headers.length, at);
    if (key !== undefined) at += key.copy(packed, at);
    packed.set(value, at);
    at += value.length;
    at += headers.copy(packed, at);
  }
  return packed;
}

/**
 * Unpacks the records of a batch from an offset on; values and headers stay in the batch's bytes.
 *
 * @param place where the batch stands, `firstOffset` being its first record's
 */
export function unpackRecords(
  packed: Buffer,
  place: { readonly topic: string; readonly partition: number; readonly firstOffset: bigint },
  fromOffset: bigint,
): LogRecord[] {
  if (packed[0] !== format) throw new TypeError(`Format ${packed[0]} of a record batch is not known`);
  const records: LogRecord[] = [];
  let offset = place.firstOffset;
  let at = 1;
  while (at < packed.length) {
    const timestampMs = packed.readDoubleLE(at);
    const keyBytes = packed.readInt32LE(at + 8);
    const valueBytes = packed.readInt32LE(at + 12);
    const headerBytes = packed.readInt32LE(at + 16);
    const keyAt = at + fixedBytes;
    const valueAt = keyAt + Math.max(keyBytes, 0);
    const headersAt = valueAt + valueBytes;
    at = headersAt + headerBytes;
    if (offset >= fromOffset) {
      const key = keyBytes < 0 ? null : packed.toString('utf8', keyAt, valueAt);
      const bytes = { packed, valueAt, headersAt, endAt: at };
      records.push(new PackedRecord(place, { offset, key, timestampMs }, bytes));
    }
    offset += 1n;
  }
  return records;
}

/** Where a record's value and headers lie in its batch's bytes. */
interface PackedBytes {
  readonly packed: Buffer;
  readonly valueAt: number;
  readonly headersAt: number;
  readonly endAt: number;
}

/** Views of bytes are made when asked for: they outweigh what they show, and most records wait for their turn. */
class PackedRecord implements LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly timestampMs: number;
  readonly #bytes: PackedBytes;
  #headers: Readonly<Record<string, string>> | undefined;

  constructor(
    place: { readonly topic: string; readonly partition: number },
    record: Pick<LogRecord, 'offset' | 'key' | 'timestampMs'>,
    bytes: PackedBytes,
  ) {
    this.topic = place.topic;
    this.partition = place.partition;
    this.offset = record.offset;
    this.key = record.key;
    this.timestampMs = record.timestampMs;
    this.#bytes = bytes;
  }

  get value(): Uint8Array {
    const { packed, valueAt, headersAt } = this.#bytes;
    return packed.subarray(valueAt, headersAt);
  }

  get headers(): Readonly<Record<string, string>> {
    const { packed, headersAt, endAt } = this.#bytes;
    this.#headers ??= JSON.parse(packed.toString('utf8', headersAt, endAt)) as Record<string, string>;
    return this.#headers;
  }
}
