import { HeaderTexts } from './header-texts.ts';
import { VarInts } from './var-ints.ts';

/** The fields of a record's batch that kafkajs needs besides the record's own. */
interface BatchContext {
  readonly producerId: string;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
}

/** A record batch of magic 2: the bytes its records lie in, and the numbers theirs are relative to. */
export interface WireBatch extends BatchContext {
  readonly bytes: Buffer;
  readonly firstOffset: bigint;
  /** Of the first record; of all of them when the broker stamped them. */
  readonly timestampMs: number;
  readonly isStamped: boolean;
}

const attributesBytes = 1;
const texts = new HeaderTexts();

/**
 * A record in the bytes in which it came, in the shape that kafkajs wants of it. Its parts are read when they are asked for.
 */
export class WireRecord {
  readonly batchContext: WireBatch;
  readonly #offsetDelta: number;
  readonly #timestampDelta: number;
  /** Where the length of its key begins. */
  readonly #keyAt: number;

  /** @param at where it begins in the batch's bytes, after its length */
  constructor(batch: WireBatch, at: number) {
    const numbers = new VarInts(batch.bytes, at + attributesBytes);
    this.batchContext = batch;
    this.#timestampDelta = numbers.next();
    this.#offsetDelta = numbers.next();
    this.#keyAt = numbers.at;
  }

  /** Its offset as a number. */
  get position(): bigint {
    return this.batchContext.firstOffset + BigInt(this.#offsetDelta);
  }

  get timestampMs(): number {
    const { timestampMs, isStamped } = this.batchContext;
    return isStamped ? timestampMs : timestampMs + this.#timestampDelta;
  }

  get key(): Buffer | null {
    return readBytes(this.batchContext.bytes, new VarInts(this.batchContext.bytes, this.#keyAt));
  }

  get value(): Buffer | null {
    const { bytes } = this.batchContext;
    const numbers = new VarInts(bytes, this.#keyAt);
    skipBytes(numbers);
    return readBytes(bytes, numbers);
  }

  /** As texts; of a header that is given more than once, the last counts. */
  get headers(): Record<string, string> {
    const { bytes } = this.batchContext;
    const numbers = new VarInts(bytes, this.#keyAt);
    skipBytes(numbers);
    skipBytes(numbers);
    const count = numbers.next();
    const headers: Record<string, string> = {};
    for (let place = 0; place < 2 * count; place += 2) {
      const name = readText(bytes, numbers, place);
      headers[name] = readText(bytes, numbers, place + 1);
    }
    return headers;
  }

  get offset(): string {
    return this.position.toString();
  }

  get timestamp(): string {
    return this.timestampMs.toString();
  }

  get isControlRecord(): boolean {
    return this.batchContext.isControlBatch;
  }
}

/** A length of -1 stands for null. */
function readBytes(bytes: Buffer, numbers: VarInts): Buffer | null {
  const length = numbers.next();
  return length < 0 ? null : bytes.subarray(numbers.at, numbers.at + length);
}

function skipBytes(numbers: VarInts): void {
  const length = numbers.next();
  if (length > 0) numbers.at += length;
}

/** @param place by which the text is likely to be the same as in the record before */
function readText(bytes: Buffer, numbers: VarInts, place: number): string {
  const end = Math.max(numbers.next(), 0) + numbers.at;
  const text = texts.read(place, bytes, numbers.at, end);
  numbers.at = end;
  return text;
}
