import type { ISql } from 'postgres';
import type { Reject, RunningExecution } from './job.ts';
import { JobError } from './job-error.ts';

/** Rows travel as JSON in pieces of about this many characters: PostgreSQL takes no value beyond 1 GB. */
const mostCharacters = 4_000_000;

/**
 * Keeps rejected rows, each once, and counts them against the limit of the execution. Partitions that reject at the same
 * time count one after the other, so the limit is exact.
 *
 * @throws {JobError} SKIP_LIMIT_EXCEEDED, which must roll the transaction back
 */
export async function saveRejects(
  tx: ISql,
  execution: RunningExecution,
  rejects: readonly Reject[],
): Promise<void> {
  const added = await Promise.all(toPieces(rejects).map((piece) => insertRejects(tx, execution, piece)));
  const count = added.reduce((sum, one) => sum + one, 0);
  const [row] = await tx<{ total: string }[]>`
    update job_instances set rejected_rows = rejected_rows + ${count} where id = ${execution.instanceId}
    returning rejected_rows::text as total`;
  const total = Number(row?.total);
  if (execution.skipLimit !== null && total > execution.skipLimit) {
    throw toSkipLimitError(execution.skipLimit, total - count, rejects);
  }
}

async function insertRejects(
  tx: ISql,
  { id, instanceId }: RunningExecution,
  rejects: readonly Reject[],
): Promise<number> {
  const rows = rejects.map((reject) => ({
    row_number: reject.rowNumber,
    line: reject.line,
    byte_offset: reject.byteOffset,
    column_name: reject.column === null ? null : toStorable(reject.column),
    code: reject.code,
    message: toStorable(reject.message),
    cells: reject.cells.map(toStorable),
  }));
  const { count } = await tx`
    insert into rejects
      (instance_id, execution_id, row_number, line, byte_offset, column_name, code, message, cells)
    select ${instanceId}, ${id}, given.*
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as given (
      row_number bigint, line bigint, byte_offset bigint, column_name text, code text, message text, cells text[])
    on conflict (instance_id, row_number) do nothing`;
  return count;
}

function toPieces(rejects: readonly Reject[]): Reject[][] {
  const pieces: Reject[][] = [];
  let room = 0;
  for (const reject of rejects) {
    const length = reject.cells.reduce((sum, cell) => sum + cell.length, 200);
    if (length > room) {
      pieces.push([]);
      room = mostCharacters;
    }
    pieces.at(-1)?.push(reject);
    room -= length;
  }
  return pieces;
}

/** PostgreSQL keeps neither U+0000 nor half a surrogate pair; the replacement character stands for them. */
function toStorable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** The first row that is one too many tells people most. */
function toSkipLimitError(limit: number, before: number, rejects: readonly Reject[]): JobError {
  const reject = rejects[Math.max(limit - before, 0)] ?? rejects[0];
  const where =
    reject === undefined ? '' : ` Row ${reject.rowNumber}, line ${reject.line}: ${reject.message}`;
  const allowed = limit === 0 ? 'No row may be rejected' : `At most ${limit} rows may be rejected`;
  return new JobError('SKIP_LIMIT_EXCEEDED', `${allowed} (--skip-limit).${where}`);
}
