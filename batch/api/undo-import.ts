import { v7 as createId } from 'uuid';
import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { addRequest, type NewRequest } from '../queue/add-request.ts';
import { findJobs } from './find-jobs.ts';
import type { UndoImportInput } from './generated/types.ts';
import type { ImportTools } from './import-tools.ts';

/** Queues the undo of a job; the value is the request's id. */
export function undoImport(
  { db }: ImportTools,
  principal: Principal,
  { idempotencyKey: key, ...input }: UndoImportInput,
): Promise<Checked<string>> {
  const id = createId();
  return answerOnce<NewRequest>(
    db,
    { operation: 'undoImport', principal, key, input },
    {
      id,
      prepare: async () => {
        const problems = new InputProblems(['jobId']);
        const [job] = await findJobs(db, [input.jobId]);
        if (job === undefined) problems.add('NOT_FOUND', 'There is no import job with this id.');
        else if (job.isRunning) problems.add('WRONG_STATE', 'The job is running; stop it first.');
        else if (job.status === 'UNDONE') problems.add('WRONG_STATE', 'The job is undone already.');
        if (job === undefined || !problems.isEmpty) return { problems: problems.errors };
        return {
          value: {
            id,
            kind: 'UNDO',
            subject: toSubjectKey(principal),
            fileName: job.fileName,
            uploadId: null,
            mapping: null,
            parameters: {},
            skipLimit: null,
            reasonPercent: null,
            instanceId: job.id,
          },
        };
      },
      write: async (tx, request) => {
        await addRequest(tx, request);
        return { value: id };
      },
    },
  );
}
