import type { Command } from 'commander';
import { z } from 'zod';
import { getJob } from '../jobs/find-jobs.ts';
import type { CommandTools } from './command-tools.ts';
import { parseMappingOf } from './job-mapping.ts';
import { parseJobNumber } from './job-number.ts';
import { runLoad } from './run-load.ts';
import { withJobs } from './with-jobs.ts';

/** How `load` was told to work; kept with the execution. */
const optionsSchema = z.object({ workers: z.int(), chunkRows: z.int(), rejectPath: z.string() });

/** `restart JOB`: goes on with a load that failed, was stopped, or whose process died. */
export function addRestartCommand(program: Command, tools: CommandTools): void {
  program
    .command('restart')
    .description('goes on with a job that failed, was stopped, or whose process died')
    .argument('<job>', 'its number, as `status` shows it', parseJobNumber)
    .action(async (number: number) => {
      const job = await withJobs(tools, (sql) => getJob(sql, number));
      const request = {
        ...optionsSchema.parse(job.options),
        path: job.filePath,
        mapping: parseMappingOf(job),
        skipLimit: job.skipLimit,
        parameters: job.parameters,
        expectedSha256: job.fileSha256,
      };
      await runLoad(request, tools);
    });
}
