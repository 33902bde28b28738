import type { ISql, Sql } from 'postgres';
import { v7 as createId } from 'uuid';
import type { CsvPosition } from '../csv/record.ts';
import { assertRuns } from './fence.ts';
import type { Checkpoint, RunningExecution } from './job.ts';

/** A part of the file that is to be loaded, from a record's first byte on. */
export interface PlannedPartition {
  readonly start: CsvPosition;
  /** Null for the end of the file. */
  readonly toByte: number | null;
}

/**
 * Returns the checkpoints of a step: those of an earlier execution, or else those of the given partitions, which it stores.
 * So a restart continues with the partitions of the first attempt, whatever it would plan now. It may be called again if
 * the answer was lost.
 *
 * @throws {JobError} STOPPED, FENCED
 */
export async function beginStep(
  sql: Sql,
  execution: RunningExecution,
  step: string,
  plan: () => Promise<readonly PlannedPartition[]>,
): Promise<Checkpoint[]> {
  const known = await findCheckpoints(sql, execution.instanceId, step);
  const planned = known.length > 0 ? known : toCheckpoints(await plan());
  return sql.begin(async (tx) => {
    await assertRuns(tx, execution);
    if (known.length === 0) await addCheckpoints(tx, execution.instanceId, step, planned);
    const open = planned.filter(({ isDone }) => !isDone);
    const rows = open.map(({ partition }) => ({
      id: createId(),
      execution_id: execution.id,
      name: step,
      partition,
      status: 'STARTED',
    }));
    if (rows.length > 0) {
      await tx`
        insert into step_executions ${tx(rows)} on conflict (execution_id, name, partition) do nothing`;
    }
    return planned;
  });
}

function toCheckpoints(partitions: readonly PlannedPartition[]): Checkpoint[] {
  return partitions.map(({ start, toByte }, partition) => ({
    partition,
    fromByte: start.byteOffset,
    toByte,
    next: start,
    isDone: false,
  }));
}

async function addCheckpoints(
  tx: ISql,
  instanceId: string,
  step: string,
  added: readonly Checkpoint[],
): Promise<void> {
  const rows = added.map(({ partition, fromByte, toByte, next }) => ({
    instance_id: instanceId,
    step,
    partition,
    from_byte: fromByte,
    to_byte: toByte,
    next_byte: next.byteOffset,
    next_row: next.rowNumber,
    next_line: next.line,
  }));
  await tx`insert into checkpoints ${tx(rows)}`;
}

interface CheckpointRow {
  readonly partition: number;
  readonly from_byte: string;
  readonly to_byte: string | null;
  readonly next_byte: string;
  readonly next_row: string;
  readonly next_line: string;
  readonly is_done: boolean;
}

/** Finds the checkpoints of a step by partition; an empty list if the step was never begun. */
export async function findCheckpoints(sql: ISql, instanceId: string, step: string): Promise<Checkpoint[]> {
  const rows = await sql<CheckpointRow[]>`
    select partition, from_byte::text, to_byte::text, next_byte::text, next_row::text, next_line::text, is_done
    from checkpoints where instance_id = ${instanceId} and step = ${step} order by partition`;
  return rows.map((row) => ({
    partition: row.partition,
    fromByte: Number(row.from_byte),
    toByte: row.to_byte === null ? null : Number(row.to_byte),
    next: { byteOffset: Number(row.next_byte), rowNumber: Number(row.next_row), line: Number(row.next_line) },
    isDone: row.is_done,
  }));
}
