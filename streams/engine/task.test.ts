import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { buildTopology, inTopic, otherTopic } from '../testing/oracle/engine-topology.ts';
import { randomScenario } from '../testing/oracle/random-scenario.ts';
import type { ScenarioRecord } from '../testing/oracle/scenario.ts';
import { LocalRun } from './local-run.ts';
import { bigintSerde, textSerde } from './serde.ts';
import type { StateEntry } from './state/state-entry.ts';
import { createTopic, encodeRecord } from './topic.ts';
import { TopologyBuilder } from './topology-builder.ts';

/** Any topology and input; seeds that the comparison with Kafka Streams does not use. */
const scenarios = fc.integer({ min: 1_000_000, max: 9_999_999 }).map(randomScenario);

function feed(run: LocalRun, records: readonly ScenarioRecord[]) {
  return records.flatMap(([topic, key, value, timestampMs]) => {
    const record = { key, value: value === null ? null : BigInt(value), timestampMs };
    return run.process(topic === 'in' ? inTopic : otherTopic, record).map(encodeRecord);
  });
}

/** Entries by store and key, without meters that have seen nothing: those are only written by a snapshot. */
function toMaps(tasks: readonly StateEntry[][]) {
  return tasks.map(
    (entries) => new Map(entries.filter(isUsed).map((entry) => [placeOf(entry), entry.value])),
  );
}

const isUsed = ({ value }: StateEntry) => value !== '-1 0 0 0 0';
const placeOf = ({ store, key }: StateEntry) => `${store} ${key}`;

describe('a task', () => {
  test('that is restored goes on as if it had not stopped', () => {
    fc.assert(
      fc.property(scenarios, fc.nat(120), (scenario, stopAt) => {
        const topology = buildTopology(scenario);
        const whole = new LocalRun(topology);
        const before = new LocalRun(topology);
        const restored = new LocalRun(topology);
        const results = feed(before, scenario.records.slice(0, stopAt));
        restored.restore(before.snapshot());
        results.push(...feed(restored, scenario.records.slice(stopAt)));
        assert.deepEqual(results, feed(whole, scenario.records));
        assert.deepEqual(restored.report(), whole.report());
        assert.deepEqual(toMaps(restored.snapshot()), toMaps(whole.snapshot()));
      }),
    );
  });

  test('writes with its changes exactly the state it has', () => {
    fc.assert(
      fc.property(scenarios, fc.integer({ min: 1, max: 30 }), (scenario, batchRecords) => {
        const run = new LocalRun(buildTopology(scenario));
        const stored = run.drainChanges().map(() => new Map<string, string>());
        for (let from = 0; from < scenario.records.length; from += batchRecords) {
          feed(run, scenario.records.slice(from, from + batchRecords));
          run.drainChanges().forEach((changes, task) => {
            const places = changes.map(placeOf);
            assert.equal(new Set(places).size, places.length, 'one entry a key');
            for (const change of changes) {
              if (change.value === null)
                assert.ok(stored[task]?.delete(placeOf(change)), 'only what is stored ends');
              else stored[task]?.set(placeOf(change), change.value);
            }
          });
        }
        assert.deepEqual(stored, toMaps(run.snapshot()));
      }),
    );
  });

  test('has nothing to write when nothing happened since', () => {
    const run = new LocalRun(buildTopology(randomScenario(1)));
    feed(run, randomScenario(1).records);
    run.drainChanges();
    assert.deepEqual(run.drainChanges().flat(), []);
  });

  test('drops and counts timestamps that are not times', () => {
    const run = new LocalRun(buildTopology({ ...randomScenario(1), steps: [] }));
    for (const timestampMs of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.deepEqual(run.process(inTopic, { key: 'a', value: 1n, timestampMs }), []);
    }
    assert.equal(run.report().find(({ operator }) => operator === 'in')?.invalidTimestamp, 4);
  });

  test('refuses a topic it does not read and state of another topology', () => {
    const builder = new TopologyBuilder();
    builder.stream(inTopic).to(createTopic('out', textSerde, bigintSerde));
    const run = new LocalRun(builder.build());
    assert.throws(() => run.process(otherTopic, { key: 'a', value: 1n, timestampMs: 0 }), {
      message: 'The topology reads no topic other.',
    });
    assert.throws(() => run.restore([[{ store: 'totals', key: 'ka', value: '1:1' }]]), {
      name: 'StateError',
    });
  });
});
