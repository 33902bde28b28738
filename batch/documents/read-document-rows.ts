import { DocumentReadError } from '#documents/reading/document-read-error.ts';
import { readDocument } from '#documents/reading/read-document.ts';
import { toError } from '#platform/errors/to-error.ts';
import { openBytes } from '../csv/open-bytes.ts';
import { type DocumentRow, DocumentRows, type ReadOutcome } from './document-rows.ts';
import { type DocumentFile, listDocumentFiles } from './list-document-files.ts';

/** The largest file; a document in it has bounds of its own. */
const maxFileBytes = 64 << 20;

/**
 * Reads the rows of a document, or of those of a folder, plain or compressed with gzip or zstd: one for each line, allowance and charge,
 * or one for each problem. The same files give the same rows.
 *
 * @param sellers numbers of the seller, of whom the documents must be
 */
export async function* readDocumentRows(
  path: string,
  sellers: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<DocumentRow, void> {
  const rows = new DocumentRows(sellers);
  for (const file of await listDocumentFiles(path)) {
    signal.throwIfAborted();
    yield* rows.add(file, await readDocumentFile(file, signal));
  }
}

/** Reads a file to its document, or to its problems. */
export async function readDocumentFile(file: DocumentFile, signal: AbortSignal): Promise<ReadOutcome> {
  try {
    return readOutcome(await readBytes(file.path, signal));
  } catch (error) {
    if (!(error instanceof DocumentReadError)) throw error;
    const { code, message, line = 1 } = error;
    return { refusal: { code, message: message.replace(/^line \d+: /, ''), line } };
  }
}

/** Reads a document; where that fails by a fault, the document is refused, so that one does not stop a folder of them. */
function readOutcome(bytes: Uint8Array): ReadOutcome {
  try {
    return readDocument(bytes);
  } catch (error) {
    if (error instanceof DocumentReadError) throw error;
    const message = `it cannot be read because of a fault of this program (${toError(error).name}): keep it, and tell whoever maintains the system`;
    return { refusal: { code: 'DOCUMENT_UNREADABLE', message, line: 1 } };
  }
}

async function readBytes(path: string, signal: AbortSignal): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of openBytes(path, { signal })) {
    pieces.push(piece);
    length += piece.length;
    if (length > maxFileBytes)
      throw new DocumentReadError('TOO_LARGE', `it has more than ${maxFileBytes} bytes`);
  }
  return Buffer.concat(pieces, length);
}
