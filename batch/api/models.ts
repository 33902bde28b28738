import type { Connection } from '#platform/graphql/connection.ts';
import type { jobExecutions, jobOverviews, rejects, stepExecutions } from '../jobs/tables.ts';

/** A job as resolvers hand it on: the row. */
export type ImportJobModel = typeof jobOverviews.$inferSelect;
export type ImportJobConnectionModel = Connection<ImportJobModel>;
export type ImportJobEdgeModel = ImportJobConnectionModel['edges'][number];

export type ImportExecutionModel = typeof jobExecutions.$inferSelect;
export type ImportStepModel = typeof stepExecutions.$inferSelect;

export type ImportRejectModel = typeof rejects.$inferSelect;
export type ImportRejectConnectionModel = Connection<ImportRejectModel>;
export type ImportRejectEdgeModel = ImportRejectConnectionModel['edges'][number];
