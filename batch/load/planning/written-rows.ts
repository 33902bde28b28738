import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';
import { readDocumentRows } from '../../documents/read-document-rows.ts';
import { isPaymentMapping } from '../../mapping/mapping.ts';
import { readStatement } from '../../statements/read-statement.ts';
import type { OpenedFile } from '../reading/open-file.ts';
import { createPrivateFolder, removePrivateFolder, toDiskFull } from '../reading/private-folder.ts';
import type { SortedRows } from '../sort/sort-rows.ts';
import { encodeSortedRow } from '../sort/sorted-row.ts';

/** The number of characters that are written at once. */
const writtenAtOnce = 1 << 16;

/**
 * Writes the rows of a bank statement or of documents to a private folder for temporary files, each with its place, in the form of sorted
 * rows. The same content gives the same bytes, so that a restart finds its checkpoints.
 *
 * @throws {CodedError} DISK_FULL, FILE_DAMAGED, FILE_UNSUPPORTED, SELLER_UNKNOWN
 */
export async function writeSourceRows(file: OpenedFile, signal: AbortSignal): Promise<SortedRows> {
  const folder = await createPrivateFolder('rows');
  const close = () => removePrivateFolder(folder);
  try {
    const path = join(folder, 'rows');
    await writeTexts(
      path,
      file.format === 'camt.053' ? encodeStatement(file, signal) : encodeDocuments(file, signal),
    );
    return { path, bytes: (await stat(path)).size, suspects: new Map(), close };
  } catch (error) {
    await close();
    throw toDiskFull(error, folder, `write the rows of ${file.path}`);
  }
}

async function* encodeStatement({ path }: OpenedFile, signal: AbortSignal): AsyncGenerator<string, void> {
  for await (const row of readStatement(path, signal)) yield encodeSortedRow(row, false);
}

async function* encodeDocuments(
  { path, mapping }: OpenedFile,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const sellers = isPaymentMapping(mapping) ? undefined : mapping.sellers;
  if (sellers === undefined) throw toUnknownSeller(path);
  for await (const { row, standsAlone } of readDocumentRows(path, sellers, signal))
    yield encodeSortedRow(row, standsAlone);
}

/** An invoice of a supplier would count as revenue, so nothing is loaded as long as it is not known whose documents are wanted. */
function toUnknownSeller(path: string): CodedError<'SELLER_UNKNOWN'> {
  const message = `${path} has electronic invoices, and it is not known which seller's are to be loaded: name the file of the seller's data in SELLER_FILE, or the VAT id, SIREN or SIRET by --seller or as "sellers" of the mapping.`;
  return new CodedError('SELLER_UNKNOWN', message);
}

async function writeTexts(path: string, texts: AsyncIterable<string>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    let waiting = '';
    for await (const text of texts) {
      waiting += text;
      if (waiting.length < writtenAtOnce) continue;
      await file.write(waiting);
      waiting = '';
    }
    await file.write(waiting);
  } finally {
    await file.close();
  }
}
