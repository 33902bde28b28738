import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { CodedError } from '#platform/errors/coded-error.ts';
import { type Compression, detectCompression, magicBytes } from './compression.ts';
import { detectForeignFormat } from './foreign-format.ts';
import { gunzipMembers, TrailingBytesError } from './gunzip-members.ts';
import { cutAtZstdFrames, WindowTooLargeError } from './zstd-frames.ts';

type CsvInputErrorCode = 'FILE_UNREADABLE' | 'FILE_CHANGED' | 'FILE_DAMAGED' | 'FILE_UNSUPPORTED';

/**
 * A file that cannot be read, that is shorter than it was, whose compressed bytes are damaged, or that is in a format
 * that is not supported.
 */
class CsvInputError extends CodedError<CsvInputErrorCode> {}

export interface OpenBytesOptions {
  /** The first byte to read, in the decompressed file. */
  readonly start?: number | undefined;
  /** The byte after the last one to read, in the decompressed file; undefined for its end. */
  readonly end?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Gives memory of `pieceBytes` for a piece of a file that is not compressed; new memory if absent. */
  readonly takeMemory?: (() => Buffer) | undefined;
}

/** A piece that stays within the processor's cache while its records are read. */
export const pieceBytes = 65_536;

/**
 * Reads the bytes of a file, decompressed if they are gzip or zstd. The file is read as fast as the pieces are taken, and
 * closed when the loop ends, also by an error.
 *
 * A compressed file is decompressed from its beginning, and the bytes before `start` are left out.
 *
 * @throws {CsvInputError}
 */
export async function* openBytes(path: string, options: OpenBytesOptions = {}): AsyncGenerator<Buffer, void> {
  const { start = 0, end = Number.POSITIVE_INFINITY, signal, takeMemory = allocatePiece } = options;
  try {
    const source = await openSource(path, start, takeMemory);
    let at = source.start;
    for await (const piece of source.pieces) {
      signal?.throwIfAborted();
      const wanted = piece.subarray(Math.max(0, start - at), Math.max(0, end - at));
      at += piece.length;
      if (wanted.length > 0) yield wanted;
      if (at >= end) return;
    }
    if (Number.isFinite(end) && at < end) {
      throw new CsvInputError(
        'FILE_CHANGED',
        `${path} has become shorter: it ends at byte ${at} and not at ${end}.`,
      );
    }
  } catch (error) {
    throw toInputError(error, path);
  }
}

/**
 * Reads the beginning of a file, decompressed, up to a number of bytes, and detects its compression.
 *
 * @throws {CsvInputError} FILE_UNSUPPORTED also if it is a workbook, an archive or the like
 */
export async function readHead(
  path: string,
  maxBytes: number,
): Promise<{ readonly bytes: Buffer; readonly compression: Compression | undefined }> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of openBytes(path)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= maxBytes) break;
  }
  const bytes = Buffer.concat(pieces).subarray(0, maxBytes);
  const foreign = detectForeignFormat(bytes);
  if (foreign !== undefined) {
    throw new CsvInputError(
      'FILE_UNSUPPORTED',
      `${path} is ${foreign.name}, not a CSV file: ${foreign.cure}.`,
    );
  }
  return { bytes, compression: await readCompression(path) };
}

const allocatePiece = () => Buffer.allocUnsafeSlow(pieceBytes);

interface Source {
  readonly pieces: AsyncIterable<Buffer>;
  /** The place of the first byte of the pieces, in the decompressed file. */
  readonly start: number;
}

async function openSource(path: string, start: number, takeMemory: () => Buffer): Promise<Source> {
  const compression = await readCompression(path);
  if (compression === undefined) return { pieces: readPieces(path, start, takeMemory), start };
  const stream = createReadStream(path, { highWaterMark: pieceBytes });
  return { pieces: decompress(stream, compression), start: 0 };
}

/** Reads the pieces of a file without decompression, one ahead of its reader. */
async function* readPieces(
  path: string,
  start: number,
  takeMemory: () => Buffer,
): AsyncGenerator<Buffer, void> {
  const file = await open(path, 'r');
  const read = async (at: number) => {
    const memory = takeMemory();
    const { bytesRead } = await file.read(memory, 0, memory.length, at);
    return memory.subarray(0, bytesRead);
  };
  let ahead = read(start);
  try {
    for (let at = start; ; ) {
      const piece = await ahead;
      if (piece.length === 0) return;
      at += piece.length;
      ahead = read(at);
      // A failure is reported when the piece is asked for, not while another one is read.
      ahead.catch(() => undefined);
      yield piece;
    }
  } finally {
    await Promise.allSettled([ahead]);
    await file.close();
  }
}

async function readCompression(path: string): Promise<Compression | undefined> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(magicBytes), 0, magicBytes, 0);
    return detectCompression(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Decompresses a stream. An error of any part reaches the reader and destroys all parts. */
function decompress(source: Readable, compression: Compression): AsyncIterable<Buffer> {
  if (compression === 'gzip') return gunzipMembers(source);
  const options = { chunkSize: pieceBytes };
  return pipeline(source, cutAtZstdFrames, createZstdDecompress(options), () => undefined);
}

function toInputError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof WindowTooLargeError) {
    return new CsvInputError('FILE_UNSUPPORTED', `${path} cannot be decompressed: ${error.message}`, {
      cause: error,
    });
  }
  if (error instanceof TrailingBytesError) {
    const message = `${path} cannot be decompressed: ${error.message} The file may be damaged.`;
    return new CsvInputError('FILE_DAMAGED', message, { cause: error });
  }
  if (code.startsWith('Z_') || code.startsWith('ZSTD_')) {
    const isCut = code === 'Z_BUF_ERROR';
    const why = isCut ? 'it is cut off' : 'its compressed bytes are not in order';
    return new CsvInputError('FILE_DAMAGED', `${path} cannot be decompressed: ${why}.`, { cause: error });
  }
  const why = { ENOENT: 'there is no such file', EACCES: 'this user may not', EISDIR: 'it is a folder' }[
    code
  ];
  if (why === undefined) return error;
  return new CsvInputError('FILE_UNREADABLE', `${path} cannot be read: ${why}.`, { cause: error });
}
