import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { asc, count, desc, eq, inArray } from '#platform/database/drizzle.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { RejectReason } from '../jobs/read-rejects.ts';
import { jobExecutions, jobOverviews, rejects, stepExecutions } from '../jobs/tables.ts';
import type { ImportExecutionModel, ImportJobModel, ImportStepModel } from './models.ts';

type Reader = Pick<PostgresJsDatabase, 'select'>;

/** Finds the jobs with these ids, in no particular order. */
export async function findJobs(db: Reader, ids: readonly string[]): Promise<ImportJobModel[]> {
  const known = ids.filter(isUuid);
  return known.length === 0 ? [] : db.select().from(jobOverviews).where(inArray(jobOverviews.id, known));
}

export async function findJobByNumber(db: Reader, number: number): Promise<ImportJobModel | undefined> {
  const [job] = await db.select().from(jobOverviews).where(eq(jobOverviews.number, number));
  return job;
}

/** Finds the executions of these jobs, the latest of each first. */
export function findExecutions(db: Reader, jobIds: readonly string[]): Promise<ImportExecutionModel[]> {
  return db
    .select()
    .from(jobExecutions)
    .where(inArray(jobExecutions.instanceId, [...jobIds]))
    .orderBy(desc(jobExecutions.attempt));
}

/** Finds the steps of these executions by partition, in the order in which they began. */
export function findSteps(db: Reader, executionIds: readonly string[]): Promise<ImportStepModel[]> {
  const { executionId, startedAt, name, partition } = stepExecutions;
  return db
    .select()
    .from(stepExecutions)
    .where(inArray(executionId, [...executionIds]))
    .orderBy(asc(startedAt), asc(name), asc(partition));
}

/** Finds the reasons for which rows of these jobs were rejected, the most frequent of each first. */
export async function countReasons(
  db: Reader,
  jobIds: readonly string[],
): Promise<(RejectReason & { readonly instanceId: string })[]> {
  const { instanceId, code } = rejects;
  return db
    .select({ instanceId, code, count: count() })
    .from(rejects)
    .where(inArray(instanceId, [...jobIds]))
    .groupBy(instanceId, code)
    .orderBy(desc(count()), asc(code));
}
