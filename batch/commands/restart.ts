import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { connectDatabase } from '#platform/database/database.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { getJob, type JobOverview } from '../jobs/find-jobs.ts';
import { mappingSchema } from '../mapping/mapping.ts';
import type { CommandTools } from './command-tools.ts';
import { runLoad } from './run-load.ts';

/** How `load` was told to work; kept with the execution. */
const optionsSchema = z.object({ workers: z.int(), chunkRows: z.int(), rejectPath: z.string() });

/** `restart JOB`: goes on with a load that failed, was stopped, or whose process died. */
export function addRestartCommand(program: Command, tools: CommandTools): void {
  program
    .command('restart')
    .description('goes on with a job that failed, was stopped, or whose process died')
    .argument('<job>', 'its number, as `status` shows it', toJobNumber)
    .action((number: number) => restart(number, tools));
}

async function restart(number: number, tools: CommandTools): Promise<void> {
  const url = await tools.openDatabase();
  const job = await readJob(url, number);
  const mapping = mappingSchema.safeParse(job.mapping);
  if (!mapping.success) {
    throw new CodedError(
      'MAPPING_INVALID',
      `The mapping that job ${number} began with is not one of this version. Abandon it, and load the file anew.`,
    );
  }
  const { workers, chunkRows, rejectPath } = optionsSchema.parse(job.options);
  await runLoad(
    {
      path: job.filePath,
      mapping: mapping.data,
      skipLimit: job.skipLimit,
      workers,
      chunkRows,
      rejectPath,
      parameters: job.parameters,
      expectedSha256: job.fileSha256,
    },
    tools,
  );
}

async function readJob(url: string, number: number): Promise<JobOverview> {
  const database = connectDatabase({ url, name: 'batch-restart', maxConnections: 1, readsArrays: false });
  try {
    return await getJob(database.sql, number);
  } finally {
    await database.close();
  }
}

function toJobNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
