import type { Command } from 'commander';
import { z } from 'zod';
import { getJob, type JobOverview } from '../jobs/find-jobs.ts';
import { JobError } from '../jobs/job-error.ts';
import { removeInputCopy } from '../load/reading/spool-input.ts';
import { findJobUpload } from '../uploads/find-job-upload.ts';
import { openUploadFile } from '../uploads/upload-file.ts';
import type { CommandTools } from './command-tools.ts';
import { parseMappingOf } from './job-mapping.ts';
import { parseJobNumber } from './job-number.ts';
import {
  type LimitOptions,
  reasonLimitFlag,
  skipLimitFlag,
  toReasonLimit,
  toRejectLimits,
  toSkipLimit,
} from './limit-options.ts';
import { toChunkRows, toInputRejectPath, toWorkers } from './load-options.ts';
import { runLoad } from './run-load.ts';
import { withJobs } from './with-jobs.ts';

/** The settings of `load`, which are stored with the execution. */
const optionsSchema = z.object({ workers: z.int(), chunkRows: z.int(), rejectPath: z.string() });

interface RestartOptions extends Partial<LimitOptions> {
  readonly workers?: number;
  readonly chunkRows?: number;
  readonly rejectFile?: string;
}

/** `restart JOB`: continues a load that failed, was stopped, or whose process died. */
export function addRestartCommand(program: Command, tools: CommandTools): void {
  program
    .command('restart')
    .description('continues a job that failed, was stopped, or whose process died')
    .argument('<job>', 'its number, as `status` shows it', parseJobNumber)
    .option(
      skipLimitFlag,
      'the number or share of rows that may be rejected, including earlier ones; as before if absent',
      toSkipLimit,
    )
    .option(
      reasonLimitFlag,
      'the share of rows that may be rejected for one reason; as before if absent',
      toReasonLimit,
    )
    .option('--workers <count>', 'as for load; as before if absent', toWorkers)
    .option('--chunk-rows <count>', 'as for load; as before if absent', toChunkRows)
    .option('--reject-file <path>', 'the file for rejected rows; as before if absent')
    .action(async (number: number, given: RestartOptions) => {
      const job = await withJobs(tools, (sql) => getJob(sql, number));
      if (job.status === 'UNDONE') {
        throw new JobError(
          'UNDONE',
          `Job ${number} was undone. To load its file again: \`load ${job.filePath}\`.`,
        );
      }
      const before = optionsSchema.parse(job.options);
      const request = {
        workers: given.workers ?? before.workers,
        chunkRows: given.chunkRows ?? before.chunkRows,
        rejectPath: given.rejectFile ?? before.rejectPath,
        path: job.filePath,
        mapping: parseMappingOf(job),
        ...toRejectLimits({
          skipLimit: given.skipLimit ?? job.skipLimit ?? 'all',
          reasonLimit: given.reasonLimit ?? job.reasonPercent ?? 'off',
        }),
        parameters: job.parameters,
        expectedSha256: job.fileSha256,
      };
      await withJobFile(job, tools, async (path) => {
        const rejectPath = path === job.filePath ? request.rejectPath : toInputRejectPath(path);
        const { status } = await runLoad(
          { ...request, path, rejectPath: given.rejectFile ?? rejectPath },
          tools,
        );
        if (status === 'COMPLETED') await removeInputCopy(job.filePath);
      });
    });
}

/** Runs work on the file of a job: a copy of it, removed afterwards, if it was uploaded. */
async function withJobFile(
  { id, filePath }: Pick<JobOverview, 'id' | 'filePath'>,
  tools: CommandTools,
  work: (path: string) => Promise<void>,
): Promise<void> {
  const file = await withJobs(tools, async (sql) => {
    const upload = await findJobUpload(sql, id);
    return upload && (await openUploadFile(sql, upload, { signal: tools.signal }));
  });
  try {
    await work(file?.path ?? filePath);
  } finally {
    await file?.close();
  }
}
