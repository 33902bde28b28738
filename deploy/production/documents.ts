import type { Environment } from '#platform/configuration/environment.ts';
import { isTemporaryFolder } from './temporary-folders.ts';

/**
 * Judges what the variables say of the place where billing keeps documents: a folder that lasts, or a bucket that is reached by https.
 *
 * @returns all problems, one line each
 */
export function findDocumentProblems(environment: Environment): readonly string[] {
  const { DOCUMENTS_BUCKET: bucket, DOCUMENTS_FOLDER: folder } = environment;
  if (bucket) return findBucketProblems(bucket);
  if (!folder || !isTemporaryFolder(folder)) return [];
  return [
    `DOCUMENTS_FOLDER: ${folder} is a folder for temporary files, and documents of invoices are kept for years; give it a folder that outlives a restart, and a backup`,
  ];
}

function findBucketProblems(bucket: string): readonly string[] {
  if (!URL.canParse(bucket)) return ['DOCUMENTS_BUCKET: must be an absolute URL that starts with https://'];
  return new URL(bucket).protocol === 'https:'
    ? []
    : ['DOCUMENTS_BUCKET: must start with https://, as invoices have data of people and companies'];
}
