import type { AuditedMutations } from '#platform/audit/audit-mutations.ts';
import type { MutationResolvers } from './generated/resolvers.ts';

const job = { field: 'jobId', object: 'ImportJob' } as const;

/** The audit entries of the mutations. A trigger of the tables writes those of the ends of jobs. */
export const batchAudit: AuditedMutations<keyof MutationResolvers> = {
  createImportUpload: { action: 'IMPORT_UPLOAD_CREATED', level: 'INFO', object: 'ImportUpload' },
  startImport: {
    action: 'IMPORT_REQUESTED',
    level: 'NOTICE',
    object: 'ImportRequest',
    names: { field: 'uploadId', object: 'ImportUpload' },
  },
  cancelImport: { action: 'IMPORT_CANCELLED', level: 'NOTICE', object: 'ImportRequest' },
  undoImport: { action: 'IMPORT_UNDO_REQUESTED', level: 'NOTICE', object: 'ImportRequest', names: job },
  createImportRejectFile: {
    action: 'IMPORT_REJECTS_EXPORTED',
    level: 'NOTICE',
    object: 'ImportJob',
    names: job,
  },
};

/** The states of jobs that a trigger of the tables tells of; each is an action, such as `IMPORT_COMPLETED`. */
export const auditedJobStates = ['STARTED', 'COMPLETED', 'FAILED', 'STOPPED', 'ABANDONED', 'UNDONE'] as const;
