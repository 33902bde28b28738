import type { ISql } from 'postgres';
import type { Reject, RunningExecution } from './job.ts';
import type { RejectReason } from './read-rejects.ts';
import type { RejectStand } from './reject-limits.ts';

/** The approximate maximum of characters of JSON that are sent at once: PostgreSQL takes no value beyond 1 GB. */
const maxCharacters = 4_000_000;

/**
 * Stores rejected rows, each once, and counts them by their reasons. Partitions that reject at the same time count one after
 * the other, as each locks the instance until its transaction ends.
 *
 * @returns the counts of rejected rows so far, over all executions
 */
export async function saveRejects(
  tx: ISql,
  execution: RunningExecution,
  rejects: readonly Reject[],
): Promise<Pick<RejectStand, 'rejectedRows' | 'byCode'>> {
  const added = await Promise.all(toPieces(rejects).map((piece) => insertRejects(tx, execution, piece)));
  const byCode: Record<string, number> = {};
  for (const { code, count } of added.flat()) byCode[code] = (byCode[code] ?? 0) + count;
  const count = Object.values(byCode).reduce((sum, one) => sum + one, 0);
  const [row] = await tx<{ rejectedRows: number; byCode: string }[]>`
    update job_instances set rejected_rows = rejected_rows + ${count}, rejected_by_code = (
      select coalesce(jsonb_object_agg(code, total), '{}') from (
        select key as code, sum(value::bigint) as total from (
          select * from jsonb_each_text(rejected_by_code)
          union all select * from jsonb_each_text(${JSON.stringify(byCode)}::text::jsonb)
        ) counts group by key
      ) totals
    )
    where id = ${execution.instanceId}
    returning rejected_rows::float8 as "rejectedRows", rejected_by_code::text as "byCode"`;
  if (row === undefined) throw new TypeError('The instance of an execution that runs is there.');
  return { rejectedRows: row.rejectedRows, byCode: JSON.parse(row.byCode) as Record<string, number> };
}

async function insertRejects(
  tx: ISql,
  { id, instanceId }: RunningExecution,
  rejects: readonly Reject[],
): Promise<RejectReason[]> {
  const rows = rejects.map((reject) => ({
    row_number: reject.rowNumber,
    line: reject.line,
    byte_offset: reject.byteOffset,
    column_name: reject.column === null ? null : toStorable(reject.column),
    code: reject.code,
    message: toStorable(reject.message),
    cells: reject.cells.map(toStorable),
  }));
  return await tx<RejectReason[]>`
    with added as (
      insert into rejects
        (instance_id, execution_id, row_number, line, byte_offset, column_name, code, message, cells)
      select ${instanceId}, ${id}, given.*
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as given (
        row_number bigint, line bigint, byte_offset bigint, column_name text, code text, message text, cells text[])
      on conflict (instance_id, row_number) do nothing
      returning code
    )
    select code, count(*)::float8 as count from added group by code`;
}

function toPieces(rejects: readonly Reject[]): Reject[][] {
  const pieces: Reject[][] = [];
  let room = 0;
  for (const reject of rejects) {
    const length = reject.cells.reduce((sum, cell) => sum + cell.length, 200);
    if (length > room) {
      pieces.push([]);
      room = maxCharacters;
    }
    pieces.at(-1)?.push(reject);
    room -= length;
  }
  return pieces;
}

/** Replaces U+0000 and half surrogate pairs, which PostgreSQL does not store, by the replacement character. */
function toStorable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
