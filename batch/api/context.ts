import type DataLoader from 'dataloader';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import { createListLoader } from '#platform/graphql/list-loader.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { ContextFactory } from '#platform/graphql/subgraph-definition.ts';
import type { RejectReason } from '../jobs/read-rejects.ts';
import { countReasons, findExecutions, findJobs, findSteps } from './find-jobs.ts';
import type { ImportTools } from './import-tools.ts';
import type { ImportExecutionModel, ImportJobModel, ImportStepModel } from './models.ts';

/** The values that the resolvers of one request share: each loader loads all requested keys at once. */
export interface BatchContext extends SubgraphContext {
  readonly db: PostgresJsDatabase;
  /** For the use cases of uploads and requests, whose statements do not end when the caller is gone. */
  readonly imports: ImportTools;
  /** Jobs by id, in lower case. */
  readonly jobById: DataLoader<string, ImportJobModel | null>;
  readonly executionsOfJob: DataLoader<string, readonly ImportExecutionModel[]>;
  readonly stepsOfExecution: DataLoader<string, readonly ImportStepModel[]>;
  readonly reasonsOfJob: DataLoader<string, readonly RejectReason[]>;
}

/** Creates the context of each request. */
export function createBatchContexts(imports: ImportTools): ContextFactory<BatchContext> {
  return (base, db) => ({
    ...base,
    db,
    imports,
    jobById: createEntityLoader(
      (ids) => findJobs(db, ids),
      ({ id }) => id,
    ),
    executionsOfJob: createListLoader(
      (ids) => findExecutions(db, ids),
      ({ instanceId }) => instanceId,
    ),
    stepsOfExecution: createListLoader(
      (ids) => findSteps(db, ids),
      ({ executionId }) => executionId,
    ),
    reasonsOfJob: createListLoader(
      (ids) => countReasons(db, ids),
      ({ instanceId }) => instanceId,
    ),
  });
}
