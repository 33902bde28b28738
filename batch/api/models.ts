import type { Connection } from '#platform/graphql/connection.ts';
import type { LoadCounts } from '../jobs/load-counts.ts';
import type { jobExecutions, jobOverviews, rejects, stepExecutions } from '../jobs/tables.ts';
import type { importRequests } from '../queue/tables.ts';

/** A job as resolvers pass it on: its row. */
export type ImportJobModel = typeof jobOverviews.$inferSelect;
export type ImportJobConnectionModel = Connection<ImportJobModel>;
export type ImportJobEdgeModel = ImportJobConnectionModel['edges'][number];

/** The stored row that the counts of a job or a step are read from. */
export type ImportCountsModel = LoadCounts;

export type ImportExecutionModel = typeof jobExecutions.$inferSelect;
export type ImportStepModel = typeof stepExecutions.$inferSelect;

export type ImportRejectModel = typeof rejects.$inferSelect;
export type ImportRejectConnectionModel = Connection<ImportRejectModel>;
export type ImportRejectEdgeModel = ImportRejectConnectionModel['edges'][number];

export type ImportRequestModel = Omit<typeof importRequests.$inferSelect, 'subject' | 'mapping'>;
export type ImportRequestConnectionModel = Connection<ImportRequestModel>;
export type ImportRequestEdgeModel = ImportRequestConnectionModel['edges'][number];
