import { Random } from '#platform/testing/random.ts';
import type { AggregateKind, Scenario, ScenarioRecord, Step } from './scenario.ts';

/** A scenario that repeats with its seed: a topology of the steps, and input in a random kind of order. */
export function randomScenario(seed: number): Scenario {
  const random = new Random(seed);
  const source = random.chance(20) ? 'table' : 'stream';
  const steps = source === 'table' ? tableSteps(random) : streamSteps(random);
  const topics = steps.some(({ op }) => op === 'merge') ? (['in', 'other'] as const) : (['in'] as const);
  return {
    source,
    store: random.chance(25) ? 'rocksdb' : 'memory',
    steps,
    records: randomRecords(random, topics),
  };
}

function streamSteps(random: Random): Step[] {
  const steps: Step[] = [];
  if (random.chance(15)) steps.push({ op: 'merge' });
  if (random.chance(20)) steps.push({ op: 'mapValues' });
  if (random.chance(20)) steps.push({ op: 'filter', by: random.between(2, 5) });
  if (random.chance(15)) steps.push({ op: random.oneOf(['map', 'selectKey']), by: random.between(2, 5) });
  if (random.chance(5)) return steps;
  steps.push(random.chance(30) ? { op: 'groupBy', by: random.between(1, 4) } : { op: 'groupByKey' });
  const isWindowed = random.chance(75);
  if (isWindowed) steps.push(windowStep(random));
  steps.push({ op: 'aggregate', kind: aggregateKind(random) });
  if (random.chance(15)) steps.push({ op: 'tableMapValues' });
  if (random.chance(15)) steps.push({ op: 'tableFilter', by: random.between(2, 4) });
  if (isWindowed && random.chance(40)) steps.push({ op: 'suppress' });
  steps.push(...furtherSteps(random));
  return steps;
}

function tableSteps(random: Random): Step[] {
  const steps: Step[] = [];
  if (random.chance(30)) steps.push({ op: 'tableMapValues' });
  if (random.chance(30)) steps.push({ op: 'tableFilter', by: random.between(2, 5) });
  steps.push(...furtherSteps(random));
  return steps;
}

/** After a table: regrouped as a table, or aggregated once more as a stream, or neither. */
function furtherSteps(random: Random): Step[] {
  const way = random.below(10);
  if (way < 3) {
    const steps: Step[] = [
      { op: 'tableGroupBy', by: random.between(1, 4) },
      { op: 'tableAggregate', kind: aggregateKind(random) },
    ];
    if (random.chance(30)) steps.push({ op: 'tableFilter', by: random.between(2, 4) });
    return steps;
  }
  if (way < 5) {
    const steps: Step[] = [
      { op: 'toStream' },
      { op: 'groupBy', by: random.between(1, 4) },
      windowStep(random),
    ];
    steps.push({ op: 'aggregate', kind: aggregateKind(random) });
    if (random.chance(50)) steps.push({ op: 'suppress' });
    return steps;
  }
  return [];
}

function windowStep(random: Random): Step {
  const size = random.between(2, 30);
  const grace = random.oneOf([0, 0, random.between(1, 10), random.between(10, 60)]);
  const op = random.oneOf(['tumbling', 'hopping', 'sliding'] as const);
  if (op === 'hopping') return { op, size, advance: random.between(1, size), grace };
  return { op, size, grace };
}

function aggregateKind(random: Random): AggregateKind {
  return random.oneOf(['count', 'sum', 'reduce', 'mix', 'mixOrEnd']);
}

function randomRecords(random: Random, topics: readonly ['in', ...'other'[]]): ScenarioRecord[] {
  const keys = random.between(1, 4);
  // In order, slightly out of order, or with records from long ago.
  const disorderMs = random.oneOf([0, 5, 20, 100]);
  const stepMs = random.oneOf([1, 3, 10]);
  const nullPercent = random.oneOf([0, 5]);
  // From the epoch on, where windows are cut off, or from a time of today.
  let nowMs = random.oneOf([0, 1_000, 1_700_000_000_000]);
  return Array.from({ length: random.between(20, 120) }, (): ScenarioRecord => {
    nowMs += random.chance(3) ? random.between(50, 500) : random.between(0, stepMs);
    const timestampMs = Math.max(0, nowMs - random.between(0, disorderMs));
    const key = random.chance(nullPercent) ? null : `c${random.below(keys)}`;
    const value = random.chance(nullPercent) ? null : random.below(1_000);
    return [random.oneOf(topics), key, value, timestampMs];
  });
}
