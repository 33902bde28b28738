import { createBadInputError } from '#platform/graphql/bad-input.ts';
import { toEntityKey } from '#platform/graphql/entity-loader.ts';
import { scalars } from '#schema/scalars.ts';
import { describeKept } from '../jobs/describe-kept.ts';
import { countLeftOut } from '../jobs/load-counts.ts';
import { toKindOfTarget } from '../mapping/mapping.ts';
import { findJobByNumber } from './find-jobs.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { importMutations } from './import-mutations.ts';
import { importQueries, importRecords, importSubscriptions, toTrial } from './import-queries.ts';
import { listJobs } from './list-jobs.ts';
import { listRejects } from './list-rejects.ts';

/** The resolvers of the API's fields. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Query: {
    importJob: async (_root, { id, number }, { db, jobById }) => {
      const [hasId, hasNumber] = [typeof id === 'string', typeof number === 'number'];
      if (hasId === hasNumber) throw createBadInputError('Give `id` or `number`, one of the two.');
      if (typeof number === 'number') return (await findJobByNumber(db, number)) ?? null;
      return jobById.load(toEntityKey(id));
    },
    importJobs: (_root, args, { db }) => listJobs(db, args),
    ...importQueries,
  },
  Mutation: importMutations,
  Subscription: importSubscriptions,
  ImportJob: {
    __resolveReference: ({ id }, { jobById }) => jobById.load(toEntityKey(id)),
    records: ({ target }) => importRecords[toKindOfTarget(target)],
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    startedAt: ({ startedAt }) => startedAt.toISOString(),
    endedAt: ({ endedAt }) => toInstant(endedAt),
    counts: (job) => job,
    rejectReasons: async ({ id }, _args, { reasonsOfJob }) => [...(await reasonsOfJob.load(id))],
    rejects: ({ id }, args, { db }) => listRejects(db, id, args),
    executions: async ({ id }, _args, { executionsOfJob }) => [...(await executionsOfJob.load(id))],
  },
  ImportExecution: {
    startedAt: ({ startedAt }) => startedAt.toISOString(),
    endedAt: ({ endedAt }) => toInstant(endedAt),
    steps: async ({ id }, _args, { stepsOfExecution }) => [...(await stepsOfExecution.load(id))],
  },
  ImportStep: {
    startedAt: ({ startedAt }) => startedAt.toISOString(),
    chunkAt: ({ chunkAt }) => toInstant(chunkAt),
    endedAt: ({ endedAt }) => toInstant(endedAt),
    counts: (step) => step,
  },
  ImportCounts: {
    leftOutRows: countLeftOut,
  },
  ImportReject: {
    column: ({ columnName }) => columnName,
  },
  ImportRequest: {
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    startedAt: ({ startedAt }) => toInstant(startedAt),
    endedAt: ({ endedAt }) => toInstant(endedAt),
    job: ({ instanceId }, _args, { jobById }) => (instanceId === null ? null : jobById.load(instanceId)),
    dryRun: ({ result }) => (result?.trial === undefined ? null : toTrial(result.trial)),
    kept: ({ result }) =>
      (result?.kept ?? []).map(({ number, status }) => ({ number, reason: describeKept(status) })),
  },
};

function toInstant(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
