import { createGunzip, type Gunzip } from 'node:zlib';

/** Bytes that follow the last gzip member and are neither padding nor a member. */
export class TrailingBytesError extends Error {
  readonly code = 'GZIP_TRAILING_BYTES';
  /** Their beginning in the compressed file. */
  readonly at: number;

  constructor(at: number) {
    super(`What follows the compressed data at byte ${at} is not gzip.`);
    this.at = at;
  }
}

/** Pieces of bytes that can be given back. */
class PieceSource {
  readonly #pieces: AsyncIterator<Buffer>;
  #returned: Buffer | undefined;
  /** The number of bytes taken, less those given back. */
  taken = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.#pieces = source[Symbol.asyncIterator]();
  }

  /** Undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    const returned = this.#returned;
    this.#returned = undefined;
    const piece = returned ?? (await this.#nextRead());
    this.taken += piece?.length ?? 0;
    return piece;
  }

  async #nextRead(): Promise<Buffer | undefined> {
    const { done, value } = await this.#pieces.next();
    return done === true ? undefined : value;
  }

  giveBack(bytes: Buffer): void {
    this.#returned = bytes.length > 0 ? bytes : undefined;
    this.taken -= bytes.length;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}

/**
 * Decompresses all members of a gzip file (RFC 1952, section 2.2), with NUL padding after each of them, as tapes and some
 * programs write it: gzip(1) and Python read on after padding, Node's own decompressor stops there without an error.
 *
 * @throws {TrailingBytesError} when something else follows, which may be the rest of a damaged file
 */
export async function* gunzipMembers(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const input = new PieceSource(source);
  try {
    let hasMore = true;
    while (hasMore) {
      yield* gunzipUpToPadding(input);
      hasMore = await skipPadding(input);
    }
  } finally {
    await input.close();
  }
}

/** Decompresses members that follow each other without padding. */
async function* gunzipUpToPadding(input: PieceSource): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip({ chunkSize: 65_536 });
  const feeding = feed(gunzip, input);
  // A failure reaches whoever reads, and after the end it is awaited.
  feeding.catch((error: Error) => gunzip.destroy(error));
  for await (const piece of gunzip) yield piece as Buffer;
  await feeding;
}

/** Passes the source to a decompressor, and gives back the bytes that it did not use. */
async function feed(gunzip: Gunzip, input: PieceSource): Promise<void> {
  let given = 0;
  for (;;) {
    const piece = await input.next();
    if (piece === undefined) {
      gunzip.end();
      return;
    }
    given += piece.length;
    await new Promise<void>((resolve, reject) => {
      gunzip.write(piece, (error) => (error ? reject(error) : resolve()));
    });
    const left = given - gunzip.bytesWritten;
    if (left > 0) {
      input.giveBack(piece.subarray(piece.length - left));
      return;
    }
  }
}

/** Tests if another member follows the padding. */
async function skipPadding(input: PieceSource): Promise<boolean> {
  for (;;) {
    const piece = await input.next();
    if (piece === undefined) return false;
    const start = piece.findIndex((byte) => byte !== 0);
    if (start === -1) continue;
    input.giveBack(piece.subarray(start));
    if (piece[start] === 0x1f) return true;
    throw new TrailingBytesError(input.taken);
  }
}
