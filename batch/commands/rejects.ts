import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Sql } from 'postgres';
import type { Seller } from '#schema/calendar/seller.ts';
import { getJob, type JobOverview } from '../jobs/find-jobs.ts';
import type { Reject } from '../jobs/job.ts';
import { countRejects, readRejects } from '../jobs/read-rejects.ts';
import { formatCount } from '../load/progress/progress.ts';
import { openFile } from '../load/reading/open-file.ts';
import { assertRejectPath } from '../rejects/assert-reject-path.ts';
import { findRejectFile } from '../rejects/find-reject-shape.ts';
import { type RejectFileShape, writeRejectFile } from '../rejects/reject-file.ts';
import type { CommandTools } from './command-tools.ts';
import { toOneLine } from './format-jobs.ts';
import { parseMappingOf } from './job-mapping.ts';
import { parseJobNumber } from './job-number.ts';
import { withJobs } from './with-jobs.ts';

interface RejectsOptions {
  readonly file?: string;
  readonly all?: true;
  readonly json?: true;
}

type RejectsTools = Pick<CommandTools, 'openDatabase' | 'seller' | 'output' | 'outputClosed'>;

const shownRows = 20;

/** `rejects JOB`: shows the rows that a job did not load, with the reasons. */
export function addRejectsCommand(program: Command, tools: RejectsTools): void {
  program
    .command('rejects')
    .description('shows the rows that a job did not load, with the reasons')
    .argument('<job>', 'its number, as `status` shows it', parseJobNumber)
    .option('--file <path>', 'writes the reject file anew, which can be corrected and loaded')
    .option('--all', `every row, not only the first ${shownRows}`)
    .option('--json', 'every row, one JSON object a line')
    .action((number: number, options: RejectsOptions) =>
      withJobs(tools, (sql) => showRejects(sql, number, options, tools)),
    );
}

async function showRejects(
  sql: Sql,
  number: number,
  { file, all, json }: RejectsOptions,
  { output, outputClosed, seller }: RejectsTools,
): Promise<void> {
  const job = await getJob(sql, number);
  const reasons = await countRejects(sql, job.id);
  const total = reasons.reduce((sum, { count }) => sum + count, 0);
  if (file !== undefined) {
    await assertRejectPath(file, job.filePath);
    const shape = (await findRejectFile(sql, job.id))?.shape ?? (await readShape(job, seller));
    await writeRejectFile(file, shape, readRejects(sql, job.id));
    output.write(`${formatCount(total)} rows written to ${resolve(file)}\n`);
    return;
  }
  if (json !== true) {
    output.write(`Job ${number}: ${formatCount(total)} rows not loaded\n`);
    for (const { code, count } of reasons) output.write(`  ${code}: ${formatCount(count)}\n`);
  }
  let shown = 0;
  for await (const reject of readRejects(sql, job.id)) {
    if (outputClosed.aborted) return;
    if (shown === shownRows && all !== true && json !== true) break;
    output.write(json === true ? `${JSON.stringify(reject)}\n` : formatReject(reject));
    shown += 1;
  }
  if (json !== true && shown < total) output.write(`and ${formatCount(total - shown)} more: --all\n`);
}

/** Reads the form of a job's file, which earlier versions did not store. */
async function readShape(job: JobOverview, seller: Seller): Promise<RejectFileShape> {
  const { header, dialect } = await openFile(job.filePath, parseMappingOf(job), seller);
  return { header, separator: dialect.separator };
}

function formatReject({ rowNumber, line, byteOffset, column, code, message, cells }: Reject): string {
  const where = column === null ? '' : `, column ${toOneLine(column)}`;
  const head = `row ${rowNumber}, line ${line}, byte ${byteOffset}${where}: ${code}. ${toOneLine(message)}`;
  return `${head}\n    ${toOneLine(JSON.stringify(cells))}\n`;
}
