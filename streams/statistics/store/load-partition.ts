import type { Sql, TransactionSql } from 'postgres';
import { loadReaderOffset, type ReaderPartition } from '#platform/event-log/reader-offsets.ts';
import type { StateEntry } from '../../engine/state/state-entry.ts';
import { noProgress, type PartitionProgress, type StoredPartition } from '../runtime/partition-statistics.ts';
import type { SeenBatch } from '../runtime/seen-events.ts';

/** Loads all that is stored of a partition, as it was at one moment. */
export async function loadStoredPartition(sql: Sql, of: ReaderPartition): Promise<StoredPartition> {
  return sql.begin('isolation level repeatable read read only', async (tx) => ({
    nextOffset: await loadReaderOffset(tx, of),
    state: await loadState(tx, of.partition),
    seen: await loadSeen(tx, of.partition),
    progress: await loadProgress(tx, of.partition),
  }));
}

async function loadState(tx: TransactionSql, partition: number): Promise<StateEntry[][]> {
  const rows = await tx<(StateEntry & { subtopology: number })[]>`
    select subtopology, store, key, value from state_entries where partition = ${partition}`;
  const state: StateEntry[][] = [];
  for (const { subtopology, store, key, value } of rows) {
    while (state.length <= subtopology) state.push([]);
    state[subtopology]?.push({ store, key, value });
  }
  return state;
}

async function loadSeen(tx: TransactionSql, partition: number): Promise<SeenBatch[]> {
  const rows = await tx<{ next_offset: string; digests: Uint8Array }[]>`
    select next_offset::text, digests from seen_events where partition = ${partition} order by seen_events.next_offset`;
  return rows.map(({ next_offset, digests }) => ({ nextOffset: BigInt(next_offset), digests }));
}

async function loadProgress(tx: TransactionSql, partition: number): Promise<PartitionProgress> {
  const [progress] = await tx<PartitionProgress[]>`
    select counted::float8, imported::float8, settled::float8, repeated::float8, dead::float8, ahead::float8, late::float8,
      stream_time_ms::float8 as "streamTimeMs"
    from partition_progress where partition = ${partition}`;
  return progress ?? noProgress;
}
