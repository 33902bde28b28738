import type { Command } from 'commander';
import { abandonJob } from '../jobs/abandon-job.ts';
import { toAnyway } from '../jobs/begin-execution.ts';
import type { CommandTools } from './command-tools.ts';
import { parseJobNumber } from './job-number.ts';
import { withJobs } from './with-jobs.ts';

type AbandonTools = Pick<CommandTools, 'openDatabase' | 'output'>;

/** `abandon JOB`: gives up a job; its file can be loaded as another job. */
export function addAbandonCommand(program: Command, tools: AbandonTools): void {
  program
    .command('abandon')
    .description('gives up a job: it is not run again, and what it has loaded stays')
    .argument('<job>', 'its number, as `status` shows it', parseJobNumber)
    .action(async (number: number) => {
      const job = await withJobs(tools, (sql) => abandonJob(sql, number));
      tools.output.write(`Job ${number} is abandoned. What it has loaded stays.\n`);
      tools.output.write(`To load the file all the same: ${toAnyway(job)}\n`);
    });
}
