import type { Checked, UserError } from '#kernel/input-problems.ts';
import { InputProblems } from '#kernel/input-problems.ts';
import { recordEffect } from '#platform/audit/record-effect.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { cancelRequest } from '../queue/cancel-request.ts';
import { findRejectFile } from '../rejects/find-reject-shape.ts';
import { createFileAddress } from '../uploads/file-address.ts';
import type { BatchContext } from './context.ts';
import { createUpload } from './create-upload.ts';
import { findRequest } from './find-requests.ts';
import type { MutationResolvers } from './generated/resolvers.ts';
import type { ImportRequestModel } from './models.ts';
import { startImport } from './start-import.ts';
import { undoImport } from './undo-import.ts';

/** The resolvers of the mutations. */
export const importMutations: MutationResolvers = {
  createImportUpload: async (_root, { input }, context) => {
    const subject = toSubjectKey(getCaller(context).principal);
    const { uploadId, address, problems = [] } = await createUpload(context.imports, subject, input);
    return {
      uploadId: uploadId ?? null,
      url: address?.url ?? null,
      expiresAt: address?.expiresAt.toISOString() ?? null,
      userErrors: [...problems],
    };
  },
  startImport: async (_root, { input }, context) =>
    toPayload(await startImport(context.imports, getCaller(context).principal, input), context),
  undoImport: async (_root, { input }, context) =>
    toPayload(await undoImport(context.imports, getCaller(context).principal, input), context),
  cancelImport: async (_root, { input: { id } }, context) => {
    const problems = new InputProblems(['id']);
    const before = isUuid(id) ? await cancelRequest(context.imports.sql, id) : undefined;
    if (before === undefined) problems.add('NOT_FOUND', 'There is no import request with this id.');
    else if (before !== 'QUEUED' && before !== 'RUNNING') {
      problems.add('WRONG_STATE', `The request has ended already: it is ${before}.`);
    }
    return toPayload(problems.isEmpty ? { value: id } : { problems: problems.errors }, context);
  },
  createImportRejectFile: async (_root, { input: { jobId } }, context) => {
    const problems = new InputProblems(['jobId']);
    const [job, { sql }] = [await context.jobById.load(jobId.toLowerCase()), context.imports];
    if (job === null) problems.add('NOT_FOUND', 'There is no import job with this id.');
    else if ((await findRejectFile(sql, job.id)) === undefined) {
      const message = `There is no reject file: the job rejected no row, or was loaded by an earlier version; \`npm run batch -- rejects ${job.number} --file PATH\` writes it beside the file.`;
      problems.add('WRONG_STATE', message);
    }
    if (job === null || !problems.isEmpty) return { url: null, expiresAt: null, userErrors: problems.errors };
    const subject = toSubjectKey(getCaller(context).principal);
    const address = await sql.begin(async (tx) => {
      await recordEffect(tx, { id: job.id });
      return createFileAddress(tx, { purpose: 'REJECTS', targetId: job.id, subject });
    });
    return { url: address.url, expiresAt: address.expiresAt.toISOString(), userErrors: [] };
  },
};

async function toPayload(
  { value: id, problems = [] }: Checked<string>,
  { imports }: BatchContext,
): Promise<{ request: ImportRequestModel | null; userErrors: UserError[] }> {
  // Not with the reader of the request, whose statements end with the caller: the answer is known to be there.
  const request = id === undefined ? undefined : await findRequest(imports.db, id);
  return { request: request ?? null, userErrors: [...problems] };
}
