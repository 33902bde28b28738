/** The next part of a zstd file: bytes to read, bytes to skip, or the end of a frame. */
type Part = { readonly look: number } | { readonly pass: number } | 'end';

/** The window that every decoder takes by itself (zstd(1), `--memory`): 128 MiB; Node's takes no larger one. */
const maxWindowBytes = 2 ** 27;
const mebibyte = 2 ** 20;

/** A sound frame that needs more memory than is given to it. */
export class WindowTooLargeError extends Error {
  constructor(windowBytes: number) {
    const size = Math.ceil(windowBytes / mebibyte).toLocaleString('en-US');
    super(
      `its zstd window of ${size} MiB is larger than the ${maxWindowBytes / mebibyte} MiB that are read. ` +
        'Compress it again without --long, or with --long=27 at the most.',
    );
  }
}

const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;

/**
 * Cuts bytes in pieces that end where frames end (RFC 8878, section 3.1). Node's decompressor drops, without a word,
 * everything that follows a frame's end in the same piece, so that a file of several frames would lose rows.
 */
export async function* cutAtZstdFrames(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const walk = new FrameWalk();
  for await (const bytes of source) {
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      at = walk.advance(bytes, at);
      if (!walk.takeEnd()) continue;
      if (at > from) yield bytes.subarray(from, at);
      from = at;
    }
    if (at > from) yield bytes.subarray(from, at);
  }
}

/** Follows the frames of a file through its pieces. */
class FrameWalk {
  readonly #parts = walkFrames();
  #part = this.#parts.next().value as Part;
  #looked: number[] = [];
  #passedBytes = 0;

  /** Reads or skips bytes of the present part, at the most to its end, and returns the new index. */
  advance(bytes: Uint8Array, at: number): number {
    if (this.#part === 'end') return at;
    return 'look' in this.#part
      ? this.#look(this.#part.look, bytes, at)
      : this.#pass(this.#part.pass, bytes, at);
  }

  /** Returns true at the end of a frame, and then moves on to the next frame. */
  takeEnd(): boolean {
    if (this.#part !== 'end') return false;
    this.#part = this.#parts.next().value as Part;
    return true;
  }

  #look(count: number, bytes: Uint8Array, at: number): number {
    this.#looked.push(bytes[at] as number);
    if (this.#looked.length === count) {
      this.#part = this.#parts.next(this.#looked).value as Part;
      this.#looked = [];
    }
    return at + 1;
  }

  #pass(count: number, bytes: Uint8Array, at: number): number {
    const step = Math.min(count - this.#passedBytes, bytes.length - at);
    this.#passedBytes += step;
    if (this.#passedBytes === count) {
      this.#part = this.#parts.next().value as Part;
      this.#passedBytes = 0;
    }
    return at + step;
  }
}

/** The parts of a file, frame by frame. Bytes that are not a frame become one endless part: the decompressor refuses them. */
function* walkFrames(): Generator<Part, never, number[]> {
  for (;;) {
    const magic = toNumber(yield { look: 4 });
    if (magic === frameMagic) yield* walkFrame();
    else if ((magic & 0xfffffff0) >>> 0 === skippableMagic) yield* pass(toNumber(yield { look: 4 }));
    else yield { pass: Number.POSITIVE_INFINITY };
    yield 'end';
  }
}

function* walkFrame(): Generator<Part, void, number[]> {
  const descriptor = toNumber(yield { look: 1 });
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const hasChecksum = (descriptor & 0x04) !== 0;
  const dictionaryIdBytes = [0, 1, 2, 4][descriptor & 0x03] ?? 0;
  const contentSizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0;
  const windowBytes = isSingleSegment ? 0 : toWindowBytes(toNumber(yield { look: 1 }));
  yield* pass(dictionaryIdBytes);
  const contentBytes = contentSizeBytes > 0 ? toNumber(yield { look: contentSizeBytes }) : 0;
  const neededBytes = isSingleSegment ? contentBytes : windowBytes;
  if (neededBytes > maxWindowBytes) throw new WindowTooLargeError(neededBytes);
  for (let isLast = false; !isLast; ) {
    const header = toNumber(yield { look: 3 });
    const isRunOfOneByte = ((header >>> 1) & 0x03) === 1;
    yield* pass(isRunOfOneByte ? 1 : header >>> 3);
    isLast = (header & 0x01) === 1;
  }
  if (hasChecksum) yield* pass(4);
}

/** RFC 8878, section 3.1.1.1.2. */
function toWindowBytes(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 0x07);
}

function* pass(bytes: number): Generator<Part, void, number[]> {
  if (bytes > 0) yield { pass: bytes };
}

/** Little-endian. */
function toNumber(bytes: readonly number[]): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
