import { z } from 'zod';
import { WorkEvent } from './work-event.ts';
import { workCount, workInstant, workText, workWord } from './work-members.ts';

const form = z.object({
  jobId: workText(64, "The job's identifier."),
  jobNumber: workCount('The number by which people name it.'),
  fileName: workText(255, 'The name of the file, its first 255 characters.'),
  status: workWord('COMPLETED, FAILED or STOPPED.', 'COMPLETED'),
  loadedRows: workCount('The rows that were loaded, in all executions of the job.'),
  rejectedRows: workCount('The rows that were rejected.'),
  endedAt: workInstant('The time when the execution ended.'),
});

/** Events of imports at the end of each execution; a trigger of the batch worker's tables writes them. */
export const importEnded: WorkEvent<z.infer<typeof form>> = new WorkEvent({
  type: 'facturation.import.ended.v1',
  title: 'Import ended',
  says: 'An execution of an import job was completed, failed or was stopped.',
  form,
  toKey: ({ jobId }) => jobId,
  toSubject: ({ fileName }) => fileName,
  toTime: ({ endedAt }) => endedAt,
});
