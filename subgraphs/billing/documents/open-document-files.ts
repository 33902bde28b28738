import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { toError } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import { type BucketOptions, DocumentBucket } from './document-bucket.ts';
import type { DocumentFiles } from './document-files.ts';
import { DocumentFolder } from './document-folder.ts';
import { DocumentStoreError } from './document-store-error.ts';

export interface DocumentPlace {
  readonly folder: string;
  /** Used in place of the folder. */
  readonly bucket: BucketOptions | undefined;
  readonly owner: Pick<Owner, 'own'>;
  readonly log: Log;
}

/**
 * Opens the place where documents are kept, and tries it. A bucket that cannot be reached at present is told in the log: billing does
 * without it until somebody asks for a document.
 *
 * @throws {ConfigurationError} if the folder cannot be written to, or if the bucket refuses
 */
export async function openDocumentFiles({
  folder,
  bucket,
  owner,
  log,
}: DocumentPlace): Promise<DocumentFiles> {
  if (bucket === undefined) return openFolder(folder);
  const files = new DocumentBucket(bucket);
  owner.own('document bucket', () => files.close());
  try {
    await files.check();
  } catch (error) {
    if (!(error instanceof DocumentStoreError)) throw error;
    if (error.code === 'STORE_REFUSED')
      throw new ConfigurationError([`DOCUMENTS_BUCKET: ${bucket.url} is of no use: ${error.message}`]);
    log.warn(
      { err: error },
      'the bucket of documents cannot be reached; documents are made and sent once it can be',
    );
  }
  return files;
}

async function openFolder(folder: string): Promise<DocumentFiles> {
  try {
    return await DocumentFolder.open(folder);
  } catch (error) {
    throw new ConfigurationError([
      `DOCUMENTS_FOLDER: ${folder} must be a folder that can be written to: ${toError(error).message}`,
    ]);
  }
}
