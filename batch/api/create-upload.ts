import { v7 as createId } from 'uuid';
import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { recordEffect } from '#platform/audit/record-effect.ts';
import { createFileAddress, type FileAddress } from '../uploads/file-address.ts';
import { addUpload, sumUploads } from '../uploads/upload-store.ts';
import type { CreateImportUploadInput } from './generated/types.ts';
import { importBounds } from './import-bounds.ts';
import type { ImportTools } from './import-tools.ts';

const { nameBytes: maxNameBytes, uploads: maxUploads } = importBounds;

/** An upload that was made, or all problems of the input. */
export type CreatedUpload =
  | { readonly uploadId: string; readonly address: FileAddress; readonly problems?: undefined }
  | { readonly uploadId?: undefined; readonly address?: undefined; readonly problems: readonly UserError[] };

/** Makes room for one file of a person and gives the address to send it to. */
export async function createUpload(
  { sql, settings }: ImportTools,
  subject: string,
  input: CreateImportUploadInput,
): Promise<CreatedUpload> {
  const problems = new InputProblems();
  const fileName = parseFileName(input.fileName, problems.at('fileName'));
  const { bytes } = input;
  const { maxUploadBytes } = settings;
  if (!Number.isSafeInteger(bytes)) problems.at('bytes').add('INVALID', 'Must be a whole number.');
  else if (bytes < 1) problems.at('bytes').add('OUT_OF_RANGE', 'The file is empty.');
  else if (bytes > maxUploadBytes) {
    const most = `${(maxUploadBytes / 1_048_576).toLocaleString('en-US')} MiB`;
    problems.at('bytes').add('OUT_OF_RANGE', `A file may have ${most}; compress it, or cut it into several.`);
  }
  const kept = await sumUploads(sql, subject);
  if (kept.count >= maxUploads || kept.bytes + bytes > settings.maxKeptBytes) {
    problems.add('NOT_ALLOWED', 'You have too many uploaded files; those of some days ago are removed soon.');
  }
  if (fileName === undefined || !problems.isEmpty) return { problems: problems.errors };
  const uploadId = createId();
  const address = await sql.begin(async (tx) => {
    await addUpload(tx, { id: uploadId, subject, fileName, fileBytes: bytes });
    await recordEffect(tx, { id: uploadId });
    return createFileAddress(tx, { purpose: 'UPLOAD', targetId: uploadId, subject });
  });
  return { uploadId, address };
}

function parseFileName(given: string, problems: InputProblems): string | undefined {
  const name = parseRequiredText(given, { maxLength: maxNameBytes }, problems);
  if (name === undefined) return undefined;
  if (/[/\\]/.test(name) || name === '.' || name === '..') {
    problems.add('INVALID', 'Must be the name of a file, without folders.');
    return undefined;
  }
  if (Buffer.byteLength(name) <= maxNameBytes) return name;
  problems.add('TOO_LONG', `Must have at most ${maxNameBytes} bytes in UTF-8.`);
  return undefined;
}
