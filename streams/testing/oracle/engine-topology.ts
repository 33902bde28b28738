import type { GroupedStream, WindowedStream } from '../../engine/grouped-stream.ts';
import type { GroupedTable } from '../../engine/grouped-table.ts';
import type { Windowed } from '../../engine/record.ts';
import { bigintSerde, textSerde } from '../../engine/serde.ts';
import type { Stream } from '../../engine/stream.ts';
import type { Table, WindowedTable } from '../../engine/table.ts';
import { createTopic } from '../../engine/topic.ts';
import type { Topology } from '../../engine/topology.ts';
import { TopologyBuilder } from '../../engine/topology-builder.ts';
import { hoppingWindows, slidingWindows, tumblingWindows } from '../../engine/windows.ts';
import { added, keyOf, mapped, reduced, removed } from './arithmetic.ts';
import type { AggregateKind, Scenario, Step } from './scenario.ts';

export const inTopic = createTopic('in', textSerde, bigintSerde);
export const otherTopic = createTopic('other', textSerde, bigintSerde);
export const outTopic = createTopic('out', textSerde, bigintSerde);

type Made =
  | { kind: 'stream'; stream: Stream<string, bigint | null>; isRekeyed: boolean }
  | { kind: 'grouped'; grouped: GroupedStream<string, bigint | null> }
  | { kind: 'windowed'; windowed: WindowedStream<string, bigint | null> }
  | { kind: 'table'; table: Table<string, bigint> }
  | { kind: 'windowedTable'; table: WindowedTable<string, bigint> }
  | { kind: 'groupedTable'; grouped: GroupedTable<string, bigint> };

/** The engine's topology of a scenario. */
export function buildTopology({ source, steps }: Scenario): Topology {
  const builder = new TopologyBuilder();
  let named = 0;
  const name = () => {
    named += 1;
    return `n${named}`;
  };
  let made: Made =
    source === 'table'
      ? { kind: 'table', table: builder.table(inTopic, { store: name() }) }
      : { kind: 'stream', stream: builder.stream(inTopic), isRekeyed: false };
  for (const step of steps) made = next(made, step, builder, name);
  streamOf(made).to(outTopic);
  return builder.build();
}

function next(made: Made, step: Step, builder: TopologyBuilder, name: () => string): Made {
  if (step.op === 'toStream')
    return { kind: 'stream', stream: streamOf(made), isRekeyed: made.kind === 'windowedTable' };
  switch (made.kind) {
    case 'stream':
      return streamStep(made, step, builder, name);
    case 'grouped':
      return groupedStep(made.grouped, step, name);
    case 'windowed':
      if (step.op === 'aggregate') {
        return { kind: 'windowedTable', table: windowAggregate(made.windowed, step.kind, name()) };
      }
      break;
    case 'table':
      if (step.op === 'tableFilter') {
        return { kind: 'table', table: made.table.filter((_key, value) => value % BigInt(step.by) !== 0n) };
      }
      if (step.op === 'tableMapValues') return { kind: 'table', table: made.table.mapValues(mappedPresent) };
      if (step.op === 'tableGroupBy')
        return { kind: 'groupedTable', grouped: regroup(made.table, step.by, name()) };
      break;
    case 'windowedTable':
      return windowedTableStep(made.table, step, name);
    case 'groupedTable':
      if (step.op === 'tableAggregate') {
        return { kind: 'table', table: tableAggregate(made.grouped, step.kind, name()) };
      }
      break;
  }
  throw new Error(`Step ${step.op} cannot follow a ${made.kind}.`);
}

function streamStep(
  { stream, isRekeyed }: Extract<Made, { kind: 'stream' }>,
  step: Step,
  builder: TopologyBuilder,
  name: () => string,
): Made {
  switch (step.op) {
    case 'filter': {
      const by = BigInt(step.by);
      return {
        kind: 'stream',
        stream: stream.filter((_key, value) => value === null || value % by !== 0n),
        isRekeyed,
      };
    }
    case 'mapValues':
      return { kind: 'stream', stream: stream.mapValues(mapped), isRekeyed };
    case 'map': {
      const moved = stream.map((_key, value) => [keyOf(value, step.by), mapped(value)]);
      return { kind: 'stream', stream: moved, isRekeyed: true };
    }
    case 'selectKey': {
      const moved = stream.selectKey((_key, value) => keyOf(value, step.by));
      return { kind: 'stream', stream: moved, isRekeyed: true };
    }
    case 'merge':
      return { kind: 'stream', stream: stream.merge(builder.stream(otherTopic)), isRekeyed };
    case 'groupByKey': {
      // Kafka Streams puts the repartition in by itself.
      const placed = isRekeyed ? stream.repartition(createTopic(name(), textSerde, bigintSerde)) : stream;
      return { kind: 'grouped', grouped: placed.groupByKey() };
    }
    case 'groupBy': {
      const through = createTopic(name(), textSerde, bigintSerde);
      return { kind: 'grouped', grouped: stream.groupBy((_key, value) => keyOf(value, step.by), through) };
    }
    default:
      throw new Error(`Step ${step.op} cannot follow a stream.`);
  }
}

