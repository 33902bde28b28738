import { DocumentReadError } from '#documents/reading/document-read-error.ts';
import { readDocument } from '#documents/reading/read-document.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toError } from '#platform/errors/to-error.ts';
import { openBytes } from '../csv/open-bytes.ts';
import type { ReadOutcome } from './document-rows.ts';

/** The answer of the thread that reads documents: the outcome, or why the file itself cannot be read. */
export type ReadingAnswer =
  | { readonly outcome: ReadOutcome; readonly failure?: undefined }
  | { readonly outcome?: undefined; readonly failure: { readonly code: string; readonly message: string } };

/** The largest file; a document in it has bounds of its own. */
const maxFileBytes = 64 << 20;

/** Reads a file to its document, or to its problems. */
export async function answerDocument(path: string): Promise<ReadingAnswer> {
  try {
    return { outcome: readOutcome(await readBytes(path)) };
  } catch (error) {
    if (error instanceof CodedError) return { failure: { code: error.code, message: error.message } };
    if (!(error instanceof DocumentReadError)) throw error;
    const { code, message, line = 1 } = error;
    return { outcome: { refusal: { code, message: message.replace(/^line \d+: /, ''), line } } };
  }
}

/** Reads a document; where that fails by a fault, the document is refused, so that one does not stop a folder of them. */
function readOutcome(bytes: Uint8Array): ReadOutcome {
  try {
    return readDocument(bytes);
  } catch (error) {
    if (error instanceof DocumentReadError) throw error;
    return refuseForFault(error);
  }
}

/** Refuses a document whose reading failed by a fault of this program. */
export function refuseForFault(error: unknown): ReadOutcome {
  const message = `it cannot be read because of a fault of this program (${toError(error).name}): keep it, and tell whoever maintains the system`;
  return { refusal: { code: 'DOCUMENT_UNREADABLE', message, line: 1 } };
}

async function readBytes(path: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of openBytes(path)) {
    pieces.push(piece);
    length += piece.length;
    if (length > maxFileBytes)
      throw new DocumentReadError('TOO_LARGE', `it has more than ${maxFileBytes} bytes`);
  }
  return Buffer.concat(pieces, length);
}
