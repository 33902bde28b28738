import type { ISql } from 'postgres';
import type { StateEntry } from '../../engine/state/state-entry.ts';

/** Stores the changes of the engine's state, by subtopology. */
export function writeState(
  tx: ISql,
  partition: number,
  changes: readonly (readonly StateEntry[])[],
): Promise<unknown>[] {
  const entries = changes.flatMap((list, subtopology) => list.map((entry) => ({ ...entry, subtopology })));
  const ended = entries.filter(({ value }) => value === null);
  const current = entries.filter(({ value }) => value !== null);
  const statements: Promise<unknown>[] = [];
  if (ended.length > 0) {
    statements.push(tx`
      delete from state_entries stored
      using json_to_recordset(${JSON.stringify(ended)}::text::json) as ended(subtopology int, store text, key text)
      where stored.partition = ${partition} and stored.subtopology = ended.subtopology
        and stored.store = ended.store and stored.key = ended.key`);
  }
  if (current.length > 0) {
    statements.push(tx`
      insert into state_entries (partition, subtopology, store, key, value)
      select ${partition}, subtopology, store, key, value
      from json_to_recordset(${JSON.stringify(current)}::text::json)
        as entry(subtopology int, store text, key text, value text)
      on conflict (partition, subtopology, store, key) do update set value = excluded.value`);
  }
  return statements;
}
