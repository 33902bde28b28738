import type { Command } from 'commander';
import type { Sql } from 'postgres';
import { getJob, listJobOverviews } from '../jobs/find-jobs.ts';
import { countRejects } from '../jobs/read-rejects.ts';
import { listOpenRequests } from '../queue/list-open-requests.ts';
import type { CommandTools } from './command-tools.ts';
import { formatJob, formatJobs, formatRequests, toJobJson } from './format-jobs.ts';
import { parseJobNumber } from './job-number.ts';
import { withJobs } from './with-jobs.ts';

interface StatusOptions {
  readonly json?: true;
  readonly all?: true;
}

type StatusTools = Pick<CommandTools, 'openDatabase' | 'output'>;

const latestJobs = 20;
const everyJob = 1_000_000;

/** `status [JOB]`: lists the latest jobs, or shows all details of one. */
export function addStatusCommand(program: Command, tools: StatusTools): void {
  program
    .command('status')
    .description('shows the status of jobs, and import requests that wait or run')
    .argument('[job]', `its number; the latest ${latestJobs} jobs if absent`, parseJobNumber)
    .option('--all', 'every job, not only the latest')
    .option('--json', 'as JSON')
    .action(async (number: number | undefined, options: StatusOptions) => {
      const show = number === undefined ? showJobs : (sql: Sql) => showJob(sql, number, options);
      tools.output.write(await withJobs(tools, (sql) => show(sql, options)));
    });
}

async function showJobs(sql: Sql, { all, json }: StatusOptions): Promise<string> {
  const jobs = await listJobOverviews(sql, { most: all === true ? everyJob : latestJobs });
  if (json === true) return toJson(jobs.map(toJobJson));
  return formatJobs(jobs) + formatRequests(await listOpenRequests(sql));
}

async function showJob(sql: Sql, number: number, { json }: StatusOptions): Promise<string> {
  const job = await getJob(sql, number);
  const rejectReasons = await countRejects(sql, job.id);
  return json === true ? toJson({ ...toJobJson(job), rejectReasons }) : formatJob(job, rejectReasons);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
