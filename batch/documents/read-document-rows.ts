import { type DocumentRow, DocumentRows } from './document-rows.ts';
import { InvoiceFileReader } from './invoice-file-reader.ts';
import { listDocumentFiles } from './list-document-files.ts';

/**
 * Reads the rows of a document, or of those of a folder, plain or compressed with gzip or zstd: one for each line, allowance and charge,
 * or one for each problem. The same files give the same rows.
 *
 * @param sellers numbers of the seller, of whom the documents must be
 * @param reader closed at the end
 */
export async function* readDocumentRows(
  path: string,
  sellers: readonly string[],
  signal: AbortSignal,
  reader: InvoiceFileReader = new InvoiceFileReader(),
): AsyncGenerator<DocumentRow, void> {
  const rows = new DocumentRows(sellers);
  try {
    for (const file of await listDocumentFiles(path)) yield* rows.add(file, await reader.read(file, signal));
  } finally {
    await reader.close();
  }
}
