import type { Change, StreamReceiver, TableReceiver } from '../record.ts';
import type { TaskContext } from '../task-context.ts';
import type { Topic } from '../topic.ts';

/** Sends records to an internal topic. Records without a key have no partition: they are dropped and counted. */
export function openRepartition<K, V>(context: TaskContext, topic: Topic<K, V>): StreamReceiver<K, V | null> {
  const meter = context.meter(topic.name);
  return (key, value, timestampMs) => {
    if (key === null) meter.nullKey += 1;
    else context.emit({ topic, key, value, timestampMs });
  };
}

/**
 * Gives a table's updates out by their new key: one record when old and new row are of one group, else first the old row's
 * leaving and then the new row's coming. A row whose selected key or value is null is in no group.
 */
export function openTableRepartition<K, V, K2, V2>(
  context: TaskContext,
  topic: Topic<K2, Change<V2>>,
  select: (key: K, value: V) => readonly [K2 | null, V2 | null],
): TableReceiver<K, V> {
  const pairOf = (key: K, value: V | null) => {
    if (value === null) return null;
    const [group, selected] = select(key, value);
    return group === null || selected === null ? null : { group, selected };
  };
  return (key, newValue, oldValue, timestampMs) => {
    const before = pairOf(key, oldValue);
    const after = pairOf(key, newValue);
    if (
      before !== null &&
      after !== null &&
      topic.key.toText(before.group) === topic.key.toText(after.group)
    ) {
      const value = { newValue: after.selected, oldValue: before.selected };
      context.emit({ topic, key: after.group, value, timestampMs });
      return;
    }
    if (before !== null) {
      context.emit({
        topic,
        key: before.group,
        value: { newValue: null, oldValue: before.selected },
        timestampMs,
      });
    }
    if (after !== null) {
      context.emit({
        topic,
        key: after.group,
        value: { newValue: after.selected, oldValue: null },
        timestampMs,
      });
    }
  };
}
