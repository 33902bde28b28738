import type { Sql } from 'postgres';
import { z } from 'zod';
import type { RejectFileShape } from './reject-file.ts';

/** The settings of an execution that say how rows of its file are written. */
const shapeSchema = z.object({ header: z.array(z.string()).nullable(), separator: z.string().length(1) });

/** The reject file of a job: its name, and how its rows are written. */
export interface JobRejectFile {
  readonly name: string;
  readonly shape: RejectFileShape;
}

/**
 * Finds what is needed to write the reject file of a job without the job's file. Undefined if there is no such job, if it
 * rejected no row, or if its executions did not store the form of their file.
 */
export async function findRejectFile(sql: Sql, jobId: string): Promise<JobRejectFile | undefined> {
  const [row] = await sql<{ fileName: string; options: unknown }[]>`
    select i.file_name as "fileName", e.options from job_instances i join job_executions e on e.instance_id = i.id
    where i.id = ${jobId} and i.rejected_rows > 0 order by e.attempt desc limit 1`;
  const parsed = shapeSchema.safeParse(row?.options);
  if (row === undefined || !parsed.success) return undefined;
  const { header, separator } = parsed.data;
  return { name: `${row.fileName}.rejects.csv`, shape: { header: header ?? undefined, separator } };
}
