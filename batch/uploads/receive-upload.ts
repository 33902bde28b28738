import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Sql } from 'postgres';
import { CodedError } from '#platform/errors/coded-error.ts';
import {
  type BegunUpload,
  completeUpload,
  emptyUpload,
  keepFilling,
  keepFillingEveryMs,
  savePart,
} from './upload-store.ts';

/** The size of a stored piece; of a body no more than two are in memory. */
const partBytes = 1 << 20;

export interface ReceiveOptions {
  /** The days for which a complete file stays. */
  readonly days: number;
  /** The longest silence of the sender, in milliseconds. */
  readonly silenceMs: number;
  /** Aborted when the whole takes too long. */
  readonly signal: AbortSignal;
}

/**
 * Stores a body as the file of an upload that was begun. A body that breaks off, or whose length is not the announced one,
 * leaves nothing, and the file can be sent again.
 *
 * @returns the SHA-256 of its bytes, hexadecimal
 * @throws {CodedError} WRONG_LENGTH, UPLOAD_SILENT, UPLOAD_ABANDONED; and the error of a body that broke off
 */
export async function receiveUpload(
  sql: Sql,
  upload: BegunUpload,
  body: Readable,
  options: ReceiveOptions,
): Promise<string> {
  const { fileBytes } = upload;
  const sha256 = createHash('sha256');
  // A beat that is missed because the database is away shows when the next piece is stored.
  const beat = setInterval(() => void keepFilling(sql, upload).catch(() => {}), keepFillingEveryMs);
  try {
    let received = 0;
    let part = 0;
    for await (const piece of toParts(body, options)) {
      received += piece.length;
      if (received > fileBytes) break;
      sha256.update(piece);
      if (!(await savePart(sql, upload, part, piece))) throw toAbandoned();
      part += 1;
    }
    if (received !== fileBytes) throw toWrongLength(received, fileBytes);
    const digest = sha256.digest('hex');
    if (!(await completeUpload(sql, upload, { sha256: digest, days: options.days }))) throw toAbandoned();
    return digest;
  } catch (error) {
    await emptyUpload(sql, upload);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** Cuts a body into pieces of one size but for the last. */
async function* toParts(
  body: Readable,
  { silenceMs, signal }: Pick<ReceiveOptions, 'silenceMs' | 'signal'>,
): AsyncGenerator<Buffer, void> {
  let pieces: Buffer[] = [];
  let length = 0;
  const silence = setTimeout(() => body.destroy(toSilent(silenceMs)), silenceMs);
  const stop = () => body.destroy(signal.reason instanceof Error ? signal.reason : undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    for await (const piece of body as AsyncIterable<Buffer>) {
      silence.refresh();
      pieces.push(piece);
      length += piece.length;
      if (length < partBytes) continue;
      const whole = Buffer.concat(pieces, length);
      for (let at = 0; at + partBytes <= length; at += partBytes) yield whole.subarray(at, at + partBytes);
      const rest = whole.subarray(length - (length % partBytes));
      pieces = rest.length > 0 ? [rest] : [];
      length = rest.length;
    }
    if (length > 0) yield Buffer.concat(pieces, length);
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', stop);
  }
}

function toWrongLength(received: number, announced: number): CodedError<'WRONG_LENGTH'> {
  const found = received > announced ? `more than ${announced}` : String(received);
  const message = `The file was announced with ${announced} bytes and has ${found}. Nothing of it is kept; send it again, or announce its real size.`;
  return new CodedError('WRONG_LENGTH', message);
}

function toAbandoned(): CodedError<'UPLOAD_ABANDONED'> {
  return new CodedError(
    'UPLOAD_ABANDONED',
    'Storing the file took too long. Nothing of it is kept; send it again.',
  );
}

function toSilent(silenceMs: number): CodedError<'UPLOAD_SILENT'> {
  const message = `Nothing came for ${silenceMs / 1_000} s. Nothing of the file is kept; send it again.`;
  return new CodedError('UPLOAD_SILENT', message);
}
