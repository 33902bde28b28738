import type { TablePort } from '../port.ts';
import type { StreamReceiver, Windowed } from '../record.ts';
import type { Serde } from '../serde.ts';
import { WindowStore } from '../state/window-store.ts';
import type { TaskContext } from '../task-context.ts';
import { firstStartOf, type TimeWindows } from '../windows.ts';
import type { Folding } from './aggregation.ts';

/**
 * Keeps one aggregate a key and window. A window takes records while its end is after stream time less the grace; a record
 * is counted as late once for each of its windows that is over.
 */
export function openWindowAggregate<K, V, A>(
  context: TaskContext,
  windows: TimeWindows,
  { store, serde, start, add }: Folding<K, V, A>,
  keySerde: Serde<K>,
  output: TablePort<Windowed<K>, A>,
): StreamReceiver<K, V> {
  const { sizeMs, advanceMs, graceMs } = windows;
  const aggregates = context.own(new WindowStore(store, serde));
  const meter = context.meter(store);
  const forward = output.open(context);

  return (key, value, timestampMs) => {
    if (key === null) {
      meter.nullKey += 1;
      return;
    }
    const lastClosedMs = meter.advance(timestampMs) - graceMs - sizeMs;
    if (aggregates.earliestMs <= lastClosedMs) aggregates.takeUntil(lastClosedMs);
    const keyText = keySerde.toText(key);
    for (let startMs = firstStartOf(windows, timestampMs); startMs <= timestampMs; startMs += advanceMs) {
      if (startMs <= lastClosedMs) meter.late += 1;
      else update(key, keyText, value, startMs, timestampMs);
    }
  };

  function update(key: K, keyText: string, value: V, startMs: number, timestampMs: number): void {
    const segment = aggregates.segment(startMs);
    const entry = segment.get(keyText);
    const old = entry === undefined ? start() : entry.value;
    const updated = add(old, value, key);
    const updatedMs = entry === undefined ? timestampMs : Math.max(timestampMs, entry.timestampMs);
    if (updated === null) segment.delete(keyText);
    else if (entry === undefined) segment.insert(keyText, updated, updatedMs);
    else segment.update(entry, updated, updatedMs);
    forward({ key, startMs, endMs: startMs + sizeMs }, updated, old, updatedMs);
  }
}
