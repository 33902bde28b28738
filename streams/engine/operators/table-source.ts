import type { TablePort } from '../port.ts';
import type { StreamReceiver } from '../record.ts';
import type { Serde } from '../serde.ts';
import { KeyValueStore } from '../state/key-value-store.ts';
import type { TaskContext } from '../task-context.ts';

/** Reads a stream as a table: the last record of a key is its row, and a record without a value deletes it. */
export function openTableSource<K, V>(
  context: TaskContext,
  store: string,
  { keySerde, valueSerde }: { keySerde: Serde<K>; valueSerde: Serde<V> },
  output: TablePort<K, V>,
): StreamReceiver<K, V | null> {
  const rows = context.own(new KeyValueStore(store, valueSerde));
  const meter = context.meter(store);
  const forward = output.open(context);
  return (key, value, timestampMs) => {
    if (key === null) {
      meter.nullKey += 1;
      return;
    }
    meter.advance(timestampMs);
    const keyText = keySerde.toText(key);
    const entry = rows.get(keyText);
    const old = entry === undefined ? null : entry.value;
    rows.put(keyText, entry, value, timestampMs);
    forward(key, value, old, timestampMs);
  };
}