function groupedStep(grouped: GroupedStream<string, bigint | null>, step: Step, name: () => string): Made {
  switch (step.op) {
    case 'tumbling':
      return {
        kind: 'windowed',
        windowed: grouped.windowedBy(tumblingWindows({ sizeMs: step.size, graceMs: step.grace })),
      };
    case 'hopping': {
      const windows = hoppingWindows({ sizeMs: step.size, advanceMs: step.advance, graceMs: step.grace });
      return { kind: 'windowed', windowed: grouped.windowedBy(windows) };
    }
    case 'sliding':
      return {
        kind: 'windowed',
        windowed: grouped.windowedBy(slidingWindows({ differenceMs: step.size, graceMs: step.grace })),
      };
    case 'aggregate':
      return { kind: 'table', table: aggregate(grouped, step.kind, name()) };
    default:
      throw new Error(`Step ${step.op} cannot follow a grouping.`);
  }
}

function windowedTableStep(table: WindowedTable<string, bigint>, step: Step, name: () => string): Made {
  switch (step.op) {
    case 'tableFilter': {
      const by = BigInt(step.by);
      return { kind: 'windowedTable', table: table.filter((_key, value) => value % by !== 0n) };
    }
    case 'tableMapValues':
      return { kind: 'windowedTable', table: table.mapValues(mappedPresent, bigintSerde) };
    case 'suppress':
      return { kind: 'windowedTable', table: table.suppressUntilWindowCloses({ store: name() }) };
    case 'tableGroupBy':
      return { kind: 'groupedTable', grouped: regroup(table, step.by, name()) };
    default:
      throw new Error(`Step ${step.op} cannot follow a table by window.`);
  }
}

function streamOf(made: Made): Stream<string, bigint | null> {
  if (made.kind === 'stream') return made.stream;
  if (made.kind === 'table') return made.table.toStream();
  if (made.kind !== 'windowedTable') throw new Error(`A ${made.kind} is no stream.`);
  return made.table.toStream().selectKey((windowed) => windowed && windowText(windowed));
}

function aggregate(grouped: GroupedStream<string, bigint | null>, kind: AggregateKind, store: string) {
  if (kind === 'count') return grouped.count({ store }).mapValues(BigInt);
  if (kind === 'sum') return grouped.sum({ store, of: (value) => value });
  if (kind === 'reduce') return grouped.reduce({ store, serde: bigintSerde, combine: reduced });
  return grouped.aggregate({
    store,
    serde: bigintSerde,
    initial: () => 0n,
    add: (sum: bigint, value) => added(kind, sum, value),
  });
}

function windowAggregate(
  windowed: WindowedStream<string, bigint | null>,
  kind: AggregateKind,
  store: string,
) {
  if (kind === 'count') return windowed.count({ store }).mapValues(BigInt, bigintSerde);
  if (kind === 'sum') return windowed.sum({ store, of: (value) => value });
  if (kind === 'reduce') return windowed.reduce({ store, serde: bigintSerde, combine: reduced });
  return windowed.aggregate({
    store,
    serde: bigintSerde,
    initial: () => 0n,
    add: (sum: bigint, value) => (value === null ? sum : added(kind, sum, value)),
  });
}

function tableAggregate(grouped: GroupedTable<string, bigint>, kind: AggregateKind, store: string) {
  if (kind === 'count') return grouped.count({ store }).mapValues(BigInt);
  if (kind === 'sum') return grouped.sum({ store, of: (value) => value });
  if (kind === 'reduce')
    return grouped.reduce({ store, serde: bigintSerde, combine: reduced, remove: removed });
  return grouped.aggregate({
    store,
    serde: bigintSerde,
    initial: () => 0n,
    add: (sum: bigint, value) => added(kind, sum, value),
    subtract: removed,
  });
}

function regroup<K>(table: Table<K, bigint>, by: number, topicName: string): GroupedTable<string, bigint> {
  const through = createTopic(topicName, textSerde, bigintSerde);
  return table.groupBy((_key, value) => [keyOf(value, by), value], through);
}

function mappedPresent(value: bigint): bigint {
  return (value * 3n + 1n) % 1_000_003n;
}

function windowText({ key, startMs, endMs }: Windowed<string>): string {
  return `${key}@${startMs}/${endMs}`;
}
