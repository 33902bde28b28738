import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { type FileInspection, type InspectedFile, inspectedBytes } from '../inspect/inspect-file.ts';
import { inspectInThread } from '../inspect/inspect-in-thread.ts';
import type { InspectionTimes } from '../inspect/inspection-times.ts';
import { recogniseFile } from '../inspect/recognise-file.ts';
import { openUploadFile } from '../uploads/upload-file.ts';
import { type CompleteUpload, findCompleteUpload } from '../uploads/upload-store.ts';
import type { InspectImportInput } from './generated/types.ts';
import type { ImportTools } from './import-tools.ts';
import { addMappingProblems, parseMappingInput } from './parse-mapping-input.ts';

/** A bank statement or a document is read whole, up to this size; a longer one only by a dry run. */
const maxWholeBytes = 16 << 20;

/** The form of a file, with all problems of the mapping that was given. */
export interface InspectedUpload {
  readonly inspection?: FileInspection & Pick<CompleteUpload, 'fileName' | 'fileBytes'>;
  readonly problems: readonly UserError[];
}

/** Inspects the beginning of an upload of this person, and tries a mapping. */
export async function inspectUpload(
  { sql, settings }: ImportTools,
  subject: string,
  { uploadId, mapping: given }: InspectImportInput,
): Promise<InspectedUpload> {
  const problems = new InputProblems();
  const upload = await findUpload(sql, uploadId, subject, problems.at('uploadId'));
  const mapping = given ? await parseMappingInput(sql, given, problems.at('mapping')) : undefined;
  if (upload === undefined || !problems.isEmpty) return { problems: problems.errors };
  try {
    const inspection = await inspect(
      sql,
      upload,
      { mapping, seller: settings.seller, ownSellers: settings.ownSellers },
      settings.inspectionTimes,
    );
    const place = problems.at('mapping', ...(typeof given?.json === 'string' ? ['json'] : []));
    addMappingProblems(inspection.problems, place);
    const { fileName, fileBytes } = upload;
    return { inspection: { ...inspection, fileName, fileBytes }, problems: problems.errors };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const code = unavailable.has(error.code) ? 'UNAVAILABLE' : 'INVALID';
    problems.at('uploadId').add(code, error.message);
    return { problems: problems.errors };
  }
}

/** Codes of problems that are not those of the file. */
const unavailable: ReadonlySet<string> = new Set(['INSPECTION_BUSY', 'DISK_FULL']);

/** @throws {CodedError} for what is wrong with the file, and those of `openUploadFile` and `inspectInThread` */
async function inspect(
  sql: ImportTools['sql'],
  upload: CompleteUpload,
  how: Pick<InspectedFile, 'mapping' | 'seller' | 'ownSellers'>,
  { readMs, ...times }: InspectionTimes,
): Promise<FileInspection> {
  const file = await openInspected(sql, upload, AbortSignal.timeout(readMs));
  try {
    const { path, isWhole } = file;
    const { inspection, refusal } = await inspectInThread(
      { ...how, path, isWhole, fileName: upload.fileName },
      times,
    );
    if (refusal !== undefined) throw new CodedError(refusal.code, refusal.message);
    return inspection;
  } finally {
    await file.close();
  }
}

/** Opens the beginning of an upload, or all of it where nothing can be read before its end; its content says so, not its name. */
async function openInspected(
  sql: ImportTools['sql'],
  upload: CompleteUpload,
  signal: AbortSignal,
): ReturnType<typeof openUploadFile> {
  const beginning = await openUploadFile(sql, upload, { signal, maxBytes: inspectedBytes });
  try {
    const isEnough = beginning.isWhole || upload.fileBytes > maxWholeBytes;
    if (isEnough || (await recogniseFile(beginning.path)) === 'rows') return beginning;
  } catch (error) {
    await beginning.close();
    throw error;
  }
  await beginning.close();
  return await openUploadFile(sql, upload, { signal, maxBytes: maxWholeBytes });
}

/** Finds a complete upload of this person; otherwise notes the problem. */
export async function findUpload(
  sql: ImportTools['sql'],
  id: string,
  subject: string,
  problems: InputProblems,
): Promise<CompleteUpload | undefined> {
  const upload = isUuid(id) ? await findCompleteUpload(sql, id, subject) : undefined;
  if (upload === undefined) {
    problems.add('NOT_FOUND', 'You have no upload with this id whose file is complete.');
  }
  return upload;
}
