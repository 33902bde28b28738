import { compareCodePoints } from '../code-points.ts';
import type { TablePort } from '../port.ts';
import type { TableReceiver, Windowed } from '../record.ts';
import { changeSerde, type Serde } from '../serde.ts';
import { WindowStore } from '../state/window-store.ts';
import type { TaskContext } from '../task-context.ts';
import { spanOf, type Windows } from '../windows.ts';

/**
 * Holds every update back until its window has closed, and then gives out the last one (KIP-328): once stream time has
 * reached the window's end and grace. Only records move stream time, so the last windows wait for a later record.
 */
export function openSuppress<K, V>(
  context: TaskContext,
  store: string,
  windows: Windows,
  { keySerde, valueSerde }: { keySerde: Serde<K>; valueSerde: Serde<V> },
  output: TablePort<Windowed<K>, V>,
): TableReceiver<Windowed<K>, V> {
  const spanMs = spanOf(windows);
  const buffer = context.own(new WindowStore(store, changeSerde(valueSerde)));
  const meter = context.meter(store);
  const forward = output.open(context);

  return (windowed, newValue, oldValue, timestampMs) => {
    const segment = buffer.segment(windowed.endMs);
    const keyText = keySerde.toText(windowed.key);
    const entry = segment.get(keyText);
    if (entry === undefined) segment.insert(keyText, { newValue, oldValue }, timestampMs);
    else segment.update(entry, { newValue, oldValue }, timestampMs);
    const closedMs = meter.advance(timestampMs) - windows.graceMs;
    if (buffer.earliestMs <= closedMs) release(closedMs);
  };

  /** By the end of the window, then by the key's bytes: the order of Kafka Streams' buffer. */
  function release(closedMs: number): void {
    for (const [endMs, segment] of buffer.takeUntil(closedMs)) {
      const entries = [...segment.entries()].sort(([left], [right]) => compareCodePoints(left, right));
      for (const [keyText, { value, timestampMs }] of entries) {
        if (value.newValue === null) continue;
        const windowed = { key: keySerde.fromText(keyText), startMs: endMs - spanMs, endMs };
        forward(windowed, value.newValue, value.oldValue, timestampMs);
      }
    }
  }
}
