import type { TablePort } from '../port.ts';
import type { StreamReceiver } from '../record.ts';
import type { Serde } from '../serde.ts';
import { KeyValueStore } from '../state/key-value-store.ts';
import type { TaskContext } from '../task-context.ts';
import type { Folding } from './aggregation.ts';

/** Keeps one aggregate for each key and emits its every change. Records without key or value are dropped and counted. */
export function openStreamAggregate<K, V, A>(
  context: TaskContext,
  { store, serde, start, add }: Folding<K, V & {}, A>,
  keySerde: Serde<K>,
  output: TablePort<K, A>,
): StreamReceiver<K, V> {
  const aggregates = context.own(new KeyValueStore(store, serde));
  const meter = context.meter(store);
  const forward = output.open(context);
  return (key, value, timestampMs) => {
    if (key === null) {
      meter.nullKey += 1;
      return;
    }
    if (value === null || value === undefined) {
      meter.nullValue += 1;
      return;
    }
    meter.advance(timestampMs);
    const keyText = keySerde.toText(key);
    const entry = aggregates.get(keyText);
    const old = entry === undefined ? start() : entry.value;
    const updated = add(old, value, key);
    const updatedMs = entry === undefined ? timestampMs : Math.max(timestampMs, entry.timestampMs);
    aggregates.put(keyText, entry, updated, updatedMs);
    forward(key, updated, old, updatedMs);
  };
}
