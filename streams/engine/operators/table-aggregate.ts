import type { TablePort } from '../port.ts';
import type { Change, StreamReceiver } from '../record.ts';
import type { Serde } from '../serde.ts';
import { KeyValueStore } from '../state/key-value-store.ts';
import type { TaskContext } from '../task-context.ts';
import type { Folding } from './aggregation.ts';

/** An aggregation that can also take a value out again. */
export interface TableFolding<K, V, A> extends Folding<K, V, A> {
  readonly subtract: (aggregate: A, value: V, key: K) => A | null;
}

/** Keeps one aggregate for each group of a table's rows: an update takes the old value out and puts the new one in. */
export function openTableAggregate<K, V, A>(
  context: TaskContext,
  { store, serde, add, subtract }: TableFolding<K, V, A>,
  keySerde: Serde<K>,
  output: TablePort<K, A>,
): StreamReceiver<K, Change<V> | null> {
  const aggregates = context.own(new KeyValueStore(store, serde));
  const meter = context.meter(store);
  const forward = output.open(context);
  return (key, change, timestampMs) => {
    if (key === null) {
      meter.nullKey += 1;
      return;
    }
    if (change === null) {
      meter.nullValue += 1;
      return;
    }
    meter.advance(timestampMs);
    const { newValue, oldValue } = change;
    const keyText = keySerde.toText(key);
    const entry = aggregates.get(keyText);
    const old = entry === undefined ? null : entry.value;
    const without = oldValue === null || old === null ? old : subtract(old, oldValue, key);
    const updated = newValue === null ? without : add(without, newValue, key);
    const updatedMs = entry === undefined ? timestampMs : Math.max(timestampMs, entry.timestampMs);
    aggregates.put(keyText, entry, updated, updatedMs);
    forward(key, updated, old, updatedMs);
  };
}
