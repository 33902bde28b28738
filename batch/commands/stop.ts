import type { Command } from 'commander';
import { stopJob } from '../jobs/stop-job.ts';
import type { CommandTools } from './command-tools.ts';
import { parseJobNumber } from './job-number.ts';
import { withJobs } from './with-jobs.ts';

type StopTools = Pick<CommandTools, 'openDatabase' | 'output'>;

/** `stop JOB`: lets a running job end after its present chunk. */
export function addStopCommand(program: Command, tools: StopTools): void {
  program
    .command('stop')
    .description('asks a running job to stop at its next chunk; restart continues from there')
    .argument('<job>', 'its number, as `status` shows it', parseJobNumber)
    .action(async (number: number) => {
      await withJobs(tools, (sql) => stopJob(sql, number));
      tools.output.write(
        `Job ${number} stops at its next chunk. To go on: npm run batch -- restart ${number}\n`,
      );
    });
}
