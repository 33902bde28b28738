import type { ISql } from 'postgres';
import type { Reject } from './job.ts';

/** The number of rows rejected for one reason. */
export interface RejectReason {
  readonly code: string;
  readonly count: number;
}

const pageRows = 1_000;

type RejectRow = Omit<Reject, 'cells'> & { readonly cells: string };

/** Reads all rejected rows of an instance in the order of the file, page by page. */
export async function* readRejects(sql: ISql, instanceId: string): AsyncGenerator<Reject> {
  let after = 0;
  for (;;) {
    // The cells as JSON: not every pool reads arrays.
    const rows = await sql<RejectRow[]>`
      select row_number::float8 as "rowNumber", line::float8 as line, byte_offset::float8 as "byteOffset",
        column_name as "column", code, message, array_to_json(cells)::text as cells
      from rejects where instance_id = ${instanceId} and row_number > ${after}
      order by row_number limit ${pageRows}`;
    for (const row of rows) yield { ...row, cells: JSON.parse(row.cells) as string[] };
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = last.rowNumber;
  }
}

/** Reads the reasons for which rows of an instance were rejected, the most frequent first. */
export async function countRejects(sql: ISql, instanceId: string): Promise<RejectReason[]> {
  const rows = await sql<RejectReason[]>`
    select code, count(*)::float8 as count from rejects where instance_id = ${instanceId}
    group by code order by count desc, code`;
  return [...rows];
}
