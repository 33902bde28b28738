import type { JobOverview } from '../jobs/find-jobs.ts';
import { countLeftOut } from '../jobs/load-counts.ts';
import type { RejectReason } from '../jobs/read-rejects.ts';
import { describeSkipLimit } from '../jobs/reject-limit-error.ts';
import { formatCount } from '../load/progress/progress.ts';
import type { OpenRequest } from '../queue/list-open-requests.ts';

/** Returns a job's state for people: a running status without a process means that the process died. */
function toStatusText({ status, isRunning }: Pick<JobOverview, 'status' | 'isRunning'>): string {
  const isOver = status !== 'STARTED' && status !== 'STOPPING';
  return isOver || isRunning ? status : 'DIED';
}

/** Formats a table of jobs, one a line. */
export function formatJobs(jobs: readonly JobOverview[]): string {
  if (jobs.length === 0) return 'There are no jobs.\n';
  const head = ['job', 'status', 'done', 'read', 'loaded', 'not loaded', 'began', 'file'];
  const rows = jobs.map((job) => [
    String(job.number),
    toStatusText(job),
    formatShare(job.progress),
    formatCount(job.counts.readRows),
    formatCount(job.counts.loadedRows),
    formatCount(job.counts.rejectedRows + job.counts.conflictingRows),
    formatInstant(job.startedAtMs),
    toOneLine(job.fileName),
  ]);
  return formatTable(head, rows, [true, false, true, true, true, true, false, false]);
}

/** Formats a table of requests that wait or run, one a line; nothing if there are none. */
export function formatRequests(requests: readonly OpenRequest[]): string {
  if (requests.length === 0) return '';
  const head = ['request', 'status', 'attempts', 'job', 'asked for', 'file'];
  const rows = requests.map((request) => [
    request.kind,
    request.status,
    String(request.attempts),
    request.job === null ? '-' : String(request.job),
    formatInstant(request.createdAtMs),
    toOneLine(request.fileName),
  ]);
  return `\n${formatTable(head, rows, [false, false, true, true, false, false])}`;
}

function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  isNumeric: readonly boolean[],
): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const toLine = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return `${[head, ...rows].map(toLine).join('\n')}\n`;
}

/** Formats all details of one job. */
export function formatJob(job: JobOverview, reasons: readonly RejectReason[]): string {
  const { counts } = job;
  const reason = job.reasonPercent === null ? '' : `, at most ${job.reasonPercent} % for one reason`;
  const limit = `${describeSkipLimit(job.skipLimit)} may be rejected${reason}`;
  const lines = [
    `Job ${job.number}: ${toStatusText(job)}${job.exitMessage === null ? '' : `. ${job.exitMessage}`}`,
    `  file           ${toOneLine(job.filePath)}, ${formatCount(job.fileBytes)} bytes`,
    `  mapping        ${job.mappingName}`,
    `  attempt        ${job.attempt}, by ${job.worker}; ${limit}`,
    `  began          ${formatInstant(job.startedAtMs)}`,
    `  latest chunk   ${formatInstant(job.chunkAtMs)}`,
    `  ended          ${formatInstant(job.endedAtMs)}`,
    `  done           ${formatShare(job.progress)}`,
    `  read           ${formatCount(counts.readRows)} rows`,
    `  loaded         ${formatCount(counts.loadedRows)} rows, ${formatCount(counts.loadedInvoices)} invoices`,
    `  already there  ${formatCount(counts.alreadyThereRows)} rows`,
    `  conflicting    ${formatCount(counts.conflictingRows)} rows`,
    `  left out       ${formatCount(countLeftOut(counts))} rows`,
    `  rejected       ${formatCount(counts.rejectedRows)} rows`,
    ...reasons.map(({ code, count }) => `    ${code}: ${formatCount(count)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Converts a job for programs: unformatted figures, instants in RFC 3339. */
export function toJobJson(job: JobOverview): Record<string, unknown> {
  const { mapping, createdAtMs, startedAtMs, chunkAtMs, endedAtMs, counts, ...rest } = job;
  return {
    ...rest,
    counts: { ...counts, leftOutRows: countLeftOut(counts) },
    createdAt: toInstant(createdAtMs),
    startedAt: toInstant(startedAtMs),
    chunkAt: toInstant(chunkAtMs),
    endedAt: toInstant(endedAtMs),
  };
}

function toInstant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function formatInstant(ms: number | null): string {
  return ms === null ? '-' : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Rounds down, so that an unfinished job is never shown as done. */
function formatShare(share: number | null): string {
  return share === null ? '?' : `${Math.floor(share * 100)} %`;
}

/** Replaces control characters of a text from a file, so that it cannot overwrite other text on a terminal. */
export function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}
