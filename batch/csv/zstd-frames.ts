/** What follows in a zstd file: bytes to look at, bytes to pass by, or the end of a frame. */
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
 * whatever stands behind a frame's end in one piece, so that a file of several frames would lose rows.
 */
export async function* cutAtZstdFrames(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const parts = walkFrames();
  let part = parts.next().value as Part;
  let looked: number[] = [];
  let passed = 0;
  for await (const bytes of source) {
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      if (part === 'end') {
        if (at > from) yield bytes.subarray(from, at);
        from = at;
        part = parts.next().value as Part;
      } else if ('look' in part) {
        looked.push(bytes[at] as number);
        at += 1;
        if (looked.length < part.look) continue;
        part = parts.next(looked).value as Part;
        looked = [];
      } else {
        const step = Math.min(part.pass - passed, bytes.length - at);
        at += step;
        passed += step;
        if (passed < part.pass) continue;
        part = parts.next().value as Part;
        passed = 0;
      }
    }
    if (at > from) yield bytes.subarray(from, at);
  }
}

/** The parts of a file, frame by frame. What is no frame is one part without an end: the decompressor refuses it. */
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
